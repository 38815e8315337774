"""The nouns of the casebook."""

from casebook.models.case import (
    STREAM_FIELDS,
    Case,
    CasebookPage,
    CaseQuerySet,
    CaseTag,
    ChoiceListField,
    InitialCase,
    new_slug,
)
from casebook.models.municipality import (
    Municipality,
    check_digit,
    population_band,
    validate_municipality_code,
)
from casebook.models.origin import CaseOrigin

__all__ = [
    "STREAM_FIELDS",
    "Case",
    "CaseOrigin",
    "CaseQuerySet",
    "CaseTag",
    "CasebookPage",
    "ChoiceListField",
    "InitialCase",
    "Municipality",
    "check_digit",
    "new_slug",
    "population_band",
    "validate_municipality_code",
]
