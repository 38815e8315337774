"""意見交換: themes opened by the DX section, topics of everybody, answers as comments."""

from datetime import timedelta

import pytest

from portal.community.commenting import delete_comment, write_comment
from portal.community.discussing import (
    BoardIsClosed,
    NotAQuestion,
    Question,
    TopicHasAnswers,
    TopicIsHidden,
    amend_topic,
    begin_topic,
    close_board,
    forget_topics,
    open_board,
    set_answered,
    withdraw_topic,
)
from portal.community.models import Board, Entry, Topic, Wording
from portal.community.moderating import (
    AlreadyHidden,
    Concern,
    NotHidden,
    NotOnesOwn,
    decide,
    hide_comment,
    hide_topic,
    report,
    show_topic,
)
from portal.notifications.models import Notification
from portal.staff.models import Role
from portal.submitting.versions import version_of
from tests.builders import a_case, a_staff_member

pytestmark = pytest.mark.django_db
LIST = "/community/board/"
ASKED = Question("案内の順", "どう**して**いますか", True)
FIELDS = ["title", "body", "is_question"]


@pytest.fixture
def officer():
    return a_staff_member("officer", role=Role.OFFICER)


@pytest.fixture
def board(officer, now):
    return open_board("窓口", "窓口の工夫", by=officer, now=now)


@pytest.fixture
def topic(board, taro, now):
    return begin_topic(board, ASKED, by=taro, now=now)


def page_of(topic) -> str:
    return f"{LIST}topics/{topic.pk}/"


def text(client, path) -> str:
    return client.get(path).content.decode()


def titles(client, query="") -> list[str]:
    return [row.topic.title for row in client.get(f"{LIST}?{query}").context["rows"]]


def test_a_theme_is_opened_by_the_dx_section_alone(client, db):
    seen = {}
    for role in (None, *Role):
        client.force_login(a_staff_member(role=role))
        seen[role] = client.get(f"{LIST}new/").status_code

    assert {role for role, status in seen.items() if status == 200} == {Role.OFFICER}


def test_from_the_theme_to_the_answer_on_the_pages(client, officer, hanako, taro):
    client.force_login(hanako)
    assert "テーマはまだありません" in text(client, LIST)
    assert "いま開いているテーマはありません" in text(client, f"{LIST}topics/new/")
    client.force_login(officer)
    client.post(f"{LIST}new/", {"submit_key": "k1", "title": "窓口", "purpose": "工夫"})
    board = Board.objects.get()

    client.force_login(hanako)
    new = {"submit_key": "k2", "board": board.pk, "is_question": "True", "title": "案内の順"}
    wrong = client.post(f"{LIST}topics/new/", new)
    assert set(wrong.context["form"].errors) == {"body"}
    for _press in range(2):
        page = client.post(f"{LIST}topics/new/", {**new, "body": "どう**して**いますか"}).url
    topic = Topic.objects.get()
    assert page == page_of(topic)
    assert "どう<strong>して</strong>いますか" in text(client, page)
    assert "案内の順" in text(client, "/community/")
    assert titles(client, "waiting=1") == ["案内の順"]

    client.force_login(taro)
    comment = {"submit_key": "k3", "body": "左から順に"}
    client.post(f"/community/on/community.topic/{topic.pk}/comment/", comment)
    assert client.post(f"{page}answered/", {"on": "1"}).status_code == 404
    told = Notification.objects.get(recipient=hanako, kind="comment_on_own")
    assert told.link.startswith(page)

    client.force_login(hanako)
    client.post(f"{page}answered/", {"on": "1"})
    assert "解決済み" in text(client, page)
    assert (titles(client, "waiting=1"), titles(client)) == ([], ["案内の順"])
    client.post(f"{page}answered/")
    assert titles(client, "waiting=1") == ["案内の順"]


def test_nothing_begins_under_a_closed_theme_and_its_topics_stay(
    client, officer, board, topic, hanako, now
):
    client.force_login(officer)
    client.post(f"{LIST}{board.pk}/close/", {"on": "1"})
    with pytest.raises(BoardIsClosed):
        begin_topic(board, ASKED, by=hanako, now=now)
    client.force_login(hanako)
    new = {"submit_key": "k", "board": board.pk, "is_question": "True", "title": "t", "body": "b"}
    assert set(client.post(f"{LIST}topics/new/", new).context["form"].errors) == {"board"}
    shown = text(client, f"{LIST}?board={board.pk}")
    assert "このテーマは閉じています" in shown
    assert "案内の順" in shown
    write_comment(topic, "あとから", by=hanako, now=now)
    assert "あとから" in text(client, page_of(topic))

    client.force_login(officer)
    client.post(f"{LIST}{board.pk}/close/")
    begin_topic(board, ASKED, by=hanako, now=now)
    assert Topic.objects.count() == 2


