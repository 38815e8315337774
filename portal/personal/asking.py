"""Requests about one's own data: correction, stop of use, deletion. Answered within 30 days."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.audit.trail import record
from portal.errors import DomainError
from portal.personal.models import DataRequest, DataRequestChange
from portal.personal.notices import request_moved, request_received
from portal.staff.models import StaffMember

# Source: SAFETY 4.2, a formal request is decided within 30 days.
DAYS_TO_ANSWER = 30
State = DataRequest.State
NEXT = {
    State.RECEIVED: {State.IN_PROGRESS, State.DONE, State.DECLINED, State.WITHDRAWN},
    State.IN_PROGRESS: {State.DONE, State.DECLINED, State.WITHDRAWN},
    State.DONE: set(),
    State.DECLINED: set(),
    State.WITHDRAWN: set(),
}
CLOSED = {State.DONE, State.DECLINED, State.WITHDRAWN}


class IllegalMove(DomainError):
    message = "この申出は、その状態にはできません。画面を開き直してください。"


class AlreadyMoved(DomainError):
    message = "ほかの人が先に状態を変えました。画面を開き直してください。"


class AnswerIsMissing(DomainError):
    message = "本人への回答を入力してください。"


@transaction.atomic
def make_request(staff: StaffMember, *, kind: str, text: str, now: datetime) -> DataRequest:
    """The DX section is told; it is due in 30 days."""
    due_on = timezone.localdate(now) + timedelta(days=DAYS_TO_ANSWER)
    made = DataRequest.objects.create(
        staff=staff, kind=kind, text=text, asked_at=now, due_on=due_on
    )
    request_received(made, now=now)
    record("personal.request.made", actor=staff, obj=made, details={"kind": kind})
    return made


@transaction.atomic
def move(
    data_request: DataRequest, to: State, *, answer: str = "", by: StaffMember, now: datetime
) -> None:
    """Raises IllegalMove, AnswerIsMissing when it ends without one, or AlreadyMoved."""
    old, to = State(data_request.state), State(to)
    if to not in NEXT[old]:
        raise IllegalMove
    if to in (State.DONE, State.DECLINED) and not answer.strip():
        raise AnswerIsMissing
    values = {"state": to, "answer": answer, "closed_at": now if to in CLOSED else None}
    # Compare and set in one statement: of two who press at once, one moves it.
    if not DataRequest.objects.filter(pk=data_request.pk, state=old).update(**values):
        raise AlreadyMoved
    data_request.refresh_from_db()
    DataRequestChange.objects.create(request=data_request, old=old, new=to, by=by, at=now)
    if by != data_request.staff:
        request_moved(data_request, now=now)
    details = {"from": str(old), "to": str(to)}
    record("personal.request.moved", actor=by, obj=data_request, details=details)
