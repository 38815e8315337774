"""The pages of the asker: writing, being shown answers, asking once, and the thread."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.consultations.models import Consultation, Draft, SolvedByItself
from portal.consultations.threads import reply
from portal.consultations.vocabulary import Status
from portal.notifications.models import Notification
from tests.builders import a_case, a_staff_member
from tests.consultations.builders import a_consultation, a_faq, an_officer, many_consultations

pytestmark = pytest.mark.django_db
NEW, CHECK = "/consultations/new/", "/consultations/new/check/"
TYPED = {
    "submit_key": "k0",
    "kind": "improvement",
    "work": "証明書の窓口",
    "trouble": "押印をもらいに3つの課を回る。",
    "wish": "1か所で済むとよい。",
}


@pytest.fixture
def asker(client):
    staff = a_staff_member("hanako")
    client.force_login(staff)
    return staff


def test_what_was_typed_is_kept_until_it_is_sent(client, asker):
    client.post(NEW, TYPED | {"keep": "yes"})

    page = client.get(NEW).content.decode()
    assert "押印をもらいに3つの課を回る。" in page
    assert Consultation.objects.count() == 0


def test_also_an_unfinished_form_is_kept_and_says_what_is_missing(client, asker):
    page = client.post(NEW, TYPED | {"trouble": ""}).content.decode()

    assert "入力内容を確認してください（1件）" in page
    assert Draft.objects.get().values["work"] == ["証明書の窓口"]


def test_asking_twice_with_one_form_makes_one(client, asker):
    officer = an_officer()
    client.post(NEW, TYPED)
    first = client.post(CHECK, {"submit_key": "k1"})
    second = client.post(CHECK, {"submit_key": "k1"})

    made = Consultation.objects.get()
    assert first.url == second.url == reverse("consultations:consultation", args=[made.pk])
    assert made.subject == "証明書の窓口：押印をもらいに3つの課を回る。"
    assert Notification.objects.filter(recipient=officer).count() == 1
    assert Draft.objects.count() == 0


def test_the_confirmation_shows_an_answer_and_counts_when_it_was_enough(client, asker, now):
    faq = a_faq("押印は要りますか", now=now)
    # A word that stands on every page there is tells nothing.
    for question in ("会議の資料", "電話の予約", "端末の貸出し"):
        a_faq(question, answer="共有フォルダーにあります。", now=now)
    client.post(NEW, TYPED)
    page = client.get(CHECK).content.decode()
    assert "押印は要りますか" in page

    solved = {"submit_key": "k2", "answer": faq.answer_key, "trouble": TYPED["trouble"]}
    client.post("/consultations/new/solved/", solved)
    client.post("/consultations/new/solved/", solved)

    assert [row.answer for row in SolvedByItself.objects.all()] == [faq.answer_key]
    assert Consultation.objects.count() == 0
    assert "この回答で済んだ相談 1件" in client.get(f"/faq/{faq.pk}/").content.decode()


def test_a_list_of_answers_shows_words_without_marks(client, asker, now):
    a_faq(answer="**はじめの5分**で開き方を確かめます。", now=now)

    page = client.get("/faq/").content.decode()
    assert "はじめの5分で開き方を" in page


def test_an_answer_that_was_not_shown_is_not_counted(client, asker, now):
    faq = a_faq("全然ちがう話題", state="withdrawn", now=now)

    client.post(
        "/consultations/new/solved/",
        {"submit_key": "k2", "answer": faq.answer_key, "trouble": "押印"},
    )

    assert SolvedByItself.objects.count() == 0


def test_while_typing_answers_come_as_a_fragment(client, asker, now):
    a_faq("押印は要りますか", now=now)
    a_consultation(asker, trouble="押印の場所が分からない。", now=now)

    page = client.get("/consultations/new/similar/", {"q": "押印をもらう"}).content.decode()

    assert "押印は要りますか" in page
    assert "自分の前の相談" in page
    assert "<html" not in page


def test_nobody_is_shown_the_questions_of_others(client, asker, now):
    a_consultation(trouble="押印の場所が分からない。", now=now)

    page = client.get("/consultations/new/similar/", {"q": "押印の場所"}).content.decode()

    assert "押印の場所" not in page


@pytest.mark.parametrize("by", ["slug", "pk"])
def test_a_case_brings_its_title_along(client, asker, by):
    case = a_case("書かない窓口")

    client.post(NEW, TYPED | _hidden(client, f"{NEW}?case={getattr(case, by)}"))
    client.post(CHECK, {"submit_key": "k1"})

    made = Consultation.objects.get()
    assert (made.case_title, made.case_reference) == ("書かない窓口", str(case.pk))
    page = client.get(reverse("consultations:consultation", args=[made.pk])).content.decode()
    assert case.url in page


def _hidden(client, path):
    form = client.get(path).context["form"]
    return {name: form[name].value() or "" for name in ("case_title", "case_reference")}


@pytest.mark.parametrize("reference", ["no-such-case", "9" * 30, "１２", "-1", "%00", ""])
def test_a_case_that_is_not_there_is_no_error(client, asker, reference):
    assert client.get(NEW, {"case": reference}).status_code == 200


def test_a_confidential_one_needs_a_reader(client, asker):
    officer = an_officer()
    page = client.post(NEW, TYPED | {"is_confidential": "on"}).content.decode()
    assert "読む人を1人以上選んでください" in page

    client.post(NEW, TYPED | {"is_confidential": "on", "named": [officer.pk]})
    assert f"{officer.name}さんだけが読みます" in client.get(CHECK).content.decode()
    client.post(CHECK, {"submit_key": "k1"})

    assert list(Consultation.objects.get().named.all()) == [officer]


def test_a_my_number_is_refused(client, asker):
    page = client.post(NEW, TYPED | {"trouble": "番号は 1234 5678 9018 です"}).content.decode()

    assert "マイナンバーのような12桁の数字があります" in page


def test_a_telephone_number_is_not_taken_for_one(client, asker):
    page = client.post(NEW, TYPED | {"trouble": "内線 123456789012 です"}, follow=True)

    assert page.redirect_chain == [(CHECK, 302)]


def test_twenty_an_hour_and_not_one_more(client, asker, now):
    for _ in range(20):
        client.post(NEW, TYPED)
        client.post(CHECK, {"submit_key": f"k{_}"})
    client.post(NEW, TYPED)
    page = client.post(CHECK, {"submit_key": "k99"}).content.decode()

    assert "1時間に20件まで相談できます" in page
    assert Consultation.objects.count() == 20
    assert Draft.objects.count() == 1


def test_the_thread_tells_the_promise_and_how_it_was_counted(client, asker, now):
    row = a_consultation(asker, now=now)

    page = client.get(f"/consultations/{row.pk}/").content.decode()

    assert "最初の返事：11月24日 10:00まで" in page
    assert "金10:00＋6時間15分" in page
    assert "土曜、日曜、祝日（勤労感謝の日）を除く" in page


def test_the_asker_closes_rates_and_asks_again(client, asker, now):
    officer = an_officer()
    row = a_consultation(asker, now=now)
    reply(row, "こうです。", by=officer, then=Status.ANSWERED, now=now)
    here = f"/consultations/{row.pk}/"

    client.post(f"{here}close/")
    client.post(f"{here}rate/", {"rate-steps": "4", "rate-words": "早かった"})
    client.post(f"{here}reopen/", {"reopen-submit_key": "k1", "reopen-body": "まだです"})

    row.refresh_from_db()
    assert (row.status, row.rating) == (Status.IN_PROGRESS, 4)
    assert [entry.body for entry in row.entries.order_by("pk")] == ["こうです。", "まだです"]


def test_an_empty_addition_comes_back_with_the_page(client, asker, now):
    row = a_consultation(asker, now=now)

    page = client.post(f"/consultations/{row.pk}/add/", {"submit_key": "k1", "body": " "})

    assert "書き足すを入力してください" in page.content.decode()
    assert row.entries.count() == 0


def test_the_list_costs_the_same_for_3_and_30(client, asker, now):
    counts = []
    for rows in (3, 27):
        many_consultations(rows, asker=asker, now=now)
        with CaptureQueriesContext(connection) as found:
            client.get("/consultations/")
        counts.append(len(found))

    assert counts[0] == counts[1]
