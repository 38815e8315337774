"""One-time links by which a person sets a password; an administrator never knows one."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from portal.staff.models import StaffMember

# The token holds the hash of the password: setting one, or a newer link, ends it.
tokens = PasswordResetTokenGenerator()


def path_of_link(staff: StaffMember) -> str:
    uid = urlsafe_base64_encode(str(staff.pk).encode())
    return reverse("first_password", args=[uid, tokens.make_token(staff)])


def person_of_link(uid: str, token: str) -> StaffMember | None:
    """Whose link this is. None when it is used, too old, changed, or of nobody at work here."""
    try:
        pk = int(urlsafe_base64_decode(uid))
    except (ValueError, OverflowError):
        return None
    staff = StaffMember.objects.filter(pk=pk, is_active=True).first() if pk < 2**63 else None
    return staff if staff and tokens.check_token(staff, token) else None
