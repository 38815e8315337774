"""What the trail keeps of sign-ins, second factors and sessions."""

from django.utils.crypto import salted_hmac

from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.staff.models import StaffMember

REFUSED = AuditEvent.Result.REFUSED


def record_refused_password(action, credentials):
    """Of a name that nobody has, only a keyed hash: people type their password there."""
    typed = credentials.get("username") or credentials.get("email") or ""
    staff = StaffMember.objects.filter(username=typed).first()
    if staff is None and "@" in typed:
        staff = StaffMember.objects.filter(email__iexact=typed).first()
    unknown = salted_hmac("audit.typed", typed, algorithm="sha256").hexdigest()[:16]
    details = {} if staff else {"typed": unknown}
    record(action, actor=None, obj=staff, result=REFUSED, details=details)


def record_refused_code(staff, *, limited=False):
    action = "signin.factor.limited" if limited else "signin.factor.failed"
    record(action, actor=None, obj=staff, result=REFUSED)


def record_refused_single_sign_on(provider, reason, staff=None):
    """``reason`` is the name of the refusal, ``provider`` oidc or saml."""
    details = {"provider": provider, "reason": reason}
    record("signin.sso.refused", actor=None, obj=staff, result=REFUSED, details=details)
