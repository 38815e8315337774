"""What the city measures, what was typed about it, and by whom."""

from portal.kpi.models.actuals import Actual, ActualEntry, ActualImport
from portal.kpi.models.counts import PartCount
from portal.kpi.models.indicators import Definition, Indicator, Kind, Span, Stage
from portal.kpi.models.plans import Aim, Effort, LogicModel
from portal.kpi.models.reviews import Decision, FollowUp, OodaNote, Review
from portal.kpi.models.surveys import (
    Answer,
    Participation,
    Question,
    Survey,
    SurveyRound,
    Tally,
)

__all__ = [
    "Actual", "ActualEntry", "ActualImport", "Aim", "Answer", "Decision", "Definition", "Effort",
    "FollowUp", "Indicator", "Kind", "LogicModel", "OodaNote", "PartCount", "Participation",
    "Question", "Review", "Span", "Stage", "Survey", "SurveyRound", "Tally",
]  # fmt: skip
