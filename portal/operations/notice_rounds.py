"""What the clock asks of the notices. Each returns what it did, in a few words."""

from datetime import datetime, timedelta

from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.authority.account_requests import forget_old_requests
from portal.authority.breaking_glass import end_what_is_over
from portal.notifications.authority_notices import sign_in_alarm
from portal.notifications.digest import write_digests
from portal.notifications.following import tell_what_happened
from portal.notifications.mail_sending import send_waiting_mail
from portal.notifications.retention import erase_old_notices

# Source: SAFETY A1, alert after 50 in an hour.
ALARM_AT = 50
ALARM_WITHIN = timedelta(hours=1)
FAILED = ["signin.failed", "signin.limited", "signin.factor.failed", "signin.factor.limited"]


def failed_sign_ins(now: datetime) -> int:
    """How many passwords and codes were refused in the last hour, over all accounts."""
    recent = AuditEvent.objects.since(now - ALARM_WITHIN)
    return recent.filter(action__in=FAILED).count()


def is_alarming(now: datetime) -> bool:
    return failed_sign_ins(now) >= ALARM_AT


def raise_sign_in_alarm() -> str:
    """Tell the administrators, once an hour while it lasts."""
    now = timezone.now()
    count = failed_sign_ins(now)
    if count < ALARM_AT:
        return "失敗は少なくなりました"
    sign_in_alarm(count, cause=f"{now:%Y%m%d%H}", now=now)
    return f"失敗{count}回を知らせました"


def end_emergency_reading() -> str:
    now = timezone.now()
    return f"{end_what_is_over(now) + forget_old_requests(now)}件を終わりにしました"


def tell_of_accounts() -> str:
    return f"{tell_what_happened(timezone.now())}件の出来事を知らせました"


def send_mail() -> str:
    return send_waiting_mail(timezone.now()).words()


def write_morning_digests() -> str:
    return f"{write_digests(timezone.now())}人分を作りました"


def erase_notices() -> str:
    return f"{erase_old_notices(timezone.now())}件を消しました"
