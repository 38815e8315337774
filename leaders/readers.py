"""Who reads what is closed: raised hands in an emergency, and the files of reports."""

from django.urls import reverse

from leaders.models import SelfNomination
from portal.authority.glass_objects import GlassObject, opens_by_glass
from portal.files.rights import register_readers


def describe(nomination: SelfNomination) -> str:
    return f"リーダーの申出 {nomination.pk}番"


def owner_of(nomination: SelfNomination):
    return nomination.staff


def link_to(nomination: SelfNomination) -> str:
    return reverse("leaders:nomination_desk", args=[nomination.pk])


opens_by_glass(GlassObject("leaders.SelfNomination", describe, owner_of, link_to))


def may_read_report(staff, _report) -> bool:
    """The whole office reads reports, and so their files."""
    return staff.is_active


register_readers("leaders.ActivityReport", may_read_report)
