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
from casebook.models.contact import Contact
from casebook.models.link_check import LinkCheck
from casebook.models.municipality import (
    Municipality,
    check_digit,
    population_band,
    validate_municipality_code,
)
from casebook.models.own_city import OwnCitySheet
from casebook.models.proposal import Proposal, ProposalChange

__all__ = [
    "STREAM_FIELDS",
    "Case",
    "CaseQuerySet",
    "CaseTag",
    "CasebookPage",
    "ChoiceListField",
    "Contact",
    "InitialCase",
    "LinkCheck",
    "Municipality",
    "OwnCitySheet",
    "Proposal",
    "ProposalChange",
    "check_digit",
    "population_band",
    "validate_municipality_code",
]
