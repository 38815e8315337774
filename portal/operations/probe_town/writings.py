"""What is written: cases, guides, articles, drafts of each, hidden topics, a closed document."""

import json
import uuid
from datetime import datetime

from django.contrib.auth.models import Group as Readers
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from casebook.loading import casebook_page
from casebook.models import Case, Municipality
from portal.community.discussing import Question, begin_topic, open_board
from portal.community.moderating import hide_topic
from portal.community.publishing import Written, keep_article
from portal.guidance.amending import begin
from portal.guidance.loading import freeze_initial
from portal.guidance.models import Edition, Guide, Passage
from portal.guidance.vocabulary import EditionKind, Group, State
from portal.operations.probe_town.marks import Marks
from portal.operations.probe_town.people import Town
from portal.staff.models import Role

CASES, DRAFTS, GUIDES, AMENDMENTS, DOCUMENTS = 500, 20, 300, 10, 5
ARTICLES, TALKS = 5, 5
WRITERS = ("OF", "ED")
TOPICS = ("窓口の待ち時間", "紙の申請", "電話の問い合わせ", "会議の資料", "手入力の二度打ち")


def write_everything(town: Town, marks: Marks, now: datetime) -> dict[str, list]:
    """Returns the ids of what was written, for the seed."""
    return {
        "cases": _cases(CASES, now),
        "case_drafts": _case_drafts(town, marks),
        "guides": _guides(now),
        "guide_drafts": _guide_drafts(town, marks, now),
        "article_drafts": _article_drafts(town, marks, now),
        "hidden_topics": _hidden_topics(town, marks, now),
        "documents": _documents(marks),
    }


def _cases(count: int, now: datetime) -> list[int]:
    places = list(Municipality.objects.order_by("pk")[:50])
    made = []
    for number in range(1, count + 1):
        topic = TOPICS[number % len(TOPICS)]
        case = _case(f"見本の事例{number}：{topic}を減らす", f"probe-case-{number}", live=True)
        case.municipality = places[number % len(places)]
        case.first_published_at = case.last_published_at = now
        casebook_page().add_child(instance=case)
        made.append(case.pk)
    return made


def _case_drafts(town: Town, marks: Marks) -> list[dict]:
    made = []
    for number in range(1, DRAFTS + 1):
        canary = marks.give("draft", "casebook.Case", roles=WRITERS)
        case = _case(f"書きかけ {canary}", f"probe-draft-{number}", live=False)
        case.summary = f"下書きの要約 {canary}"
        case.municipality = Municipality.objects.order_by("pk").first()
        casebook_page().add_child(instance=case)
        case.save_revision(user=town.people["ed1"])
        made.append({"id": case.pk, "canary": canary})
    return made


def _case(title: str, slug: str, *, live: bool) -> Case:
    points = [{"type": "text", "value": "くり返しの手作業をやめ、入力を1回にしました。"}]
    return Case(
        title=title, slug=slug, live=live, summary="見本の要約です。", points=json.dumps(points)
    )


def _guides(now: datetime) -> list[int]:
    return [_guide(number, now).pk for number in range(1, GUIDES + 1)]


def _guide(number: int, now: datetime) -> Guide:
    guide = Guide.objects.create(
        slug=f"probe-{number}", title=f"見本の手引き{number}", lead="見本です。", group=Group.TOOLS
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
        reasons=["作成"],
        begun_at=now,
    )
    Passage.objects.bulk_create(
        Passage(
            edition=edition,
            position=position,
            key=f"p{position}",
            chapter="",
            heading=f"{position}の手順",
            text=f"見本の手引き{number}の{position}つめの手順です。1つずつ確かめて進みます。",
        )
        for position in range(1, 6)
    )
    freeze_initial(edition, State.IN_FORCE)
    return guide


def _guide_drafts(town: Town, marks: Marks, now: datetime) -> list[dict]:
    made = []
    for number in range(1, AMENDMENTS + 1):
        guide = Guide.objects.get(slug=f"probe-{number}")
        canary = marks.give("draft", "guidance.Edition", roles=WRITERS)
        edition = begin(guide, EditionKind.MINOR, by=town.people["ed1"], now=now)
        passage = edition.passages.order_by("position").first()
        passage.text = f"まだ公開しない文章 {canary}"
        passage.save(update_fields=["text"])
        made.append({"id": edition.pk, "guide": guide.slug, "canary": canary})
    return made


def _article_drafts(town: Town, marks: Marks, now: datetime) -> list[dict]:
    made = []
    for _number in range(ARTICLES):
        canary = marks.give("draft", "community.Article", readers=["ld1"], roles=("OF",))
        texts = {"title": f"書きかけ {canary}", "summary": canary, "body": canary, "tags": "見本"}
        article = keep_article(Written(texts), by=town.people["ld1"], now=now)
        made.append({"id": article.pk, "canary": canary})
    return made


def _hidden_topics(town: Town, marks: Marks, now: datetime) -> list[dict]:
    board = open_board("見本のテーマ", "見本です。", by=town.people["of1"], now=now)
    made = []
    for _number in range(TALKS):
        canary = marks.give("draft", "community.Topic", readers=["st1"], roles=WRITERS)
        asked = Question(f"見本の話題 {canary}", canary, True)
        topic = begin_topic(board, asked, by=town.people["st1"], now=now)
        hide_topic(topic, "見本の理由です。", by=town.people["of1"], now=now)
        made.append({"id": topic.pk, "canary": canary})
    return made


def _documents(marks: Marks) -> list[dict]:
    """Documents of a collection that editors and officers alone may open."""
    root = Collection.get_first_root_node()
    room = root.add_child(name="見本：編集者だけ")
    kind = CollectionViewRestriction.GROUPS
    restriction = CollectionViewRestriction.objects.create(collection=room, restriction_type=kind)
    labels = [Role(code).label for code in WRITERS]
    restriction.groups.set(Readers.objects.filter(name__in=labels))
    made = []
    for number in range(1, DOCUMENTS + 1):
        canary = marks.give("document", "wagtaildocs.Document", roles=WRITERS)
        content = ContentFile(f"本文 {canary}".encode(), name=f"{uuid.uuid4().hex}.txt")
        document = get_document_model().objects.create(
            title=f"文書{number} {canary}", file=content, collection=room
        )
        made.append({"id": document.pk, "path": document.url, "canary": canary})
    return made
