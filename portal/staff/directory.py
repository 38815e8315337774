"""The staff directory: who works here, found by name or reading."""

import unicodedata

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Value
from django.db.models.functions import Replace

from portal.staff.models import Role, StaffMember
from portal.staff.roles import roles_of
from portal.staff.roster_values import HIRAGANA_FROM_KATAKANA

SPACES = (" ", "\u3000")


def directory(words: str) -> QuerySet[StaffMember]:
    """People who work here, in the order of their readings; those without one come last.

    ``words`` are looked for in names, readings and departments. Spaces and the kind of kana do
    not matter. Staff numbers and mail addresses are not searched: not everybody may see them.
    """
    people = StaffMember.objects.filter(is_active=True).select_related("department")
    if words := _closed_up(words):
        kana = unicodedata.normalize("NFKC", words).translate(HIRAGANA_FROM_KATAKANA)
        people = people.annotate(
            closed_name=_without_spaces("name"), closed_reading=_without_spaces("reading")
        ).filter(
            Q(closed_name__icontains=words)
            | Q(closed_reading__icontains=kana)
            | Q(department__name__icontains=words)
        )
    has_no_reading = ExpressionWrapper(Q(reading=""), output_field=BooleanField())
    return people.order_by(has_no_reading, "reading", "name", "pk")


def may_see_contact(staff: StaffMember) -> bool:
    """Staff numbers and mail addresses. Source: RIGHTS, row "staff directory"."""
    return bool(roles_of(staff) & {Role.OFFICER, Role.ADMINISTRATOR})


def _closed_up(words: str) -> str:
    # NUL cannot be asked of PostgreSQL.
    for space in (*SPACES, "\x00"):
        words = words.replace(space, "")
    return words


def _without_spaces(field: str):
    for space in SPACES:
        field = Replace(field, Value(space), Value(""))
    return field
