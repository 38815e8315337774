"""Asking the DX section, and finding that nobody needs to be asked."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from portal.audit.trail import events_at_the_end, record
from portal.consultations.deadlines import note_change, refresh_clock
from portal.consultations.models import Consultation, Draft, Entry, SolvedByItself
from portal.consultations.moving import locked
from portal.consultations.notices import desk_is_asked
from portal.consultations.vocabulary import Event
from portal.errors import DomainError
from portal.files.checking import CheckedFile
from portal.files.keeping import store
from portal.staff.models import StaffMember

# Source: SAFETY C12.
ASKED_PER_HOUR = 20
SUBJECT_LETTERS = 80


class TooManyAsked(DomainError):
    message = "1時間に20件まで相談できます。しばらくしてから、もう一度お寄せください。"


class NobodyMayRead(DomainError):
    message = "非公開の相談は、読む人を1人以上選んでください。"


class Question(NamedTuple):
    """What was typed. ``named`` are the officers who may read a confidential one."""

    kind: str
    work: str
    trouble: str
    wish: str = ""
    precheck: tuple[str, ...] = ()
    is_confidential: bool = False
    is_name_hidden: bool = False
    named: tuple[StaffMember, ...] = ()
    case_reference: str = ""
    case_title: str = ""

    @property
    def subject(self) -> str:
        """One line that tells it from others: the work, and the trouble's first line."""
        line = f"{_first_line(self.work)}：{_first_line(self.trouble)}"
        return line if len(line) <= SUBJECT_LETTERS else f"{line[: SUBJECT_LETTERS - 1]}…"


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


@transaction.atomic
def ask(
    asker: StaffMember, question: Question, *, files: Iterable[CheckedFile] = (), now: datetime
) -> Consultation:
    """Bring ``question`` to the desk: with its deadline, and everybody told who may read it.

    The draft is gone with it. Raises TooManyAsked, NobodyMayRead and FileRefused.
    """
    # Of one person's questions at once each must see the others.
    StaffMember.objects.select_for_update().get(pk=asker.pk)
    recent = Consultation.objects.filter(asker=asker, asked_at__gt=now - timedelta(hours=1))
    if recent.count() >= ASKED_PER_HOUR:
        raise TooManyAsked
    if question.is_confidential and not question.named:
        raise NobodyMayRead
    values = question._asdict() | {"subject": question.subject, "precheck": [*question.precheck]}
    named = values.pop("named")
    made = Consultation.objects.create(
        **values, asker=asker, department=asker.department, asked_at=now, moved_at=now
    )
    if question.is_confidential:
        made.named.set(named)
    note_change(made, Event.ASKED, ("", made.kind), by=asker, now=now)
    refresh_clock(locked(made), by=asker, now=now)
    made.refresh_from_db()
    drop_draft(asker)
    desk_is_asked(made, now=now)
    with events_at_the_end():
        _keep_files(made, files, now)
        record("consultation.asked", actor=asker, obj=made, details={"kind": made.kind})
    return made


def _keep_files(made: Consultation, files: Iterable[CheckedFile], now: datetime) -> None:
    """Files belong to an entry: with them the thread begins with one."""
    files = list(files)
    if not files:
        return
    words = "相談に添えたファイルです。"
    entry = Entry.objects.create(consultation=made, author=made.asker, body=words, at=now)
    for each in files:
        store(each, by=made.asker, owner=entry, now=now)


def save_draft(staff: StaffMember, values: dict, *, now: datetime) -> None:
    """Keep what was typed until it is asked or thrown away."""
    Draft.objects.update_or_create(staff=staff, defaults={"values": values, "saved_at": now})


def draft_of(staff: StaffMember) -> dict:
    """The values of the form, as typed; empty when there is no draft."""
    draft = Draft.objects.filter(staff=staff).first()
    return draft.values if draft else {}


def drop_draft(staff: StaffMember) -> None:
    Draft.objects.filter(staff=staff).delete()


@transaction.atomic
def solved_by(answer: str, title: str, *, by: StaffMember, now: datetime) -> SolvedByItself:
    """Count for ``answer`` that it was enough. Who it was is not kept; the draft is gone."""
    drop_draft(by)
    return SolvedByItself.objects.create(answer=answer, title=title, at=now)
