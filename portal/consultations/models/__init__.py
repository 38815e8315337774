"""The nouns of the consultation desk."""

from portal.consultations.models.consultation import (
    Change,
    Consultation,
    ConsultationQuerySet,
    LeaderShare,
    Tag,
)
from portal.consultations.models.desk import ClosedDay, Reading, Reminder, ReplyTemplate, Tick
from portal.consultations.models.faq import Faq, FaqOpinion
from portal.consultations.models.idea import Idea, IdeaChange
from portal.consultations.models.packet import Packet, PacketView
from portal.consultations.models.survey import Hearing, HearingRound, Procedure, Wish
from portal.consultations.models.thread import (
    Draft,
    Entry,
    InternalNote,
    NoteVersion,
    SolvedByItself,
)
from portal.consultations.models.trial import TrialOutcome

__all__ = [
    "Change",
    "ClosedDay",
    "Consultation",
    "ConsultationQuerySet",
    "Draft",
    "Entry",
    "Faq",
    "FaqOpinion",
    "Hearing",
    "HearingRound",
    "Idea",
    "IdeaChange",
    "InternalNote",
    "LeaderShare",
    "NoteVersion",
    "Packet",
    "PacketView",
    "Procedure",
    "Reading",
    "Reminder",
    "ReplyTemplate",
    "SolvedByItself",
    "Tag",
    "Tick",
    "TrialOutcome",
    "Wish",
]
