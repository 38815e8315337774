"""The objects of training that the matrix walks in."""

from datetime import timedelta

from django.utils import timezone

from tests.training.builders import (
    a_booking,
    a_course,
    a_session,
    a_skill_question,
    a_survey_question,
    a_video,
)
from training.certifying import issue
from training.models import BusySeason, Completion, Lecturer, PlanItem
from training.recording import report_outside
from training.talking import ask_question
from training.watching import say_finished


def training(people) -> None:
    """A public session and a draft, seats of several people, a certificate of each."""
    now = timezone.now()
    a_skill_question()
    a_course(is_live=False)
    a_session(state="draft", trainers=[people["TR"]], starts_at=now + timedelta(days=9))
    held = a_session(trainers=[people["TR"]], starts_at=now - timedelta(days=1))
    other = a_session(starts_at=now + timedelta(days=9))
    for staff in people.values():
        a_booking(held, staff)
        completion = Completion.objects.create(
            staff=staff, course=held.course, session=held, completed_on=timezone.localdate(now)
        )
        issue(completion, now=now)
    a_booking(other, people["ST"])
    _kept(held, people, now)


def _kept(session, people, now) -> None:
    """A line of every list that trainers keep, a question, and a video."""
    video = a_video(a_course(form="video"), by=people["TR"], now=now)
    say_finished(video, people["ST"], now=now)
    BusySeason.objects.create(kind="council", starts_on=now, ends_on=now)
    a_course(is_compulsory=True)
    a_survey_question()
    Lecturer.objects.create(name="講師", kind="outside")
    PlanItem.objects.create(kind="own", title="研修")
    values = {"kind": "exam", "exam": "ip", "done_on": timezone.localdate(now)}
    report_outside(people["ST"], values, now=now)
    ask_question(session, "質問です。", by=people["ST"], now=now)
