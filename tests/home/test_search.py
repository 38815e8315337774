"""One search over everything: each person finds, and counts, what that person may read."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casebook.models import Case
from leaders.models import ActivityReport, SmallFinding
from leaders.reporting import note_finding
from portal.audit.trail import record
from portal.consultations.models import Consultation, Faq
from portal.guidance.models import LeadingProject, TrendNote
from portal.guidance.vocabulary import PLAN
from portal.home.searching import Asked, answer
from portal.search.finding import follow_trail, has_new_acts, refresh_everything
from portal.search.kinds import kinds
from portal.search.models import Findable, SearchQuery
from tests.builders import a_case
from tests.consultations.builders import a_faq
from tests.guidance.builders import a_guide, a_new_edition
from tests.home.planting import BESIDE, PLANTED, people_of_all_roles, plant, suggestions_to
from tests.search.test_hostile_input import TYPED
from tests.training.builders import a_course, a_session

pytestmark = pytest.mark.django_db
# PostgreSQL counts words and sets its planner beside each question.
QUERIES = {"sqlite": 20, "postgresql": 25}


@pytest.fixture
def people():
    return people_of_all_roles()


def search(staff, words, **parameters):
    client = Client()
    client.force_login(staff)
    return client.get("/search/", {"q": words, **parameters})


def counted(page) -> dict[str, int]:
    return {tab.label: tab.count for tab in page.context["found"].tabs}


def batched(items, size):
    return [items[begin : begin + size] for begin in range(0, len(items), size)]


def everything_found(staff, words) -> list[str]:
    """What the pages of results show, hit by hit; their number is the counted one."""
    first = search(staff, words)
    pages = [search(staff, words, page=n) for n in first.context["page"].paginator.page_range]
    hits = [hit for page in pages for hit in page.context["exact_hits"]]
    assert len(hits) == first.context["found"].exact_count
    assert sum(tab.count for tab in first.context["found"].tabs[1:]) == counted(first)["すべて"]
    return [f"{hit.title}\n{hit.snippet}" for hit in hits]


def test_everybody_finds_and_counts_exactly_what_they_may_read(people):
    readers = plant(people)
    call_command("rebuild_search", verbosity=0)

    for code, staff in people.items():
        allowed = {marker for marker, who in readers.items() if code in who}
        shown = "\n".join(everything_found(staff, BESIDE))
        assert set(PLANTED.findall(shown)) == allowed
        for some in batched(sorted(readers.keys() - allowed), 10):
            hidden = Findable.objects.visible_to(staff).search(" ".join(some), operator="or")
            assert (hidden.strict_count, hidden.related_from) == (0, 0), some
    # A thing of every kind was planted; files have a test of their own.
    found = Findable.objects.visible_to(people["ST"]).search(BESIDE).get_queryset()
    assert {each.kind for each in found} == {kind.code for kind in kinds()} - {"file"}
    # The other way round: each of these words is found where it stands.
    found = {marker: answer(Asked(marker), people["OF"]).exact_count for marker in readers}
    assert {marker for marker, count in found.items() if count} == {
        marker for marker, who in readers.items() if "OF" in who
    }


def test_no_suggestion_names_what_is_hidden(people):
    readers = plant(people)
    call_command("rebuild_search", verbosity=0)

    for code, staff in people.items():
        allowed = {marker for marker, who in readers.items() if code in who}
        assert set(PLANTED.findall(suggestions_to(staff))) - allowed == set()
        # Misspelt by its last letter, so that nothing but the hidden word is near.
        for hidden in readers.keys() - allowed:
            assert answer(Asked(f"{hidden[:-1]}q"), staff).meant is None, (code, hidden)


def test_a_slip_is_put_right_by_words_of_any_kind(people):
    now = timezone.now()
    a_course("シミュレータの研修")
    faq = a_faq("チャットボットは使えますか", now=now)
    a_faq("プロジェクタを借りる", now=now, state="draft")
    refresh_everything()

    page = search(people["ST"], "チャトボット").content.decode()
    assert '<a href="?q=%E3%83%81%E3%83%A3%E3%83%83%E3%83%88%E3%83%9C%E3%83%83%E3%83%88">' in page
    assert answer(Asked("シミュレーラ 研修"), people["ST"]).meant == "シミュレータ 研修"
    assert answer(Asked("プロジェクク"), people["ST"]).meant is None

    Faq.objects.filter(pk=faq.pk).update(state="withdrawn")
    # The worker has not followed yet, but nothing is found by the word any more.
    assert answer(Asked("チャトボット"), people["ST"]).meant is None


def test_a_project_is_found_by_what_the_plan_in_force_says_of_it(people, now):
    LeadingProject.objects.create(number=1, name="窓口のプロジェクト")
    plan = a_guide(PLAN, texts=["別の話。"], key="project-1-{}", group="plan")
    refresh_everything()
    assert counted(search(people["ST"], "キオスク端末"))["リーディングプロジェクト"] == 0

    a_new_edition(plan, now=now, text="キオスク端末を置く。")
    follow_trail()
    assert counted(search(people["ST"], "キオスク端末"))["リーディングプロジェクト"] == 1


def test_a_trend_note_opens_alone(people):
    origin = {"origin": "nation", "source": "出典", "written_at": timezone.now()}
    for name in ("甲", "乙"):
        TrendNote.objects.create(title=f"動き{name}", what=f"{name}が始まる", **origin)
    refresh_everything()

    (hit,) = search(people["ST"], "動き乙").context["exact_hits"]
    client = Client()
    client.force_login(people["ST"])
    page = client.get(hit.url)
    assert [note.title for note in page.context["page"]] == ["動き乙"]


def test_suggestions_name_what_the_reader_may_open(people):
    plant(people)
    call_command("rebuild_search", verbosity=0)

    def offered(code):
        client = Client()
        client.force_login(people[code])
        answer = json.loads(client.get("/search/suggest/", {"q": "plantedideasent"}).content)
        return [each["text"] for each in answer["suggestions"]]

    assert offered("OF") == ["plantedideasent のしるし"]
    assert offered("LD") == []


def test_what_is_taken_back_is_gone_before_the_worker_ran(people):
    plant(people)
    call_command("rebuild_search", verbosity=0)

    Case.objects.filter(title__startswith="plantedcasetitle").update(live=False)
    Faq.objects.filter(question__startswith="plantedfaq ").update(state="withdrawn")
    ActivityReport.objects.all().delete()
    Consultation.objects.update(is_confidential=True)

    assert counted(search(people["ST"], "plantedcasetitle"))["すべて"] == 0
    assert counted(search(people["ST"], "plantedfaq"))["すべて"] == 0
    assert counted(search(people["ST"], "plantedreport"))["すべて"] == 0
    assert counted(search(people["OF2"], "plantedasked"))["すべて"] == 0


def test_a_change_is_found_once_the_trail_was_followed(people, now):
    call_command("rebuild_search", verbosity=0)
    assert not has_new_acts(now)

    finding = note_finding("planteda", by=people["LD"], now=timezone.now())
    assert has_new_acts(now)
    assert follow_trail() == 1
    assert counted(search(people["ST"], "planteda"))["小さな気づき"] == 1
    assert not has_new_acts(now)

    SmallFinding.objects.filter(pk=finding.pk).update(text="plantedb")
    assert refresh_everything() == 1
    assert counted(search(people["ST"], "plantedb"))["小さな気づき"] == 1
    assert refresh_everything() == 0

    finding.delete()
    refresh_everything()
    assert Findable.objects.count() == 0


def test_a_session_is_found_by_the_changed_name_of_its_course(people):
    session = a_session(starts_at=timezone.now() + timedelta(days=3))
    call_command("rebuild_search", verbosity=0)

    session.course.title = "plantedname"
    session.course.save()
    record("training.course.kept", actor=people["OF"], obj=session.course)
    follow_trail()

    assert counted(search(people["ST"], "plantedname"))["研修の日程"] == 1


def test_kinds_are_tabs_that_narrow_one_ranking(people):
    now = timezone.now()
    a_case("押印の見直し")
    a_faq("押印は要りますか", now=now)
    a_course("押印を減らす")
    refresh_everything()

    everything = search(people["ST"], "押印")
    faqs = search(people["ST"], "押印", kind="faq")

    assert counted(everything)["すべて"] == 3
    assert [hit.kind.code for hit in faqs.context["exact_hits"]] == ["faq"]
    assert counted(faqs) == counted(everything)
    assert [tab.label for tab in faqs.context["found"].tabs if tab.is_current] == ["FAQ"]


def test_the_word_of_a_kind_finds_its_things(people):
    a_course("はじめてのRPA", aim="画面の操作を任せる")
    refresh_everything()

    assert counted(search(people["ST"], "研修"))["研修の科目"] == 1


@pytest.mark.thorough
@pytest.mark.parametrize("address", ["/search/", "/search/suggest/"])
def test_whatever_is_typed_is_answered(client, people, address):
    a_case("窓口の話")
    refresh_everything()
    client.force_login(people["ST"])

    answers = {text: client.get(address, {"q": text, "kind": text, "page": text}) for text in TYPED}

    assert {text for text, answer in answers.items() if answer.status_code != 200} == set()


def test_a_search_without_result_is_noted_without_a_name(client, people):
    client.force_login(people["ST"])

    answer = client.get("/search/", {"q": "みつからない taro@example.jp"})

    row = SearchQuery.objects.get()
    assert (row.words, row.strict_count, row.where) == ("みつからない", 0, "site")
    assert "?q=%E3%81%BF" in answer.content.decode()
    assert "DX課に「みつからない" in answer.content.decode()


def test_a_page_costs_as_many_queries_for_three_as_for_one(people, client, monkeypatch):
    # Once a minute a session notes that it was used; a slow machine would count that.
    monkeypatch.setattr("portal.staff.sessions.SEEN_EVERY", timedelta(days=1))
    now = timezone.now()
    client.force_login(people["OF"])
    # What is kept in memory from one page to the next: kinds of content, synonyms.
    client.get("/search/", {"q": "窓口"})
    counts, queries = [], []
    for number in range(3):
        a_case(f"窓口の事例{number}")
        a_faq(f"窓口の質問{number}", now=now)
        note_finding(f"窓口の気づき{number}", by=people["LD"], now=now)
        refresh_everything()
        with CaptureQueriesContext(connection) as captured:
            counts.append(client.get("/search/", {"q": "窓口"}).context["found"].exact_count)
        queries.append(len(captured))

    assert counts == [3, 6, 9]
    assert queries == [QUERIES[connection.vendor]] * 3


def test_strangers_are_sent_to_the_entrance(client):
    assert client.get("/search/").status_code == 302
    assert client.get("/search/suggest/").status_code == 302
