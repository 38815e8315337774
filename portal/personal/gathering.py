"""Everything about one person, as data, as files and as a page to read: a zip for that person.

What it holds follows from the table: every line with ``of`` gives the rows of the person. Others
are not named in it, and secrets never leave.
"""

import io
import json
import shutil
import zipfile
from datetime import date, datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone

from portal.files.models import StoredFile
from portal.files.rooms import private_room
from portal.personal.rules import Rule
from portal.personal.table import RULES
from portal.staff.models import StaffMember

SECRETS = {"password", "session_data", "session_key", "data", "key", "hash", "previous_hash"}


class Group(NamedTuple):
    """The rows of one model: headings, and per row one text for each."""

    label: str
    title: str
    headings: list[str]
    rows: list[list[str]]
    data: list[dict[str, Any]]


def groups_of(staff: StaffMember) -> list[Group]:
    """One per model of the table that has rows about ``staff``."""
    found = [_group(label, rule, staff) for label, rule in RULES.items() if rule.of]
    return [group for group in found if group.rows]


def package_of(staff: StaffMember, *, now: datetime) -> bytes:
    """A zip: ``index.html`` to read, ``data.json`` for a machine, ``files/`` as they were sent."""
    groups = groups_of(staff)
    files = _files_of(staff)
    context = {"staff": staff, "groups": groups, "files": [name for name, _path in files]}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "index.html", render_to_string("personal/package.html", {**context, "now": now})
        )
        data = {"made_at": now, "data": {group.label: group.data for group in groups}}
        package.writestr(
            "data.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        )
        for name, path in files:
            with private_room().opened(path) as source, package.open(name, "w") as copy:
                shutil.copyfileobj(source, copy)
    return content.getvalue()


def _group(label: str, rule: Rule, staff: StaffMember) -> Group:
    model = apps.get_model(label)
    fields = _fields(model, rule)
    rows = list(model._base_manager.filter(**{rule.of: staff.pk}).order_by("pk"))
    return Group(
        label,
        str(model._meta.verbose_name),
        [str(field.verbose_name) for field in fields],
        [[_words(row, field) for field in fields] for row in rows],
        [{field.name: _value(row, field) for field in fields} for row in rows],
    )


def _fields(model, rule: Rule) -> list[models.Field]:
    if rule.fields:
        return [model._meta.get_field(name) for name in rule.fields]
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in SECRETS and field.related_model is not StaffMember
    ]


def _value(row: models.Model, field: models.Field) -> Any:
    if field.is_relation:
        related = getattr(row, field.name)
        return str(related) if related else None
    return field.value_from_object(row)


def _words(row: models.Model, field: models.Field) -> str:
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    value = _value(row, field)
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y年%m月%d日 %H:%M")
    if isinstance(value, date):
        return value.strftime("%Y年%m月%d日")
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    return "" if value is None else str(value)


def _files_of(staff: StaffMember) -> list[tuple[str, str]]:
    """(name in the package, path in the room) of what the person sent and is still there."""
    sent = StoredFile.objects.filter(uploaded_by=staff).exclude(kind="zip").order_by("uploaded_at")
    return [
        (f"files/{number:04d}_{stored.name}", stored.path)
        for number, stored in enumerate(sent, start=1)
        if private_room().has(stored.path)
    ]
