"""What must always hold between terms, rests and roles: for ``manage.py check_terms``."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from leaders.models import Appointment, Pause, SelfNomination
from portal.staff.models import Role, RoleGrant


def faults(on: date) -> list[str]:
    """One line per fault, by ids alone; empty when all is well."""
    checks = (
        overlapping_terms, terms_without_role, roles_without_term, pauses_outside,
        overlapping_pauses, nominations_without_term, unwritten_ends,
    )  # fmt: skip
    return [line for check in checks for line in check(on)]


def overlapping_terms(_on: date) -> list[str]:
    others = Appointment.objects.held().filter(
        staff=OuterRef("staff"),
        pk__gt=OuterRef("pk"),
        starts_on__lte=OuterRef("ends_on"),
        ends_on__gte=OuterRef("starts_on"),
    )
    found = Appointment.objects.held().filter(Exists(others)).order_by("pk")
    return [f"任期{pk}：同じ人の別の任期と重なっています" for pk in _pks(found)]


def terms_without_role(on: date) -> list[str]:
    """The role is held on each day of the term, from the first to the last."""
    grants = RoleGrant.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("ends_on")),
        staff=OuterRef("staff"),
        role=Role.LEADER,
        starts_on__lte=OuterRef("starts_on"),
    )
    found = Appointment.objects.held().filter(~Exists(grants), ends_on__gte=on).order_by("pk")
    return [f"任期{pk}：役割が任期のとおりに付与されていません" for pk in _pks(found)]


def roles_without_term(on: date) -> list[str]:
    terms = Appointment.objects.in_force(on).filter(staff=OuterRef("staff"))
    found = RoleGrant.objects.on(on).filter(~Exists(terms), role=Role.LEADER).order_by("pk")
    return [f"役割の付与{pk}：任期のない人にリーダーの役割があります" for pk in _pks(found)]


def pauses_outside(_on: date) -> list[str]:
    """A rest may go on beyond a term that ended early, but not begin before the term."""
    found = Pause.objects.filter(starts_on__lt=F("appointment__starts_on")).order_by("pk")
    return [f"お休み{pk}：任期より前に始まっています" for pk in _pks(found)]


def overlapping_pauses(_on: date) -> list[str]:
    others = Pause.objects.filter(
        appointment=OuterRef("appointment"),
        pk__gt=OuterRef("pk"),
        starts_on__lt=OuterRef("returns_on"),
        returns_on__gt=OuterRef("starts_on"),
    ).exclude(returns_on=F("starts_on"))
    real = Pause.objects.exclude(returns_on=F("starts_on"))
    return [f"お休み{pk}：別のお休みと重なっています" for pk in _pks(real.filter(Exists(others)))]


def nominations_without_term(_on: date) -> list[str]:
    appointed = SelfNomination.objects.filter(state=SelfNomination.State.APPOINTED)
    found = appointed.filter(appointment=None).order_by("pk")
    return [f"申出{pk}：任命とされていますが、任期がありません" for pk in _pks(found)]


def unwritten_ends(on: date) -> list[str]:
    """The nightly run writes down what ended the day before; a day is its time to do so."""
    found = Appointment.objects.filter(ended_at=None, ends_on__lt=on).order_by("pk")
    late = [term for term in found if (on - term.ends_on).days > 1]
    return [f"任期{term.pk}：終わりの記録がありません" for term in late]


def _pks(rows) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))
