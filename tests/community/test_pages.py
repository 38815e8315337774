"""The pages: what is typed stays, what is hidden answers like what is not there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.community.announcing import announce
from portal.community.commenting import write_comment
from portal.community.keeping import keep, make_collection
from portal.community.models import Bookmark, Collection, Comment, Follow, Reaction, Report, Thanks
from portal.community.moderating import Concern, report
from portal.community.thanking import AlreadyThanked, NobodyToThank, ThanksToOneself, thank
from portal.notifications.models import Notification
from portal.staff.models import Role
from tests.builders import a_case, a_staff_member

pytestmark = pytest.mark.django_db
SECRET_WORDS = "ひみつ"


def on(target, act):
    return f"/community/on/{target._meta.label_lower}/{target.pk}/{act}/"


def test_a_comment_is_written_below_the_case_and_sent_twice_is_one(client, hanako, case):
    values = {"submit_key": "k1", "body": "うちでも**試します**"}

    for _press in range(2):
        answer = client.post(on(case, "comment"), values)

    comment = Comment.objects.get()
    assert answer.url == f"/casebook/{case.slug}/#comment-{comment.pk}"
    assert "うちでも<strong>試します</strong>" in client.get(answer.url).content.decode()


@pytest.mark.parametrize("body", ["", "　", "あ" * 2001, "ゼロ\x00"])
def test_a_refused_comment_keeps_what_was_typed(client, hanako, case, body):
    answer = client.post(on(case, "comment"), {"submit_key": "k1", "body": body})

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert answer.context["form"]["body"].value() == body
    assert Comment.objects.count() == 0


def test_reactions_and_bookmarks_are_set_and_taken_back(client, hanako, case):
    for _press in range(2):
        client.post(on(case, "react"), {"sort": "useful", "on": "1"})
        client.post(on(case, "keep"), {"on": "1"})
    assert (Reaction.objects.count(), Bookmark.objects.count()) == (1, 1)

    for _press in range(2):
        client.post(on(case, "react"), {"sort": "useful", "on": ""})
        client.post(on(case, "keep"), {"on": ""})
    assert (Reaction.objects.count(), Bookmark.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "next_page", ["https://evil.example/", "//evil.example", "javascript:x", ""]
)
def test_a_button_leads_back_into_the_house_only(client, hanako, case, next_page):
    answer = client.post(on(case, "react"), {"sort": "useful", "on": "1", "next": next_page})

    assert answer.url == f"/casebook/{case.slug}/"


@pytest.mark.parametrize("sort", ["", "like", "useful\x00"])
def test_an_unknown_reaction_is_refused_kindly(client, hanako, case, sort):
    assert client.post(on(case, "react"), {"sort": sort, "on": "1"}).status_code == 302
    assert Reaction.objects.count() == 0


@pytest.mark.parametrize("act", ["comments", "comment", "react", "keep", "thank", "report"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_talks_about_what_they_may_not_see(client, hanako, secret, act, method):
    values = {"submit_key": "k", "body": "x", "sort": "useful", "on": "1", "why": "rude"}

    answer = getattr(client, method)(on(secret, act), values)

    assert answer.status_code in (404, 405)
    counted = [m.objects.count() for m in (Comment, Reaction, Bookmark, Thanks, Report)]
    assert counted == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    "where",
    ["no.such/1", "staff.staffmember/1", "casebook.case/999", "casebook.case/99999999999999999999"],
)
def test_what_is_not_open_for_talk_is_not_there(client, hanako, where):
    assert client.get(f"/community/on/{where}/comments/").status_code == 404


def test_traces_of_what_one_may_not_see_stand_nowhere(client, hanako, secret, now):
    officer = a_staff_member(role=Role.OFFICER)
    announce(secret, by=secret.staff, now=now)
    comment = write_comment(secret, f"{SECRET_WORDS}の話", by=officer, now=now)
    Bookmark.objects.create(kind="personal.datarequest", object_id=secret.pk, staff=hanako, at=now)
    Thanks.objects.create(
        kind="personal.datarequest", object_id=secret.pk, by=officer, to=hanako, at=now
    )
    own = write_comment(secret, "わたしの", by=hanako, now=now)

    pages = ["/community/", "/community/?followed=1", "/community/?kind=personal.datarequest",
             "/community/bookmarks/", "/community/thanks/", f"/community/?person={secret.staff.pk}",
             f"/community/?tag={SECRET_WORDS}のテーマ", f"/community/comments/{own.pk}/history/",
             "/community/reports/"]  # fmt: skip
    found = {
        page: SECRET_WORDS
        in client.get(page).content.decode().replace(f"{SECRET_WORDS}のテーマ", "")
        for page in pages
    }
    assert [page for page, is_there in found.items() if is_there] == []
    for act in ("history", "edit", "delete"):
        assert client.get(f"/community/comments/{comment.pk}/{act}/").status_code == 404
    react = f"/community/on/community.comment/{comment.pk}/react/"
    assert client.post(react, {"sort": "useful", "on": "1"}).status_code == 404


def test_what_is_unpublished_leaves_the_list_of_bookmarks(client, hanako, case, now):
    keep(case, by=hanako, now=now)
    assert "年2回募る" in client.get("/community/bookmarks/").content.decode()

    case.unpublish()

    page = client.get("/community/bookmarks/").content.decode()
    assert "年2回募る" not in page
    assert "いまは見られないものが1件" in page


def test_bookmarks_stand_on_shelves_of_ones_own(client, hanako, taro, case, now):
    bookmark, foreign = keep(case, by=hanako, now=now), make_collection(taro, "太郎の")
    for _press in range(2):
        client.post("/community/collections/new/", {"submit_key": "k1", "name": "窓口"})
    shelf = Collection.objects.get(staff=hanako)
    move = f"/community/bookmarks/{bookmark.pk}/move/"

    client.post(move, {"collection": foreign.pk})
    bookmark.refresh_from_db()
    assert bookmark.collection is None
    client.post(move, {"collection": shelf.pk})
    bookmark.refresh_from_db()
    assert bookmark.collection == shelf
    assert client.get(f"/community/collections/{foreign.pk}/").status_code == 404

    client.post(f"/community/collections/{shelf.pk}/remove/")
    assert Bookmark.objects.get().collection is None


def test_a_collection_name_is_there_once(client, hanako):
    make_collection(hanako, "窓口")

    answer = client.post("/community/collections/new/", {"submit_key": "k2", "name": "窓口"})

    assert answer.context["form"].errors == {
        "name": ["同じ名前のまとめがあります。別の名前にしてください。"]
    }


def test_thanks_reach_the_author_once(client, secret, now):
    officer = a_staff_member(role=Role.OFFICER)
    client.force_login(officer)

    for key in ("k1", "k1", "k2"):
        client.post(on(secret, "thank"), {"submit_key": key, "words": "助かりました"})

    assert [(t.by, t.to) for t in Thanks.objects.all()] == [(officer, secret.staff)]
    assert Notification.objects.filter(kind="thanks_received").count() == 1
    client.force_login(secret.staff)
    assert "助かりました" in client.get("/community/thanks/").content.decode()


def test_whom_one_cannot_thank(secret, case, taro, now):
    with pytest.raises(ThanksToOneself):
        thank(secret, "", by=secret.staff, now=now)
    with pytest.raises(NobodyToThank):
        thank(case, "", by=taro, now=now)
    thank(secret, "", by=taro, now=now)
    with pytest.raises(AlreadyThanked):
        thank(secret, "", by=taro, now=now)


def test_a_follow_is_made_from_the_page_and_dropped(client, hanako, taro):
    answer = client.get(f"/community/?person={taro.pk}")
    assert "フォローする" in answer.content.decode()

    for _press in range(2):
        client.post("/community/follows/new/", {"person": taro.pk})
    own = Follow.objects.get()
    assert "髙﨑 太郎" in client.get("/community/follows/").content.decode()

    client.post(f"/community/follows/{own.pk}/drop/")
    assert Follow.objects.count() == 0


@pytest.mark.parametrize(
    "values", [{}, {"person": "x"}, {"tag": "a", "is_weekly": "1"}, {"tag": "\x00"}]
)
def test_a_follow_is_of_one_thing(client, hanako, values):
    assert client.post("/community/follows/new/", values).status_code == 302
    assert Follow.objects.count() == 0


@pytest.mark.parametrize(
    "query", ["person=x", "person=0", "department=１", "tag=%00", "person=" + "9" * 30]
)
def test_nobody_and_nothing_have_no_feed(client, hanako, query):
    assert client.get(f"/community/?{query}").status_code == 404


def test_the_moderator_decides_on_the_screen(client, case, taro, hanako, now):
    comment = write_comment(case, "きつい", by=taro, now=now)
    values = {"submit_key": "k1", "why": "rude", "words": "言い方"}
    for _press in range(2):
        client.post(f"/community/on/community.comment/{comment.pk}/report/", values)
    made = Report.objects.get()
    client.force_login(a_staff_member(role=Role.EDITOR))

    assert "髙﨑 太郎さんのコメント" in client.get("/community/moderation/").content.decode()
    empty = client.post(f"/community/moderation/{made.pk}/", {"act": "hide", "answer": ""})
    assert "非表示にする理由を入力してください" in empty.content.decode()
    client.post(f"/community/moderation/{made.pk}/", {"act": "hide", "answer": "言い方のため"})

    comment.refresh_from_db()
    assert comment.hidden_why == "言い方のため"
    assert "髙﨑" not in client.get("/community/moderation/").content.decode()
    client.force_login(hanako)
    assert "言い方のため" in client.get("/community/reports/").content.decode()


def queries(client, address):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_lists_cost_the_same_with_3_and_with_30_rows(client, taro, case, now):
    officer = a_staff_member("officer", role=Role.OFFICER)
    client.force_login(officer)
    pages = [
        f"/casebook/{case.slug}/", on(case, "comments"), "/community/bookmarks/",
        "/community/thanks/", "/community/reports/", "/community/moderation/",
        "/community/follows/",
    ]  # fmt: skip

    def furnish(count):
        for _number in range(count):
            comment = write_comment(case, "はい", by=taro, now=now)
            report(comment, Concern("rude", ""), by=officer, now=now)
            keep(a_case(), by=officer, now=now)
            Thanks.objects.create(
                kind="casebook.case", object_id=comment.pk, by=taro, to=officer, at=now
            )
            Follow.objects.create(staff=officer, tag=f"{comment.pk}", since=now)

    furnish(3)
    # The first reading draws what the next ones are given.
    client.get(pages[0])
    few = [queries(client, page) for page in pages]
    furnish(27)

    assert [queries(client, page) for page in pages] == few
