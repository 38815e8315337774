"""New cases for this person, and why these."""

import re
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from casebook.models import Case, CaseTag
from portal.community.models import Follow
from portal.staff.models import StaffMember

SHOWN = 4
# 税務課 works on what 税務 names.
ENDING = re.compile(r"(課|室|係|班|部|局|所|センター|事務局|委員会)$")
FEWEST_LETTERS = 2


class News(NamedTuple):
    """``why`` stands beside the heading; empty when these are simply the newest."""

    cases: list[Case]
    why: str


def news_for(staff: StaffMember, cases: QuerySet[Case]) -> News:
    """Of the themes that somebody follows or that name their section's work, else the newest."""
    tags = Follow.objects.filter(staff=staff).exclude(tag="").order_by("tag")
    themes = list(tags.values_list("tag", flat=True))
    near = Q(tag__name__in=themes)
    if work := _work_of(staff):
        near |= Q(tag__name__contains=work)
        themes.append(work)
    tagged = CaseTag.objects.filter(near, content_object=OuterRef("pk"))
    found = cases.with_municipality().newest().annotate(is_near=Exists(tagged))
    shown = list(found.order_by("-is_near", *found.query.order_by)[:SHOWN])
    if of_themes := [case for case in shown if case.is_near]:
        return News(of_themes, f"フォロー中のテーマと、課の仕事：{'、'.join(themes[:4])}")
    return News(shown, "")


def _work_of(staff: StaffMember) -> str:
    work = ENDING.sub("", staff.department.name) if staff.department else ""
    return work if len(work) >= FEWEST_LETTERS else ""
