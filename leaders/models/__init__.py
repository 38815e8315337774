"""The nouns of the leader programme: its rules, calls and terms, and what leaders do."""

from leaders.models.activity import (
    ActivityReport,
    BoardPost,
    Duty,
    Goal,
    LiaisonHours,
    SectionManager,
    SmallFinding,
)
from leaders.models.meeting import Attendance, Meeting, MeetingAction
from leaders.models.programme import Programme
from leaders.models.recruitment import (
    NominationComment,
    NominationStep,
    RecruitmentWindow,
    SelfNomination,
)
from leaders.models.term import Appointment, LeaderProfile, Pause, TermStep

__all__ = [
    "ActivityReport", "Appointment", "Attendance", "BoardPost", "Duty", "Goal", "LeaderProfile",
    "LiaisonHours", "Meeting", "MeetingAction", "NominationComment", "NominationStep", "Pause",
    "Programme", "RecruitmentWindow", "SectionManager", "SelfNomination", "SmallFinding",
    "TermStep",
]  # fmt: skip
