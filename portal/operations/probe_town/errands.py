"""Work for a worker that is going to be killed: each errand must have its effect once."""

from django.utils import timezone
from django_tasks import task

from portal.notifications.telling import Notice, notify
from portal.personal.own_data import AlreadyAsked, ask_for_own_data
from portal.staff.models import StaffMember

# Every tenth asks for a person's own data: a file, a notice and a mail at the end.
EXPORTS = 10


def enqueue_errands(count: int) -> str:
    """Returns the name of this round, by which its notices are known."""
    now = timezone.now()
    name = f"probe-{now:%Y%m%d%H%M%S%f}"
    people = list(StaffMember.objects.filter(is_active=True).order_by("pk"))
    for number in range(count):
        staff = people[number % len(people)]
        if number % EXPORTS or not _asks(staff, now):
            tell.enqueue(staff.pk, f"{name}-{number}")
    return name


def _asks(staff: StaffMember, now) -> bool:
    try:
        ask_for_own_data(staff, now=now)
    except AlreadyAsked:
        return False
    return True


@task()
def tell(staff: int, cause: str) -> None:
    """A notice and, where mail is on, a mail; once, however often the errand is run."""
    notice = Notice("role_granted", cause, "点検のお知らせ", "/notifications/")
    notify(notice, to=[StaffMember.objects.get(pk=staff)], now=timezone.now())
