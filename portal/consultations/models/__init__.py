"""The nouns of the consultation desk."""

from portal.consultations.models.consultation import (
    Change,
    Consultation,
    ConsultationQuerySet,
    LeaderShare,
    OpeningRequest,
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
    RemovedFile,
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
    "OpeningRequest",
    "Packet",
    "PacketView",
    "Procedure",
    "Reading",
    "Reminder",
    "RemovedFile",
    "ReplyTemplate",
    "SolvedByItself",
    "Tag",
    "Tick",
    "TrialOutcome",
    "Wish",
]
