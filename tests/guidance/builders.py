"""Guides and editions for tests."""

from datetime import UTC, date, datetime

from portal.guidance.amending import approve, begin, rewrite, submit
from portal.guidance.loading import freeze_initial
from portal.guidance.models import Edition, Guide
from portal.guidance.vocabulary import EditionKind, Group, State
from portal.staff.models import Role, RoleGrant
from portal.submitting.versions import version_of
from tests.builders import a_staff_member

LONG_AGO = datetime(2025, 8, 15, 1, 0, tzinfo=UTC)
WRITTEN = ["heading", "text", "remark"]


def a_guide(slug="paper", *, texts=("一つめ。", "二つめ。"), key="p{}", **fields) -> Guide:
    """A guide whose edition 1.0 is in force, a passage for each of ``texts``."""
    fields = {"title": f"手引き {slug}", "lead": "ひとこと", "group": Group.TOOLS, **fields}
    guide = Guide.objects.create(slug=slug, **fields)
    edition = Edition.objects.create(
        guide=guide,
        code="1.0",
        major=1,
        minor=0,
        kind=EditionKind.MADE,
        dated_on=LONG_AGO.date(),
        applies_from=LONG_AGO.date(),
        history_number=1,
        reasons=["作成"],
        begun_at=LONG_AGO,
    )
    for number, text in enumerate(texts, start=1):
        edition.passages.create(
            key=key.format(number),
            position=number,
            chapter="",
            heading=f"見出し{number}",
            text=text,
        )
    freeze_initial(edition, State.IN_FORCE)
    return guide


def who_is(role: Role | None = None, **fields):
    """A member of staff who has held ``role`` for years, whatever ``now`` a test passes."""
    staff = a_staff_member(**fields)
    if role:
        RoleGrant.objects.create(staff=staff, role=role, starts_on=date(2020, 4, 1))
    return staff


def two_officers():
    return who_is(Role.OFFICER), who_is(Role.OFFICER)


def an_amendment(guide, *, by, now, kind=EditionKind.MINOR, text="直した。") -> Edition:
    """A draft whose first passage says ``text``."""
    edition = begin(guide, kind, by=by, now=now)
    change_text(edition, text, by=by)
    return edition


def change_text(edition, text, *, by):
    passage = edition.passages.order_by("position").first()
    values = {"heading": passage.heading, "text": text, "remark": ""}
    rewrite(passage, values, version=version_of(passage, WRITTEN), by=by)


def a_new_edition(guide, *, now, kind=EditionKind.MINOR, text="直した。") -> Edition:
    """Written by one, approved by another, in force at once."""
    writer, approver = two_officers()
    edition = an_amendment(guide, by=writer, now=now, kind=kind, text=text)
    submit(edition, reasons=["直しました。"], applies_from=now.date(), by=writer, now=now)
    approve(edition, by=approver, now=now)
    return Edition.objects.get(pk=edition.pk)
