"""The case of the day, new cases for this person, and why these."""

import re
from datetime import date
from typing import NamedTuple

from casebook.counted import counted_cases
from casebook.models import Case
from casebook.models.case import closed_places
from portal.community.models import Follow
from portal.staff.models import StaffMember

SHOWN = 4
# 税務課 works on what 税務 names.
ENDING = re.compile(r"(課|室|係|班|部|局|所|センター|事務局|委員会)$")
FEWEST_LETTERS = 2


class News(NamedTuple):
    """``today`` is the case of the day, the same for everybody, each case in its turn.

    ``why`` stands beside the heading of ``cases``; empty when these are simply the newest.
    """

    today: Case | None
    cases: list[Case]
    why: str


def news_for(staff: StaffMember, day: date) -> News:
    """Cases of the themes that somebody follows or that name their section's work, else the newest.

    Which ones they are is known from the counted cases: their number costs nothing here.
    """
    closed = closed_places()
    counted = counted_cases(closed)
    follows = Follow.objects.filter(staff=staff).exclude(tag="").order_by("tag")
    themes, work = list(follows.values_list("tag", flat=True)), _work_of(staff)
    why = ""
    pks = counted.newest(SHOWN, lambda name: name in themes or (work and work in name))
    if pks:
        named = [*themes, work] if work else themes
        why = f"フォロー中のテーマと、課の仕事：{'、'.join(named[:4])}"
    pks = pks or counted.newest(SHOWN)
    today = counted.in_turn(day.toordinal())
    cases = Case.objects.outside(closed).with_municipality().in_bulk([today, *pks])
    return News(cases.get(today), [cases[pk] for pk in pks if pk in cases], why)


def _work_of(staff: StaffMember) -> str:
    work = ENDING.sub("", staff.department.name) if staff.department else ""
    return work if len(work) >= FEWEST_LETTERS else ""
