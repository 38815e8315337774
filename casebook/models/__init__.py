"""The nouns of the casebook."""

from casebook.models.case import (
    STREAM_FIELDS,
    Case,
    CasebookPage,
    CaseQuerySet,
    CaseTag,
    ChoiceListField,
    InitialCase,
)
from casebook.models.municipality import (
    Municipality,
    check_digit,
    population_band,
    validate_municipality_code,
)
from casebook.models.travel import (
    ArrivedCase,
    CaseImport,
    CaseOrigin,
    ExchangeFile,
    FeedToken,
    Partner,
    TravelledPicture,
)

__all__ = [
    "STREAM_FIELDS",
    "ArrivedCase",
    "Case",
    "CaseImport",
    "CaseOrigin",
    "CaseQuerySet",
    "CaseTag",
    "CasebookPage",
    "ChoiceListField",
    "ExchangeFile",
    "FeedToken",
    "InitialCase",
    "Municipality",
    "Partner",
    "TravelledPicture",
    "check_digit",
    "population_band",
    "validate_municipality_code",
]
