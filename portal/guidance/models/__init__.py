"""Guides, their editions, boards that change between editions, and what readers say."""

from portal.guidance.models.board import EnvironmentItem, GlossaryTerm, LeadingProject, TrendNote
from portal.guidance.models.guide import Edition, Guide, Passage
from portal.guidance.models.reading import Feedback, Reading

__all__ = [
    "Edition",
    "EnvironmentItem",
    "Feedback",
    "GlossaryTerm",
    "Guide",
    "LeadingProject",
    "Passage",
    "Reading",
    "TrendNote",
]
