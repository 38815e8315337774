"""Objects for tests: ``a_case(title="…")`` fills in what the test is not about."""

import itertools
import json

from django.contrib.auth.models import Group
from django.utils import timezone

from casebook.loading import casebook_page
from casebook.models import STREAM_FIELDS, Case, Municipality, check_digit
from portal.staff.models import Role, StaffMember
from portal.staff.roles import CMS_ROLES, grant_role, set_up_cms_groups

_numbers = itertools.count(1)
PASSWORD = "correct-horse-battery"


def a_staff_member(username="", *, role: Role | None = None, **fields) -> StaffMember:
    """A member of staff; with ``role``, one who holds it since today."""
    number = next(_numbers)
    username = username or f"staff{number}"
    fields = {"name": f"職員{number}", "password": PASSWORD, **fields}
    staff = StaffMember.objects.create_user(username, **fields)
    if role:
        if role in CMS_ROLES and not Group.objects.filter(name=role.label).exists():
            set_up_cms_groups()
        grant_role(staff, role, by=None, on=timezone.localdate())
    return staff


def a_municipality(name="", **fields) -> Municipality:
    number = next(_numbers)
    first_five = f"13{number % 1000:03}"
    fields = {
        "code": first_five + check_digit(first_five),
        "name": name or f"見本{number}市",
        "reading": "みほんし",
        "prefecture": "13",
        "kind": "city",
        **fields,
    }
    return Municipality.objects.create(**fields)


def a_case(title="見本の事例", *, live=True, tags=(), **fields) -> Case:
    """A case below the casebook, published unless ``live`` is False.

    StreamFields take plain values: ``points=["…"]``, ``costs=[{"item": …}]``.
    """
    if "municipality" not in fields:
        fields["municipality"] = a_municipality()
    fields = {"slug": f"case-{next(_numbers)}", "summary": "要約です。", **fields}
    streams = {name: fields.pop(name) for name in STREAM_FIELDS if name in fields}
    case = Case(title=title, live=live, **fields)
    for name, values in streams.items():
        block = getattr(Case, name).field.stream_block
        kind = next(iter(block.child_blocks))
        setattr(case, name, json.dumps([{"type": kind, "value": value} for value in values]))
    casebook_page().add_child(instance=case)
    if tags:
        case.tags.set(tags)
        case.save()
    return case
