"""What an officer finds beside a thread."""

from datetime import datetime

from django.db.models import Q

from portal.consultations.desk import open_for_reading
from portal.consultations.desk_forms import (
    AssignForm,
    FactsForm,
    MergeForm,
    NameForm,
    NumberForm,
    ShareForm,
    StatusForm,
    TickForm,
    WriteForm,
)
from portal.consultations.models import Consultation, ReplyTemplate
from portal.consultations.reading import history_of
from portal.consultations.vocabulary import CHECKLISTS, PRECHECK
from portal.staff.models import StaffMember


def desk_context(found: Consultation, staff: StaffMember, now: datetime) -> dict:
    """Forms, history, templates, and who else has the page open."""
    own_kind = ReplyTemplate.objects.filter(kind__in=["", found.kind])
    return {
        "write_form": WriteForm(consultation=found, by=staff, prefix="write"),
        "facts_form": FactsForm(row=found, prefix="facts"),
        "assign_form": AssignForm(consultation=found, prefix="assign"),
        "status_form": StatusForm(consultation=found, prefix="status"),
        "tick_form": _tick_form(found),
        "name_form": NameForm(consultation=found, prefix="name") if found.is_confidential else None,
        "merge_form": None if found.is_confidential else MergeForm(prefix="merge"),
        "share_form": _share_form(found),
        "shares": found.shares.filter(ended_at=None).select_related("leader"),
        "packets": found.packets.order_by("pk"),
        "link_form": None if found.is_confidential else NumberForm(prefix="link"),
        "templates": own_kind,
        "history": history_of(found),
        "also_reading": open_for_reading(found, staff, now=now),
        "precheck": [PRECHECK[code] for code in found.precheck if code in PRECHECK],
        "related": _related(found, staff),
        "named": found.named.all() if found.is_confidential else [],
    }


def _tick_form(found: Consultation) -> TickForm | None:
    return TickForm(consultation=found, prefix="tick") if CHECKLISTS[found.kind] else None


def _share_form(found: Consultation) -> ShareForm | None:
    return None if found.is_confidential else ShareForm(consultation=found, prefix="share")


def _related(found: Consultation, staff: StaffMember):
    """Linked and merged ones, those that this officer may work on."""
    tied = Q(related=found) | Q(merged_into=found) | Q(pk=found.merged_into_id)
    return Consultation.objects.on_desk_of(staff).filter(tied).order_by("pk").distinct()
