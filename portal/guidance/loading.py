"""Loading the initial content: the city's plan in its editions, guides, boards, terms and trends.

Safe to repeat. What exists is left alone: from its first day on, guidance is amended by people.
"""

import json
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from portal.guidance.finding import put_into_search
from portal.guidance.freezing import freeze
from portal.guidance.models import (
    Edition,
    EnvironmentItem,
    GlossaryTerm,
    Guide,
    LeadingProject,
    Passage,
    TrendNote,
)
from portal.guidance.reading_content import Article, article_of, guides_of, substituted
from portal.guidance.vocabulary import PLAN, EditionKind, Group, State

CONTENT = Path(__file__).parent / "content"
PLAN_LEAD = "市のDXの計画。いま適用中の版と、これまでの版、変わったところを読めます。"


@transaction.atomic
def load_guidance(now: datetime) -> int:
    """Make what is missing. Returns how many rows of all kinds were made."""
    made = _load_plan(now)
    made += sum(_load_guide(article, now) for article in guides_of(CONTENT / "guides"))
    return made + _load_boards() + _load_terms() + _load_trends(now)


def _load_plan(now: datetime) -> int:
    if Guide.objects.filter(slug=PLAN).exists():
        return 0
    plan = Guide.objects.create(
        slug=PLAN,
        title="東大和市DXプラン",
        lead=PLAN_LEAD,
        group=Group.PLAN,
        source="東大和市DXプラン（案）【1.0版】、同【第2.0版】",
        is_compulsory=True,
    )
    article = article_of((CONTENT / "plan.md").read_text(encoding="utf-8"))
    rows = _json("editions.json")
    for row in rows:
        _load_edition(plan, row, article, is_last=row is rows[-1], now=now)
    return 1


def _load_edition(plan: Guide, row: dict, article: Article, *, is_last: bool, now) -> None:
    has_text = row.pop("has_text")
    dated_on = row["dated_on"] and date.fromisoformat(row["dated_on"])
    edition = Edition.objects.create(
        guide=plan, **{**row, "dated_on": dated_on}, applies_from=dated_on, begun_at=now
    )
    if has_text:
        _write(edition, article)
    freeze_initial(edition, State.IN_FORCE if is_last else State.SUPERSEDED)


def _load_guide(article: Article, now: datetime) -> int:
    if Guide.objects.filter(slug=article.head["slug"]).exists():
        return 0
    head = article.head
    guide = Guide.objects.create(
        slug=head["slug"],
        title=head["title"],
        lead=head["lead"],
        group=head["group"],
        position=int(head["position"]),
        source=head.get("source", ""),
        tools=[tool.split("=") for tool in head.get("tools", "").split(" ; ") if tool],
        is_compulsory=head.get("compulsory") == "yes",
    )
    today = timezone.localdate(now)
    edition = Edition.objects.create(
        guide=guide,
        code="1.0",
        major=1,
        minor=0,
        kind=EditionKind.MADE,
        dated_on=today,
        applies_from=today,
        history_number=1,
        reasons=["このポータルに載せました。"],
        begun_at=now,
    )
    _write(edition, article)
    freeze_initial(edition, State.IN_FORCE)
    return 1


def _write(edition: Edition, article: Article) -> None:
    bodies = [(piece, piece.body_of(edition.code)) for piece in article.pieces]
    Passage.objects.bulk_create(
        Passage(
            edition=edition,
            position=number,
            key=piece.key,
            chapter=piece.chapter,
            heading=piece.heading,
            sort=piece.sort,
            text=substituted(body, article.words, edition.code),
            remark=piece.remark,
            in_history=piece.in_history,
        )
        for number, (piece, body) in enumerate(bodies, start=1)
        if body is not None
    )


def freeze_initial(edition: Edition, state: State) -> None:
    """What came with the product is in force without an approver of the city; it says so."""
    freeze(edition)
    edition.state = state
    edition.save()
    edition.passages.all().delete()
    if state == State.IN_FORCE:
        put_into_search(edition.guide)


def _load_boards() -> int:
    boards = _json("boards.json")
    made = 0
    for row in boards["projects"]:
        made += LeadingProject.objects.get_or_create(number=row["number"], defaults=row)[1]
    for position, row in enumerate(boards["environment"]):
        defaults = {**row, "position": position}
        made += EnvironmentItem.objects.get_or_create(key=row["key"], defaults=defaults)[1]
    return made


def _load_terms() -> int:
    """Terms that nobody has yet; once there are any, the list belongs to its editors."""
    if GlossaryTerm.objects.exists():
        return 0
    rows = [GlossaryTerm(**row) for row in _json("glossary.json")]
    return len(GlossaryTerm.objects.bulk_create(rows))


def _load_trends(now: datetime) -> int:
    if TrendNote.objects.exists():
        return 0
    rows = [TrendNote(**{**row, **_dates(row)}, written_at=now) for row in _json("trends.json")]
    return len(TrendNote.objects.bulk_create(rows))


def _dates(row: dict) -> dict:
    day = row.get("dated_on")
    return {"dated_on": date.fromisoformat(day) if day else None}


def _json(name: str):
    return json.loads((CONTENT / name).read_text(encoding="utf-8"))
