"""Projects, environment, words and trends: what somebody confirmed, and what nobody did."""

from datetime import date
from urllib.parse import quote

import pytest
from django.urls import reverse

from portal.consultations.models import Idea
from portal.guidance.boards import targets_by_edition
from portal.guidance.models import EnvironmentItem, GlossaryTerm, LeadingProject, TrendNote
from portal.guidance.terms import Marker
from portal.guidance.vocabulary import Status
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.guidance.builders import who_is

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("status", "planned_year", "on", "is_overdue"),
    [
        (Status.PLANNED, 2024, date(2025, 3, 31), False),
        (Status.PLANNED, 2024, date(2025, 4, 1), True),
        (Status.IN_PROGRESS, 2024, date(2026, 11, 20), True),
        (Status.UNKNOWN, 2024, date(2026, 11, 20), True),
        (Status.DONE, 2024, date(2026, 11, 20), False),
        (Status.STOPPED, 2024, date(2026, 11, 20), False),
        (Status.PLANNED, None, date(2026, 11, 20), False),
    ],
)
def test_a_planned_year_that_is_over_asks_to_be_confirmed(status, planned_year, on, is_overdue):
    item = EnvironmentItem(status=status, planned_year=planned_year)

    assert item.is_overdue(on) == is_overdue


def test_the_target_of_each_edition_stands_beside_the_others(content):
    targets = {
        number: [(str(edition), target) for edition, target in targets_by_edition(number)]
        for number in (1, 2, 3, 4)
    }

    missing = [("1.0版", "資料なし"), ("1.1版", "資料なし")]
    assert targets == {
        1: [("1.0版（案）", "令和6年度"), *missing, ("2.0版", "令和6年度")],
        2: [("1.0版（案）", "令和7年度"), *missing, ("2.0版", "令和6年度")],
        3: [("1.0版（案）", "令和8年度"), *missing, ("2.0版", "令和6年度")],
        4: [("1.0版（案）", "記載なし"), *missing, ("2.0版", "令和7年度")],
    }


def test_the_board_of_the_environment_says_what_the_plan_says(content):
    items = EnvironmentItem.objects.order_by("position")

    assert [(item.plan_words, item.is_overdue(date(2026, 11, 20))) for item in items] == [
        ("令和6年度予定", True),
        ("令和5年度済", False),
        ("令和7年度予定", True),
        ("令和4年度済", False),
        ("令和4年度済", False),
        ("令和5年度済", False),
        ("令和5年度予定", True),
    ]
    assert {item.confirmed_on for item in items} == {None}


def test_nobody_has_confirmed_a_project_yet(content):
    assert set(LeadingProject.objects.values_list("status", flat=True)) == {Status.UNKNOWN}


def board_form(client, address, **values):
    form = client.get(address).context["form"]
    return client.post(
        address,
        {"planned_year": "2024", "status_note": "", **form.initial, **values},
        follow=True,
    )


def test_an_officer_confirms_and_the_day_and_name_stay(client, content):
    officer = who_is(Role.OFFICER)
    client.force_login(officer)
    item = EnvironmentItem.objects.get(key="internet")

    page = board_form(
        client, reverse("guidance:environment_confirm", args=[item.pk]), status="done"
    )

    item.refresh_from_db()
    assert (item.status, item.confirmed_by) == (Status.DONE, officer)
    assert officer.name in page.content.decode()


def test_of_two_who_confirm_the_second_is_shown_both(client, content):
    client.force_login(who_is(Role.OFFICER))
    project = LeadingProject.objects.get(number=1)
    address = reverse("guidance:project_confirm", args=[1])
    seen = client.get(address).context["form"].initial
    LeadingProject.objects.filter(pk=project.pk).update(status=Status.STOPPED)

    page = client.post(address, {**seen, "status": "done", "status_note": "", "planned_year": ""})

    project.refresh_from_db()
    assert project.status == Status.STOPPED
    assert "ほかの人の変更と、あなたの入力" in page.content.decode()


