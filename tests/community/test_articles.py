"""DXだより: written as a draft, published, changed with its history, taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.community.commenting import write_comment
from portal.community.following import follow
from portal.community.models import Article, Entry, Wording
from portal.community.moderating import Concern, decide, report
from portal.community.publishing import (
    AlreadyPublished,
    NotPublished,
    ReasonIsNeeded,
    WasPublished,
    Written,
    amend_article,
    drop_article,
    keep_article,
    publish,
    take_article_back,
)
from portal.community.weekly import week_of
from portal.files.models import StoredFile
from portal.notifications.models import Notification
from portal.staff.models import Role
from portal.submitting.versions import version_of
from tests.builders import a_staff_member

pytestmark = pytest.mark.django_db
LIST = "/community/articles/"
TEXTS = {"title": "11月号", "summary": "今月のこと", "body": "**よやく**の話", "tags": "窓口、電話"}
FORM = {**TEXTS, "submit_key": "k1"}


@pytest.fixture
def leader():
    return a_staff_member("leader", role=Role.LEADER)


@pytest.fixture
def officer():
    return a_staff_member("officer", role=Role.OFFICER)


def a_draft(by, now, **texts) -> Article:
    return keep_article(Written({**TEXTS, **texts}), by=by, now=now)


def an_article(by, now, **texts) -> Article:
    return publish(a_draft(by, now, **texts), by=by, now=now)


def amend(article, by, now, **texts) -> Article:
    version = version_of(article, list(TEXTS))
    return amend_article(article, Written({**TEXTS, **texts}), version=version, by=by, now=now)


def page_of(article) -> str:
    return f"{LIST}{article.pk}/"


def text(client, path) -> str:
    return client.get(path).content.decode()


def test_a_leader_writes_a_draft_and_the_office_reads_it_when_it_is_out(client, leader, hanako):
    client.force_login(leader)
    wrong = client.post(f"{LIST}new/", {**FORM, "summary": "", "tags": "一、二、三、四、五、六"})
    assert set(wrong.context["form"].errors) == {"summary", "tags"}
    page = client.post(f"{LIST}new/", {**FORM, "tags": " 窓口, 電話 ,窓口"}).url
    article = Article.objects.get()
    assert (page, article.tags) == (page_of(article), "窓口、電話")
    assert "下書きです" in text(client, page)

    client.force_login(hanako)
    assert client.get(page).status_code == 404
    assert "11月号" not in text(client, LIST) + text(client, "/community/")

    client.force_login(leader)
    client.post(f"{page}publish/")
    client.force_login(hanako)
    shown = text(client, page)
    assert "<strong>よやく</strong>の話" in shown
    assert "コメントする" in shown
    assert "11月号" in text(client, LIST)
    assert "11月号" in text(client, "/community/")
    assert "直す</" not in shown.partition('id="talk"')[0]


def test_who_writes_and_who_looks_after_articles(client, leader, officer, hanako, now):
    own, official = a_draft(leader, now), a_draft(officer, now)
    statuses = {}
    for who in (leader, officer, hanako, a_staff_member(role=Role.EDITOR)):
        client.force_login(who)
        pages = [f"{LIST}new/", page_of(own), f"{page_of(own)}edit/", page_of(official),
                 f"{page_of(official)}take-back/", f"{page_of(official)}drop/"]  # fmt: skip
        statuses[who] = [client.get(page).status_code for page in pages]
        assert client.post(f"{page_of(official)}publish/").status_code == (
            302 if who == officer else 404
        )

    assert statuses.pop(officer) == [200] * 6
    assert statuses.pop(leader) == [200, 200, 200, 404, 404, 404]
    # The officer's article is out by now.
    assert list(statuses.values()) == [[404, 404, 404, 200, 404, 404]] * 2


def test_a_leader_of_yesterday_has_no_drafts_any_more(client, leader, now):
    draft = a_draft(leader, now)
    leader.role_grants.all().delete()
    client.force_login(leader)

    assert client.get(page_of(draft)).status_code == 404
    assert "11月号" not in text(client, f"{LIST}?drafts=1")


def test_what_was_changed_while_it_is_out_can_be_read(client, leader, hanako, now):
    article = an_article(leader, now)
    assert Wording.objects.count() == 0

    amend(article, leader, now + timedelta(hours=1), body="あたらしい文章")

    client.force_login(hanako)
    assert "あたらしい文章" in text(client, page_of(article))
    assert "よやく" in text(client, f"{page_of(article)}history/")


def test_a_draft_keeps_no_history(leader, now):
    amend(a_draft(leader, now), leader, now, body="書き直し")

    assert Wording.objects.count() == 0


def test_what_was_taken_back_is_gone_for_everybody_else(client, leader, officer, hanako, now):
    article = an_article(leader, now, body="ひみつの番号")
    write_comment(article, "読みました", by=hanako, now=now)
    client.force_login(officer)
    wrong = client.post(f"{page_of(article)}take-back/", {"why": ""})
    assert wrong.context["form"].errors
    client.post(f"{page_of(article)}take-back/", {"why": "番号があったため"})

    client.force_login(hanako)
    assert client.get(page_of(article)).status_code == 404
    assert "11月号" not in text(client, LIST) + text(client, "/community/")
    client.force_login(leader)
    assert Notification.objects.get(recipient=leader, kind="words_withdrawn").link == page_of(
        article
    )
    assert "番号があったため" in text(client, page_of(article))

    # Out again without the number: nobody else reads it in the history.
    article.refresh_from_db()
    amend(article, leader, now + timedelta(hours=1), body="番号なし")
    publish(article, by=leader, now=now + timedelta(hours=2))
    assert "ひみつの番号" in text(client, f"{page_of(article)}history/")
    client.force_login(hanako)
    assert "ひみつの番号" not in text(client, f"{page_of(article)}history/")
    shown = text(client, page_of(article))
    assert "番号なし" in shown
    assert "読みました" in shown
    assert "取り下げました" not in shown


def test_each_act_has_its_time(leader, officer, now):
    draft, out = a_draft(leader, now), an_article(leader, now)
    with pytest.raises(NotPublished):
        take_article_back(draft, "", by=leader, now=now)
    with pytest.raises(AlreadyPublished):
        publish(out, by=leader, now=now)
    with pytest.raises(ReasonIsNeeded):
        take_article_back(out, " ", by=officer, now=now)
    with pytest.raises(WasPublished):
        drop_article(out, by=leader)
    take_article_back(out, "", by=leader, now=now)
    with pytest.raises(WasPublished):
        drop_article(out, by=leader)

    drop_article(draft, by=leader)
    assert [each.pk for each in Article.objects.all()] == [out.pk]
    assert Entry.objects.count() == 0
    assert not Notification.objects.filter(kind="words_withdrawn").exists()


def test_followers_of_all_articles_or_of_a_theme_are_told(
    client, leader, hanako, taro, now, django_capture_on_commit_callbacks
):
    client.force_login(hanako)
    client.post("/community/follows/new/", {"tag": "DXだより"})
    follow(taro, tag="電話", now=now)
    others = a_staff_member()
    follow(others, tag="ほか", now=now)

    with django_capture_on_commit_callbacks(execute=True):
        an_article(leader, now)

    told = Notification.objects.filter(kind="followed_news").values_list("recipient", flat=True)
    assert set(told) == {hanako.pk, taro.pk}


def test_the_list_is_narrowed_by_word_theme_and_fiscal_year(client, hanako, leader, now):
    march, april = datetime(2026, 3, 31, 14, 59, tzinfo=UTC), datetime(2026, 3, 31, 15, tzinfo=UTC)
    an_article(leader, march, title="三月号", tags="窓口")
    an_article(leader, april, title="四月号", tags="電話", body="しらせ")
    client.force_login(hanako)

    def found(query):
        return [each.title for each in client.get(f"{LIST}?{query}").context["page"]]

    assert found("") == ["四月号", "三月号"]
    assert found("q=しらせ") == ["四月号"]
    assert found("q=四月号 よやく") == []
    assert found("tag=窓口") == ["三月号"]
    assert (found("year=2025"), found("year=2026")) == (["三月号"], ["四月号"])
    assert found("year=x&q=%00&tag=%00") == ["四月号", "三月号"]
    offered = client.get(LIST).context["tags"]
    assert set(offered) == {"窓口", "電話"}


def test_an_article_is_news_of_the_week(leader, hanako, now):
    an_article(leader, now)

    assert [line.title for line in week_of(hanako, now=now).lines] == ["11月号"]


def test_files_are_read_by_whoever_reads_the_article(client, leader, hanako, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    client.force_login(leader)
    upload = SimpleUploadedFile("memo.txt", "メモ".encode(), content_type="text/plain")
    page = client.post(f"{LIST}new/", {**FORM, "files": upload}).url
    stored = StoredFile.objects.get()
    client.force_login(hanako)
    assert client.get(f"/files/{stored.pk}/").status_code == 404

    client.force_login(leader)
    client.post(f"{page}publish/")
    client.force_login(hanako)
    assert "memo.txt" in text(client, page)
    download = client.get(f"/files/{stored.pk}/")
    assert b"".join(download.streaming_content).decode() == "メモ"

    client.force_login(leader)
    version = version_of(Article.objects.get(), list(TEXTS))
    client.post(f"{page}edit/", {**TEXTS, "row_version": version, "removed": [str(stored.pk)]})
    assert StoredFile.objects.count() == 0


def test_of_two_who_edit_at_once_the_second_sees_both(client, leader, officer, now):
    article = an_article(leader, now)
    old = version_of(article, list(TEXTS))
    amend(article, officer, now, body="DX課の文章")
    client.force_login(leader)

    answer = client.post(
        f"{page_of(article)}edit/", {**TEXTS, "body": "わたしの文章", "row_version": old}
    )

    shown = answer.content.decode()
    assert "DX課の文章" in shown
    assert "わたしの文章" in shown
    assert Article.objects.get().body == "DX課の文章"


def test_a_reported_article_is_taken_back_by_who_decides(leader, officer, hanako, now):
    article = an_article(leader, now)
    made = report(article, Concern("wrong", ""), by=hanako, now=now)

    decide(made, hides=True, answer="数がちがうため", by=officer, now=now)

    article.refresh_from_db()
    assert (article.is_published, article.taken_back_why) == (False, "数がちがうため")


def test_a_page_of_articles_costs_the_same_with_2_and_with_20(
    client, leader, hanako, now, django_assert_num_queries
):
    client.force_login(hanako)
    for number in range(2):
        an_article(leader, now, title=f"{number}", tags=f"{number}")
    client.get(LIST)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)
    for number in range(18):
        an_article(a_staff_member(role=Role.LEADER), now, title=f"{number}", tags=f"{number}")
    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)


LIST_QUERIES = 9


def test_an_empty_list_says_what_comes_here(client, hanako, leader):
    assert "記事はまだありません" in text(client, LIST)
    client.force_login(leader)
    assert "下書きはありません" in text(client, f"{LIST}?drafts=1")