def test_what_was_talked_about_last_stands_first(client, board, officer, hanako, taro, now):
    client.force_login(hanako)
    old, new = (
        begin_topic(board, ASKED._replace(title=title), by=taro, now=now + timedelta(hours=hour))
        for hour, title in enumerate(["前", "後"])
    )
    assert titles(client) == ["後", "前"]

    comment = write_comment(old, "はい", by=hanako, now=now + timedelta(hours=5))
    assert titles(client) == ["前", "後"]
    hide_comment(comment, "名前", by=officer, now=now)
    assert titles(client) == ["後", "前"]
    again = write_comment(old, "もう1度", by=hanako, now=now + timedelta(hours=6))
    delete_comment(again, by=hanako, now=now)
    assert titles(client) == ["後", "前"]
    assert new.title == "後"


def test_topics_are_found_by_theme_and_words(client, board, topic, officer, hanako, now):
    other = open_board("会議", "会議の工夫", by=officer, now=now)
    begin_topic(other, Question("資料", "画面で見る", False), by=hanako, now=now)
    client.force_login(hanako)

    assert titles(client, f"board={other.pk}") == ["資料"]
    assert titles(client, "q=画面　資料") == ["資料"]
    assert titles(client, "q=ない言葉") == []
    assert set(titles(client, "board=99999999999999999999&q=%00")) == {"資料", "案内の順"}


def test_a_topic_is_about_a_case_as_long_as_its_reader_sees_the_case(
    client, board, hanako, taro, now
):
    case = a_case("年2回募る")
    client.force_login(hanako)
    assert f"?about=casebook.case/{case.pk}" in text(client, f"/casebook/{case.slug}/")
    new = f"{LIST}topics/new/?about=casebook.case/{case.pk}"
    assert "年2回募る" in text(client, new)
    client.post(new, {"submit_key": "k", "board": board.pk, "is_question": "False", "title": "t",
                      "body": "b"})  # fmt: skip
    topic = Topic.objects.get()
    assert "年2回募る" in text(client, page_of(topic))

    case.unpublish()
    assert "年2回募る" not in text(client, page_of(topic)) + text(client, new)


@pytest.mark.parametrize(
    "about",
    ["casebook.case/x", "no.such/1", "community.comment/1", "/", "casebook.case/" + "9" * 30],
)
def test_an_odd_address_is_about_nothing(client, board, hanako, about):
    assert client.get(f"{LIST}topics/new/?about={about}").context["about"] is None


def test_its_writer_changes_a_topic_and_the_earlier_wording_stays(client, topic, taro, hanako, now):
    client.force_login(hanako)
    assert client.get(f"{page_of(topic)}edit/").status_code == 404
    client.force_login(taro)
    typed = {"is_question": "False", "title": "順", "body": "新しい",
             "row_version": version_of(topic, FIELDS)}  # fmt: skip
    set_answered(topic, True, by=taro, now=now)
    client.post(f"{page_of(topic)}edit/", typed)

    topic.refresh_from_db()
    assert (topic.title, topic.is_question, topic.answered_at) == ("順", False, None)
    assert "どう<strong>して</strong>いますか" in text(client, f"{page_of(topic)}history/")
    with pytest.raises(NotAQuestion):
        set_answered(topic, True, by=taro, now=now)


def test_a_topic_goes_while_nobody_has_answered(client, topic, taro, hanako, now):
    amend_topic(topic, ASKED, version=version_of(topic, FIELDS), now=now)
    comment = write_comment(topic, "はい", by=hanako, now=now)
    with pytest.raises(TopicHasAnswers):
        withdraw_topic(topic, by=taro, now=now)
    delete_comment(comment, by=hanako, now=now)

    client.force_login(hanako)
    assert client.post(f"{page_of(topic)}withdraw/").status_code == 404
    client.force_login(taro)
    client.post(f"{page_of(topic)}withdraw/")

    assert [each.objects.count() for each in (Topic, Entry, Wording)] == [0, 0, 0]


