"""What readers and writers see: old editions, what changed, the desk."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Page, Revision

from portal.guidance.models import Edition, Feedback, Guide, Reading
from portal.guidance.vocabulary import State
from portal.staff.models import Role
from tests.builders import a_case, a_staff_member
from tests.guidance.builders import a_guide, a_new_edition, an_amendment, two_officers, who_is

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    staff = a_staff_member()
    client.force_login(staff)
    return staff


def text_of(response):
    return response.content.decode()


def test_the_history_is_printed_as_in_the_plan(client, reader, content):
    page = client.get(reverse("guidance:history"))

    rows = [
        (row.history_number, row.major, row.minor, row.get_kind_display(), row.reasons)
        for row in page.context["rows"]
    ]
    assert rows == [
        (1, 1, 0, "作成", ["初版策定"]),
        (
            2,
            1,
            1,
            "軽微修正",
            [
                "「改定履歴」の頁を追加。",
                "令和7年4月1日付組織改正に伴い、部署名等を修正。（該当頁：15,26,27）",
            ],
        ),
        (
            3,
            2,
            0,
            "改定",
            [
                "「第3章 リーディングプロジェクト」に、「4 オンライン申請拡大プロジェクト」を"
                "新規追加。",
                "上記の新規追加に伴い、以降の頁番号を繰り下げ。",
            ],
        ),
    ]
    assert all(day in text_of(page) for day in ("2024/2/14", "2025/4/1", "2025/8/15"))


@pytest.mark.parametrize(
    ("code", "is_old", "has_text"),
    [("1.0-draft", True, True), ("1.0", True, False), ("1.1", True, False), ("2.0", False, True)],
)
def test_every_edition_has_its_address_and_says_what_it_is(
    client, reader, content, code, is_old, has_text
):
    page = text_of(client.get(reverse("guidance:edition", args=[code])))

    assert ("旧版です。" in page) == is_old
    assert ("本文は手元にありません" in page) != has_text


def test_an_edition_whose_text_is_missing_is_not_compared(client, reader, content):
    page = client.get(reverse("guidance:changes", args=["1.0", "2.0"]))

    assert "1.0版の本文が手元にありません" in text_of(page)
    assert page.context["moved"] == []


def test_the_two_boxes_lead_to_the_comparison(client, reader, content):
    answer = client.get(
        reverse("guidance:choose_changes"), {"guide": "plan", "old": "1.0-draft", "new": "2.0"}
    )

    assert answer.url == "/guidance/editions/1.0-draft/changes/2.0/"


@pytest.mark.parametrize("query", [{}, {"old": "9.9", "new": "2.0"}, {"old": "2.0"}])
def test_a_box_with_no_edition_is_404(client, reader, content, query):
    assert client.get(reverse("guidance:choose_changes"), query).status_code == 404


def test_after_an_amendment_the_old_address_still_answers_and_leads_to_the_new(
    client, reader, content, now
):
    plan = Guide.objects.get(slug="plan")
    before = text_of(client.get("/guidance/editions/2.0/"))

    a_new_edition(plan, now=now)

    old = text_of(client.get("/guidance/editions/2.0/"))
    assert "旧版です。" not in before
    assert "旧版です。" in old
    assert 'href="/guidance/editions/2.0/changes/2.1/"' in old
    assert client.get("/guidance/editions/2.1/").status_code == 200
    assert client.get("/guidance/history/").context["rows"][-1].history_number == 4


def test_purging_the_revisions_of_the_cms_breaks_no_edition(client, reader, content, now):
    plan = Guide.objects.get(slug="plan")
    a_new_edition(plan, now=now)
    case = a_case("事例")
    case.save_revision().publish()
    case.save_revision()
    addresses = [edition.get_absolute_url() for edition in Edition.objects.public()]
    addresses += ["/guidance/editions/1.0-draft/changes/2.1/", "/guidance/history/"]
    before = {address: client.get(address).content for address in addresses}

    call_command("purge_revisions", days=0)

    assert Revision.objects.for_instance(Page.objects.get(pk=case.pk)).count() < 2
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )
    after = {address: client.get(address).content for address in addresses}
    assert [a for a in addresses if _without_token(after[a]) != _without_token(before[a])] == []


def _without_token(page):
    """Without what differs in every answer: the form's token, the number of the request."""
    lines = page.splitlines()
    return [line for line in lines if b"csrf" not in line and b"dx-print-foot" not in line]


def test_a_draft_is_seen_by_writers_alone(client, now):
    guide, (writer, _other) = a_guide(), two_officers()
    draft = an_amendment(guide, by=writer, now=now)
    addresses = [
        reverse("guidance:guide_edition", args=["paper", draft.code]),
        reverse("guidance:guide_changes", args=["paper", "1.0", draft.code]),
        reverse("guidance:amendment", args=[draft.pk]),
    ]
    seen = {}
    for role in (None, Role.LEADER, Role.AUDITOR, Role.EDITOR):
        client.force_login(who_is(role))
        seen[role] = [client.get(address).status_code for address in addresses]

    assert seen == {
        None: [404, 404, 404],
        Role.LEADER: [404, 404, 404],
        Role.AUDITOR: [404, 404, 404],
        Role.EDITOR: [404, 404, 200],
    }


