"""The nouns of the casebook."""

from casebook.models.beginning import CaseBeginning
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
from casebook.models.contact import Contact
from casebook.models.facts_change import FactsChange
from casebook.models.link_check import LinkCheck
from casebook.models.municipality import (
    Municipality,
    check_digit,
    population_band,
    validate_municipality_code,
)
from casebook.models.own_city import OwnCitySheet
from casebook.models.proposal import Proposal, ProposalChange
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
    "CaseBeginning",
    "CaseImport",
    "CaseOrigin",
    "CaseQuerySet",
    "CaseTag",
    "CasebookPage",
    "ChoiceListField",
    "Contact",
    "ExchangeFile",
    "FactsChange",
    "FeedToken",
    "InitialCase",
    "LinkCheck",
    "Municipality",
    "OwnCitySheet",
    "Partner",
    "Proposal",
    "ProposalChange",
    "TravelledPicture",
    "check_digit",
    "new_slug",
    "population_band",
    "validate_municipality_code",
]
