"""New cases for this person, and why these."""

import re
from typing import NamedTuple

from django.db.models import Q, QuerySet

from casebook.models import Case
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
    near = Q(tags__name__in=themes)
    if work := _work_of(staff):
        near |= Q(tags__name__contains=work)
        themes.append(work)
    cases = cases.with_municipality()
    if themes and (found := list(cases.filter(near).distinct().newest()[:SHOWN])):
        return News(found, f"フォロー中のテーマと、課の仕事：{'、'.join(themes[:4])}")
    return News(list(cases.newest()[:SHOWN]), "")


def _work_of(staff: StaffMember) -> str:
    work = ENDING.sub("", staff.department.name) if staff.department else ""
    return work if len(work) >= FEWEST_LETTERS else ""