def test_a_hidden_topic_is_read_by_its_writer_and_the_moderators(
    client, topic, taro, hanako, officer, now
):
    client.force_login(hanako)
    assert client.get(f"{page_of(topic)}hide/").status_code == 404
    client.force_login(officer)
    client.post(f"{page_of(topic)}hide/", {"why": "名前があったため"})

    seen = {}
    for who in (taro, officer, a_staff_member(role=Role.EDITOR), hanako):
        client.force_login(who)
        seen[who] = client.get(page_of(topic)).status_code
        assert titles(client) == []
        assert "案内の順" not in text(client, "/community/")
    assert list(seen.values()) == [200, 200, 200, 404]
    client.force_login(taro)
    shown = text(client, page_of(topic))
    assert "理由：名前があったため" in shown
    assert "コメントする" not in shown
    assert Notification.objects.filter(recipient=taro, kind="words_withdrawn").count() == 1
    comment = {"submit_key": "k", "body": "x"}
    on = f"/community/on/community.topic/{topic.pk}/comment/"
    assert client.post(on, comment).status_code == 404
    for act in (
        lambda: set_answered(topic, True, by=taro, now=now),
        lambda: withdraw_topic(topic, by=taro, now=now),
        lambda: amend_topic(topic, ASKED, version=version_of(topic, FIELDS), now=now),
    ):
        with pytest.raises(TopicIsHidden):
            act()

    client.force_login(hanako)
    assert titles(client, "hidden=1") == []
    client.force_login(officer)
    assert titles(client, "hidden=1") == ["案内の順"]
    client.post(f"{page_of(topic)}show/")
    client.force_login(hanako)
    assert titles(client) == ["案内の順"]


def test_nobody_hides_their_own_and_nothing_is_hidden_twice(board, officer, taro, topic, now):
    own = begin_topic(board, ASKED, by=officer, now=now)
    with pytest.raises(NotOnesOwn):
        hide_topic(own, "理由", by=officer, now=now)
    with pytest.raises(NotHidden):
        show_topic(topic, by=officer)
    hide_topic(topic, "理由", by=officer, now=now)
    with pytest.raises(AlreadyHidden):
        hide_topic(topic, "理由", by=officer, now=now)


def test_a_reported_topic_is_hidden_by_who_decides(client, topic, officer, hanako, now):
    made = report(topic, Concern("personal", ""), by=hanako, now=now)

    decide(made, hides=True, answer="名前があったため", by=officer, now=now)

    topic.refresh_from_db()
    assert (topic.hidden_by, topic.hidden_why) == (officer, "名前があったため")
    # The way back stands with the decision, for the moderators alone.
    way_back = f'href="{page_of(topic)}"'
    client.force_login(officer)
    assert way_back in text(client, f"/community/moderation/{made.pk}/")
    client.force_login(hanako)
    assert way_back not in text(client, "/community/reports/")


def test_after_its_time_a_topic_goes_with_all_that_hangs_on_it(topic, officer, now):
    amend_topic(topic, ASKED, version=version_of(topic, FIELDS), now=now)

    assert forget_topics(Topic.objects.all(), by=officer, now=now) == 1
    assert [each.objects.count() for each in (Topic, Entry, Wording)] == [0, 0, 0]


def test_a_theme_is_changed_by_one_at_a_time(client, officer, board, now):
    client.force_login(officer)
    old = version_of(board, ["title", "purpose"])
    page = f"{LIST}{board.pk}/edit/"
    client.post(page, {"title": "窓口2", "purpose": "x", "row_version": old})
    second = client.post(page, {"title": "窓口3", "purpose": "x", "row_version": old})

    assert "窓口2" in second.content.decode()
    assert Board.objects.get().title == "窓口2"
    close_board(board, by=officer, now=now)


def test_a_page_of_topics_costs_the_same_with_2_and_with_20(
    client, board, hanako, now, django_assert_num_queries
):
    client.force_login(hanako)

    def furnish(count):
        for _number in range(count):
            topic = begin_topic(board, ASKED, by=a_staff_member(), now=now)
            write_comment(topic, "はい", by=a_staff_member(), now=now)

    furnish(2)
    client.get(LIST)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)
    furnish(18)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)


LIST_QUERIES = 8
