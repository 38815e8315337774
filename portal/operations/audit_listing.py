"""Finding events in the trail, and putting them in words."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django import forms
from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from portal.audit.actions import ACTIONS
from portal.audit.models import AuditEvent, AuditEventQuerySet
from portal.staff.models import StaffMember

MACHINE = "システム"


class ConditionsForm(forms.Form):
    """What to look for. Every field may stay empty."""

    since = forms.DateField(
        label="いつから", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label="いつまで", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    actor = forms.CharField(
        label="行った人",
        required=False,
        max_length=100,
        help_text="ユーザー名、職員番号、または氏名の一部",
    )
    action = forms.ChoiceField(
        label="操作", required=False, choices=[("", "すべて"), *ACTIONS.items()]
    )
    object_type = forms.ChoiceField(label="対象の種類", required=False)
    object_id = forms.CharField(label="対象の番号", required=False, max_length=60)
    result = forms.ChoiceField(
        label="結果", required=False, choices=[("", "すべて"), *AuditEvent.Result.choices]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        recorded = AuditEvent.objects.exclude(object_type="").order_by("object_type")
        types = recorded.values_list("object_type", flat=True).distinct()
        self.fields["object_type"].choices = [("", "すべて"), *((t, type_label(t)) for t in types)]

    def clean(self):
        conditions = super().clean()
        since, until = conditions.get("since"), conditions.get("until")
        if since and until and until < since:
            self.add_error("until", "「いつまで」は「いつから」以後の日にしてください。")
        return conditions

    def used(self) -> list[str]:
        """The names of the fields that narrow the list: for the trail, without their values."""
        return [name for name, value in self.cleaned_data.items() if value]


def find_events(conditions: dict) -> AuditEventQuerySet:
    """Newest first. ``conditions`` are the cleaned data of ConditionsForm."""
    found = AuditEvent.objects.select_related("actor").order_by("-sequence")
    if conditions.get("since"):
        found = found.since(_midnight(conditions["since"]))
    if conditions.get("until"):
        found = found.before(_midnight(conditions["until"] + timedelta(days=1)))
    if conditions.get("actor"):
        found = found.filter(_done_by(conditions["actor"]))
    for field in ("action", "object_type", "object_id", "result"):
        if conditions.get(field):
            found = found.filter(**{field: conditions[field]})
    return found


def _done_by(words: str) -> Q:
    exactly = Q(actor__username=words) | Q(actor__staff_number=words)
    return exactly | Q(actor__name__icontains=words)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class Line(NamedTuple):
    """One event in words, as the screen and the files show it."""

    sequence: int
    at: datetime
    actor: str
    username: str
    action: str
    object_kind: str
    object_id: str
    object_name: str
    result: str
    is_refused: bool
    address: str
    request_id: str
    details: str


def in_words(events: Iterable[AuditEvent]) -> Iterator[Line]:
    """The names of people are looked up as they are today: the trail keeps none."""
    events = list(events)
    people = [e.object_id for e in events if e.object_type == "staff.staffmember"]
    names = {
        str(pk): name
        for pk, name in StaffMember.objects.filter(pk__in=people).values_list("pk", "name")
    }
    for event in events:
        is_person = event.object_type == "staff.staffmember"
        yield Line(
            event.sequence,
            event.at,
            event.actor.name if event.actor else MACHINE,
            event.actor.username if event.actor else "",
            event.action_label(),
            type_label(event.object_type),
            event.object_id,
            names.get(event.object_id, "") if is_person else event.object_label,
            event.get_result_display(),
            event.result == AuditEvent.Result.REFUSED,
            event.address,
            event.request_id,
            "、".join(f"{key}={_plain(value)}" for key, value in sorted(event.details.items())),
        )


def _plain(value) -> str:
    return "・".join(map(str, value)) if isinstance(value, list) else str(value)


def type_label(object_type: str) -> str:
    """The Japanese name of a model; the code itself for one that is gone."""
    try:
        return str(apps.get_model(object_type)._meta.verbose_name) if object_type else ""
    except LookupError:
        return object_type
