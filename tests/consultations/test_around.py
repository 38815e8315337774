"""People and numbers around the desk: advisers, ideas, hearings, procedures, figures."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.consultations import figures
from portal.consultations.advising import (
    AlreadyOver,
    NameIsHidden,
    NotForAdvisers,
    Scope,
    accept,
    advise,
    look,
    make_packet,
    revoke,
)
from portal.consultations.asking import solved_by
from portal.consultations.faq_writing import (
    NeedsSecondReader,
    ask_second_reader,
    draft,
    publish,
    redacted,
    suggested_texts,
)
from portal.consultations.ideas import (
    NEXT,
    AnswerIsMissing,
    IllegalMove,
    NotYourIdea,
    decide,
    finish,
    note_idea,
    submit,
    take_back,
)
from portal.consultations.models import Consultation, Faq, Idea, Packet, Procedure, Tag
from portal.consultations.surveying import read_inventory, take_in
from portal.consultations.threads import reply, take_note
from portal.consultations.vocabulary import Status
from portal.period import fiscal_year
from portal.staff.models import Department
from tests.builders import a_staff_member
from tests.consultations.builders import (
    a_consultation,
    an_officer,
    many_consultations,
)

pytestmark = pytest.mark.django_db
State = Idea.State


def a_scope(now, *pieces, days=7) -> Scope:
    until = timezone.localdate(now) + timedelta(days=days)
    return Scope("GovTech東京", "くらべる", "表", "DX課", pieces or ("trouble",), until)


def test_an_adviser_sees_what_was_chosen_and_nothing_else(now):
    officer, adviser = an_officer(), a_staff_member("adviser")
    asker = a_staff_member(name="山田 花子")
    row = a_consultation(asker, trouble="山田が困る。", wish="秘密の望み", now=now)
    take_note(row, "内部の言葉", by=officer, now=now)
    reply(row, "山田さん、内線1234-5678へ。", by=officer, then=Status.ANSWERED, now=now)
    packet = make_packet(
        row, a_scope(now, "trouble", "thread"), adviser=adviser, by=officer, now=now
    )

    shown = dict(look(packet, by=adviser, now=now))

    assert list(shown) == ["何に困っているか", "やりとり（名前と番号を伏せます）"]
    words = "".join(shown.values())
    assert not any(each in words for each in ("山田", "1234", "内部の言葉", "秘密の望み"))


def test_each_look_is_kept_and_the_adviser_promises_first(client, now):
    officer, adviser = an_officer(), a_staff_member("adviser")
    row = a_consultation(trouble="見せる言葉", now=timezone.now())
    scope = a_scope(timezone.now())
    packet = make_packet(row, scope, adviser=adviser, by=officer, now=timezone.now())
    client.force_login(adviser)
    path = f"/consultations/packets/{packet.pk}/"
    assert "見せる言葉" not in client.get(path).content.decode()

    client.post(f"{path}accept/")

    assert "見せる言葉" in client.get(path).content.decode()
    assert client.get(f"/consultations/{row.pk}/").status_code == 404
    assert packet.views.count() == 1
    assert AuditEvent.objects.filter(action="packet.read", actor=adviser).count() == 1


@pytest.mark.parametrize("over", ["revoked", "expired"])
def test_a_packet_that_is_over_is_not_there(over, now):
    officer, adviser = an_officer(), a_staff_member()
    row = a_consultation(now=now)
    packet = make_packet(row, a_scope(now), adviser=adviser, by=officer, now=now)
    accept(packet, by=adviser, now=now)
    advise(packet, "よいと思います。", by=adviser, now=now)
    later = now + timedelta(days=8)

    if over == "revoked":
        revoke(packet, by=officer, now=now)
        later = now

    assert list(Packet.objects.visible_to(adviser, later)) == []
    assert list(Packet.objects.visible_to(officer, later)) == [packet]


def test_what_may_not_leave_the_house_does_not(now):
    officer, adviser = an_officer(), a_staff_member()
    secret = a_consultation(now=now, is_confidential=True, named=(officer,))
    hidden = a_consultation(now=now, is_name_hidden=True)
    options = {"adviser": adviser, "by": officer, "now": now}

    with pytest.raises(NotForAdvisers):
        make_packet(secret, a_scope(now), **options)
    with pytest.raises(NameIsHidden):
        make_packet(hidden, a_scope(now, "asker"), **options)
    with pytest.raises(AlreadyOver):
        make_packet(hidden, a_scope(now, days=0), **options)
    assert Packet.objects.count() == 0


def test_a_faq_from_an_answer_begins_without_names_and_notes(now):
    officer = an_officer(name="鈴木 一郎")
    asker = a_staff_member(name="山田 花子")
    row = a_consultation(asker, trouble="山田です。0422-12-3456 まで。", now=now)
    take_note(row, "内部の言葉", by=officer, now=now)
    reply(row, "鈴木がa@example.jpで受けます。", by=officer, then=Status.ANSWERED, now=now)

    texts = suggested_texts(row)

    assert texts["question"] == "【伏せました】です。【伏せました】 まで。"
    assert texts["answer"] == "【伏せました】が【伏せました】で受けます。"


@pytest.mark.parametrize("text", ["3課", "年100件", "令和8年"])
def test_small_numbers_tell_nobody(text):
    assert redacted(text, []) == text


def test_nobody_publishes_their_own_faq(now):
    writer, reader = an_officer(), an_officer()
    texts = {"question": "質問", "answer": "答え", "category": "other"}
    faq = draft(texts, source=None, by=writer, now=now)
    ask_second_reader(faq, by=writer, now=now)
    faq.refresh_from_db()

    with pytest.raises(NeedsSecondReader):
        publish(faq, by=writer, now=now)
    publish(faq, by=reader, now=now)

    assert Faq.objects.get().state == "published"


def an_idea(now, *, author=None, **values) -> Idea:
    values = {"title": "写しを1枚に", "now_words": "3枚書いています。", **values}
    return note_idea(values, by=author or a_staff_member(), now=now)


@pytest.mark.parametrize("old", State)
@pytest.mark.parametrize("new", State)
def test_every_step_of_an_idea_and_no_other(old, new, now):
    officer = an_officer()
    idea = an_idea(now)
    Idea.objects.filter(pk=idea.pk).update(state=old)
    idea.refresh_from_db()
    acts = {
        State.NOTED: lambda: take_back(idea, by=idea.author, now=now),
        State.SUBMITTED: lambda: submit(idea, by=idea.author, now=now),
        State.ADOPTED: lambda: decide(idea, True, "ありがとう", by=officer, now=now),
        State.NOT_ADOPTED: lambda: decide(idea, False, "ありがとう", by=officer, now=now),
        State.DONE: lambda: finish(idea, "10分減った", by=idea.author, now=now),
    }

    if new in NEXT[old]:
        acts[new]()
        assert Idea.objects.get().state == new
    else:
        with pytest.raises(IllegalMove):
            acts[new]()
        assert Idea.objects.get().state == old


def test_an_answer_carries_thanks_and_nobody_answers_their_own(now):
    officer = an_officer()
    own, other = an_idea(now, author=officer), an_idea(now)
    for idea in (own, other):
        submit(idea, by=idea.author, now=now)

    with pytest.raises(NotYourIdea):
        decide(own, True, "ありがとう", by=officer, now=now)
    with pytest.raises(AnswerIsMissing):
        decide(other, False, " ", by=officer, now=now)


def test_who_reads_an_idea_follows_its_state(now):
    officer, reader = an_officer(), a_staff_member()
    idea = an_idea(now)
    seen = {}
    for state in State:
        Idea.objects.filter(pk=idea.pk).update(state=state)
        people = {"author": idea.author, "officer": officer, "reader": reader}
        seen[state.value] = {
            name for name, who in people.items() if Idea.objects.visible_to(who).exists()
        }

    assert seen == {
        "noted": {"author"},
        "submitted": {"author", "officer"},
        "adopted": {"author", "officer", "reader"},
        "not_adopted": {"author", "officer"},
        "done": {"author", "officer", "reader"},
    }


def test_the_sheet_counts_a_year_and_makes_nothing_up(now):
    idea = an_idea(now, yearly=100, before_minutes=30, after_minutes=20, before_sheets=3)

    saved = {label: saved for label, _before, _after, saved in idea.sheet()}

    assert saved["時間（分）"] == 1000
    assert saved["紙（枚）"] is None


def test_pages_of_an_idea_from_note_to_effect(client, now):
    officer, author = an_officer("officer"), a_staff_member("author")
    client.force_login(author)
    typed = {"submit_key": "k1", "row_version": "new", "title": "題", "now_words": "いま"}
    path = client.post("/ideas/new/", typed).url
    client.post(f"{path}submit/")
    client.force_login(officer)
    assert "題" in client.get("/ideas/").content.decode()
    client.post(f"{path}decide/", {"is_adopted": "yes", "answer": "ありがとうございます。"})
    client.force_login(author)
    client.post(f"{path}finish/", {"effect": "月に3時間減りました。"})

    idea = Idea.objects.get()
    assert (idea.state, idea.effect) == (State.DONE, "月に3時間減りました。")


HEADER = "手続き,担当課,年間の件数,オンライン申請,これからの予定\n"


@pytest.fixture
def room():
    return Department.objects.create(code="1010", name="市民課", starts_on=date(2020, 4, 1))


def test_an_inventory_is_taken_in_whole_and_again_without_doubles(room, now):
    officer = an_officer()
    data = f'{HEADER}転入届,市民課,"１,２００件",できない,来年\n印鑑登録,市民課,,,\n'.encode()
    for _ in range(2):
        found = read_inventory(data, on=timezone.localdate(now))
        assert found.problems == []
        take_in(found.rows, by=officer, now=now)

    rows = Procedure.objects.order_by("pk").values_list("name", "yearly", "online")
    assert list(rows) == [("転入届", 1200, "no"), ("印鑑登録", None, "unknown")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("転入届,ない課,1,,", "担当課"),
        (",市民課,1,,", "手続き"),
        ("転入届,市民課,多い,,", "年間の件数"),
        ("転入届,市民課,-1,,", "年間の件数"),
        ("転入届,市民課,1,たぶん,", "オンライン申請"),
        ("転入届,市民課,1,,\n転入届,市民課,2,,", "手続き"),
    ],
)
def test_an_inventory_with_a_problem_names_its_cell(room, now, row, column):
    found = read_inventory(f"{HEADER}{row}\n".encode(), on=timezone.localdate(now))

    assert [problem.column for problem in found.problems] == [column]


def test_figures_of_fewer_than_five_tell_nothing(now):
    month = (now - timedelta(days=30), now + timedelta(days=1))
    for _ in range(4):
        a_consultation(now=now, first_answered_at=now, answered_at=now, rating=5)

    assert figures.volume(*month) == 4
    assert figures.time_to_answer(*month).median is None
    assert figures.satisfaction(*month).mean is None
    assert figures.answered_first_in_time(*month).rate is None
    first = figures.by_kind(*month)[0]
    assert (first.label, first.count, first.waiting.median) == ("業務改善", None, None)


def test_figures_count_what_happened(now):
    month = (now - timedelta(days=30), now + timedelta(days=30))
    asker = a_staff_member()
    for hours in range(1, 11):
        row = a_consultation(now=now)
        late = hours > 6
        Consultation.objects.filter(pk=row.pk).update(
            first_answered_at=row.first_due_at + timedelta(hours=1 if late else -1),
            answered_at=now + timedelta(hours=hours),
            rating=4 if late else 5,
        )
    for _ in range(10):
        solved_by("faq:1", "題", by=asker, now=now)

    waiting = figures.time_to_answer(*month)
    assert (waiting.median, waiting.p90, waiting.count) == (5.5, 9.0, 10)
    assert figures.answered_first_in_time(*month).rate == 0.6
    assert figures.satisfaction(*month).mean == 4.6
    assert figures.self_solved(*month).rate == 0.5
    kind = figures.by_kind(*month)[0]
    assert (kind.label, kind.count, kind.waiting) == ("業務改善", 10, waiting)


def test_one_small_group_cannot_be_had_from_the_total():
    assert figures.suppressed({"甲": 3, "乙": 9, "丙": 20}) == {"甲": None, "乙": None, "丙": 20}
    assert figures.suppressed({"甲": 0, "乙": 9}) == {"甲": 0, "乙": 9}


def test_themes_and_silent_sections_say_nothing_of_what_is_confidential(now):
    """Of a section that asked in confidence alone the desk does not learn that it asked."""
    year = (now - timedelta(days=30), now + timedelta(days=1))
    officer, tag = an_officer(), Tag.objects.create(name="様式")
    rooms = [
        Department.objects.create(code=code, name=f"課{code}", starts_on=date(2020, 4, 1))
        for code in ("1010", "2010", "3010")
    ]
    askers = [a_staff_member(department=room) for room in rooms]
    a_consultation(askers[0], now=now).tags.add(tag)
    secret = a_consultation(askers[1], now=now, is_confidential=True, named=(officer,))
    secret.tags.add(tag, Tag.objects.create(name="秘密の言葉"))

    assert figures.themes(*year) == [("様式", 1)]
    silent = figures.silent_sections(*year, timezone.localdate(now))
    assert [room.code for room in silent] == ["2010", "3010"]


def test_the_desk_sees_the_numbers_of_a_year_and_nobody_else(client):
    asker, now = a_staff_member(), timezone.now()
    for _ in range(5):
        a_consultation(asker, now=now, answered_at=now + timedelta(hours=2))
    client.force_login(asker)
    assert client.get("/consultations/desk/figures/").status_code == 404
    client.force_login(an_officer())

    page = client.get("/consultations/desk/figures/", {"year": "1999"})

    shown = dict(page.context["headlines"])
    assert (shown["相談"], shown["回答までの時間（中央値）"]) == ("5件", "2.0時間")
    assert page.context["year"] == fiscal_year(timezone.localdate(now))
    assert '<td data-label="相談" data-figure>5件</td>' in page.content.decode()


def test_counts_of_many_need_one_query(now, django_assert_num_queries):
    many_consultations(30, asker=a_staff_member(), now=now)

    with django_assert_num_queries(1):
        figures.by_section(now - timedelta(days=1), now + timedelta(days=1))
