"""The nouns of training: what is taught, when, who sits there, and what came of it."""

from training.models.after import (
    Certificate,
    Completion,
    SurveyQuestion,
    SurveyReceipt,
    SurveyTally,
    SurveyTexts,
)
from training.models.attendance import Attendance, AttendanceChange
from training.models.booking import Booking, BookingEvent, CancelReason
from training.models.compulsory import Enrolment
from training.models.course import Course, Form, Lecturer, Tier, Topic
from training.models.feed import FeedKey
from training.models.outside import Exam, FollowUp, OutsideRecord
from training.models.plan import PlanItem
from training.models.season import BusySeason
from training.models.session import Audience, Meeting, Session
from training.models.skills import SkillArea, SkillCheck, SkillQuestion, SkillRating
from training.models.talk import SessionNote, SessionQuestion
from training.models.video import Viewing

__all__ = [
    "BusySeason",
    "Enrolment",
    "Viewing",
    "SessionQuestion",
    "SessionNote",
    "PlanItem",
    "OutsideRecord",
    "FollowUp",
    "Exam",
    "Attendance",
    "AttendanceChange",
    "Audience",
    "Booking",
    "BookingEvent",
    "CancelReason",
    "Certificate",
    "Completion",
    "Course",
    "FeedKey",
    "Form",
    "Lecturer",
    "Meeting",
    "Session",
    "SkillArea",
    "SkillCheck",
    "SkillQuestion",
    "SkillRating",
    "SurveyQuestion",
    "SurveyReceipt",
    "SurveyTally",
    "SurveyTexts",
    "Tier",
    "Topic",
]