def test_reading_is_said_by_the_reader_and_the_next_edition_shows_what_changed(client, reader, now):
    guide = a_guide()
    address = guide.get_absolute_url()

    client.get(address)
    assert Reading.objects.count() == 0
    client.post(reverse("guidance:guide_read", args=["paper"]), {"edition": "1.0"})
    client.post(reverse("guidance:guide_read", args=["paper"]), {"edition": "1.0"})
    a_new_edition(guide, now=now)

    page = text_of(client.get(address))
    assert Reading.objects.count() == 1
    assert 'href="/guidance/paper/editions/1.0/changes/1.1/"' in page


def test_who_says_read_of_an_edition_that_is_no_longer_in_force_is_told(client, reader, now):
    guide = a_guide()
    a_new_edition(guide, now=now)

    page = client.post(
        reverse("guidance:guide_read", args=["paper"]), {"edition": "1.0"}, follow=True
    )

    assert "新しい版になりました" in text_of(page)
    assert Reading.objects.count() == 0


def test_an_opinion_may_be_changed_and_stands_once(client, reader):
    guide = a_guide()
    address = reverse("guidance:guide_opinion", args=[guide.slug])

    client.post(address, {"opinion": "troubled", "words": "長い"})
    client.post(address, {"opinion": "helped", "words": ""})

    assert list(Feedback.objects.values_list("opinion", "words")) == [("helped", "")]


def test_an_opinion_without_a_choice_comes_back_with_its_words(client, reader):
    guide = a_guide()

    page = client.post(
        reverse("guidance:guide_opinion", args=[guide.slug]), {"words": "表が読めない"}
    )

    assert "表が読めない" in text_of(page)
    assert "エラー：" in text_of(page)
    assert Feedback.objects.count() == 0


def test_an_editor_and_an_officer_make_2_1_on_the_screens(client, content, now):
    editor, officer = who_is(Role.EDITOR), who_is(Role.OFFICER)
    client.force_login(editor)
    begun = client.post(
        reverse("guidance:amendment_begin", args=["plan"]), {"submit_key": "k1", "kind": "minor"}
    )
    again = client.post(
        reverse("guidance:amendment_begin", args=["plan"]), {"submit_key": "k1", "kind": "minor"}
    )
    edition = Edition.objects.open().get()
    passage = edition.passages.get(key="project-1-target")
    form = client.get(reverse("guidance:passage", args=[passage.pk])).context["form"]
    client.post(
        reverse("guidance:passage", args=[passage.pk]),
        {
            "heading": passage.heading,
            "text": "令和9年度",
            "remark": "延ばしました。",
            "row_version": form.initial["row_version"],
        },
    )
    day = "2099-04-01"
    client.post(
        reverse("guidance:amendment_submit", args=[edition.pk]),
        {"reasons": "目標時期を直しました。\n\n ", "applies_from": day},
    )
    client.force_login(officer)
    client.post(reverse("guidance:amendment_approve", args=[edition.pk]))

    edition.refresh_from_db()
    assert again.url == begun.url
    assert (edition.code, edition.state) == ("2.1", State.APPROVED)
    assert edition.reasons == ["目標時期を直しました。"]
    assert (edition.submitted_by, edition.approved_by) == (editor, officer)


def test_a_refused_submission_keeps_what_was_typed(client, now):
    guide, (writer, _other) = a_guide(), two_officers()
    edition = an_amendment(guide, by=writer, now=now)
    client.force_login(writer)

    page = client.post(
        reverse("guidance:amendment_submit", args=[edition.pk]),
        {"reasons": "理由をたくさん書いた", "applies_from": "2020-01-01"},
    )

    assert "理由をたくさん書いた" in text_of(page)
    assert "今日か、今日より後の日" in text_of(page)


@pytest.mark.parametrize("address", ["/guidance/", "/guidance/glossary/", "/guidance/trends/"])
def test_an_empty_portal_still_answers(client, reader, address):
    assert client.get(address).status_code == 200


def test_a_guide_costs_as_many_queries_with_one_passage_as_with_thirty(
    client, reader, django_assert_num_queries
):
    a_guide("short", texts=["短い。"])
    a_guide("long", texts=[f"{number}。" for number in range(30)])
    client.get("/guidance/short/")

    for slug in ("short", "long"):
        with django_assert_num_queries(9):
            client.get(f"/guidance/{slug}/")


def test_every_guide_of_the_initial_content_opens(client, reader, content):
    answers = {
        guide.slug: client.get(guide.get_absolute_url()).status_code
        for guide in Guide.objects.all()
    }

    assert answers == dict.fromkeys(answers, 200)
    assert len(answers) == 23


def test_a_form_comes_as_a_text_file_for_word_processors(client, reader, content):
    answer = client.get(reverse("guidance:guide_text", args=["form-promise"]))

    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "わたしは、自分の担当の仕事をいちばん大事にします。" in answer.content.decode()


def rows_of_the_desk(count, now):
    officer, _other = two_officers()
    for number in range(count):
        guide = a_guide(f"guide-{number}")
        an_amendment(guide, by=officer, now=now)
        edition = guide.editions.in_force().get()
        Feedback.objects.create(edition=edition, opinion="troubled", staff=officer, at=now)


@pytest.mark.parametrize("count", [3, 30])
def test_the_desk_costs_the_same_for_3_pages_as_for_30(
    client, now, count, django_assert_num_queries
):
    rows_of_the_desk(count, now)
    client.force_login(who_is(Role.OFFICER))
    client.get("/guidance/desk/")

    with django_assert_num_queries(7):
        client.get("/guidance/desk/")