def test_a_trend_needs_a_day_or_words_for_it(client):
    client.force_login(who_is(Role.EDITOR))
    values = {"submit_key": "k", "origin": "nation", "title": "法律の改正", "what": "変わった"}
    values["source"] = "官報"

    refused = client.post(reverse("guidance:trend_new"), values)
    assert TrendNote.objects.filter(title="法律の改正").count() == 0
    client.post(reverse("guidance:trend_new"), {**values, "dated_words": "2026年秋"})
    client.post(reverse("guidance:trend_new"), {**values, "dated_words": "2026年秋"})

    assert "日付の言葉のどちらか" in refused.content.decode()
    found = TrendNote.objects.filter(title="法律の改正")
    assert list(found.values_list("confirmed_on", flat=True)) == [None]


def test_a_term_stands_once(client):
    client.force_login(who_is(Role.EDITOR))
    values = {"term": "遠隔窓口", "reading": "えんかくまどぐち", "meaning": "離れて話す窓口"}

    client.post(reverse("guidance:term_new"), {**values, "submit_key": "k1"})
    page = client.post(reverse("guidance:term_new"), {**values, "submit_key": "k2"})

    assert GlossaryTerm.objects.filter(term="遠隔窓口").count() == 1
    assert "もう用語集にあります" in page.content.decode()


@pytest.fixture
def terms():
    return [
        GlossaryTerm(pk=1, term="AI", reading="えーあい", meaning="人工知能"),
        GlossaryTerm(pk=2, term="AI-OCR", reading="おーしーあーる", meaning="読み取り <道具>"),
        GlossaryTerm(pk=3, term="アジャイル", reading="あじゃいる", meaning="早く直す"),
    ]


def buttons(html):
    return [part.split('"')[0] for part in html.split('popovertarget="')[1:]]


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>AI-OCRとAI</p>", ["meaning-2", "meaning-1"]),
        ("<p>AIとAI</p>", ["meaning-1"]),
        ("<p>OpenAIもAIRも違う</p>", []),
        ('<p><a href="/AI/">AI</a>アジャイル</p>', ["meaning-3"]),
        ("<h3>AI</h3><table><tr><th>AI</th><td>AI</td></tr></table>", ["meaning-1"]),
        ("<p>何もない</p>", []),
    ],
)
def test_the_first_of_each_term_opens_its_meaning(terms, html, marked):
    assert buttons(Marker(terms).mark(html)) == marked


def test_a_meaning_is_text_and_no_markup(terms):
    assert "読み取り &lt;道具&gt;" in Marker(terms).mark("<p>AI-OCR</p>")


def test_a_term_is_marked_once_on_a_page(terms):
    marker = Marker(terms)

    assert [buttons(marker.mark("<p>AI</p>")) for _passage in range(2)] == [["meaning-1"], []]


def test_the_worksheet_keeps_nothing(client, django_assert_num_queries):
    client.force_login(a_staff_member())
    client.get(reverse("guidance:worksheet"))

    page = client.post(
        reverse("guidance:worksheet"),
        {"trouble": "入力が大変", "can": "様式を減らす", "first_step": "1枚ためす"},
    )

    assert [text for _label, text in page.context["filled"]] == [
        "入力が大変",
        "",
        "様式を減らす",
        "1枚ためす",
        "",
        "",
    ]
    assert "保存されません" in page.content.decode()


def test_the_sheet_leads_to_the_same_trouble_elsewhere_and_into_a_note(client):
    client.force_login(a_staff_member())
    words = {"trouble": "入力が大変", "can": "様式を減らす", "first_step": "1枚ためす"}

    sheet = client.post(reverse("guidance:worksheet"), words).content.decode()
    note = client.post(
        reverse("ideas:idea_new"),
        {"carried": "yes", "now_words": words["trouble"], "change_words": words["can"]},
    )

    assert f"{reverse('casebook:case_list')}?q={quote('入力が大変')}" in sheet
    form = note.context["form"]
    assert (form["now_words"].value(), form["change_words"].value()) == (
        "入力が大変",
        "様式を減らす",
    )
    assert not form.errors
    assert not Idea.objects.exists()


@pytest.mark.parametrize("page", ["abc", "0", "99999"])
def test_any_page_number_answers(client, page):
    client.force_login(a_staff_member())

    assert client.get(f"/guidance/trends/?page={page}").status_code == 200
