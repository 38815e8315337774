"""One search over everything: each person finds, and counts, what that person may read."""

import json
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from casebook.models import Case
from leaders.models import ActivityReport, LeaderProfile, SelfNomination, SmallFinding
from leaders.profiles import save_profile
from leaders.reporting import note_finding, report
from portal.audit.trail import record
from portal.consultations.models import Consultation, Faq, Idea
from portal.consultations.threads import take_note
from portal.guidance.models import GlossaryTerm
from portal.home.searching import Asked, answer
from portal.search.finding import follow_trail, has_new_acts, refresh_everything
from portal.search.models import Findable, SearchQuery
from portal.staff.models import Role
from tests.builders import a_case, a_staff_member
from tests.consultations.builders import a_consultation, a_faq
from tests.guidance.builders import a_guide, an_amendment
from tests.leaders.builders import a_hand, a_leader, a_told, a_window
from tests.search.test_hostile_input import TYPED
from tests.training.builders import a_course, a_session

pytestmark = pytest.mark.django_db
PLANTED = re.compile(r"planted[a-z]+")
EVERYBODY = {"ST", "LD", "TR", "OF", "ED", "AU", "AD", "OF2"}


@pytest.fixture
def people():
    """Somebody of each role; OF2 is one more officer."""
    people = {role.value: a_staff_member(role.value.lower(), role=role) for role in Role}
    people["ST"] = a_staff_member("st")
    people["OF2"] = a_staff_member("of2", role=Role.OFFICER)
    return people


def plant(people) -> dict[str, set[str]]:
    """A word in an object of every kind, shown and hidden: the word, and who may find it."""
    readers = {}

    def word(name, who=EVERYBODY) -> str:
        marker = f"planted{name}"
        readers[marker] = set(who)
        return f"{marker} のしるし"

    now = timezone.now()
    for each in (plant_articles, plant_training, plant_leaders, plant_what_is_ones_own):
        each(people, word, now)
    return readers


def plant_articles(people, word, now):
    a_case(word("casetitle"), summary=word("casetext"))
    a_case(word("casedraft", ()), live=False)
    guide = a_guide("paper", title=word("guide"), texts=[word("guidetext")])
    an_amendment(guide, by=people["OF"], now=now, text=word("guidedraft", ()))
    a_faq(word("faq"), now=now, answer=word("faqanswer"))
    for state in ("draft", "in_review", "withdrawn"):
        a_faq(word(f"faq{state}".replace("_", ""), ()), now=now, state=state)
    GlossaryTerm.objects.create(term=word("term"), reading="よみ", meaning=word("meaning"))


def plant_training(people, word, now):
    soon = now + timedelta(days=9)
    a_course(word("course"), aim=word("courseaim"))
    a_course(word("courseoff", ()), is_live=False)
    course = a_course("回の科目")
    a_session(course=course, title=word("session"), starts_at=soon)
    a_session(course=course, title=word("sessiondraft", ()), starts_at=soon, state="draft")
    called_off = {"state": "cancelled", "cancelled_because": "台風"}
    a_session(course=course, title=word("sessionoff", ()), starts_at=soon, **called_off)


def plant_leaders(people, word, now):
    leader = a_leader(now, staff=a_staff_member(name=word("leader")))
    save_profile(LeaderProfile(staff=leader.staff, skills=word("skills")), by=leader.staff)
    today = timezone.localdate(now)
    gone = a_staff_member(name=word("leaderpast", ()))
    a_leader(now, staff=gone, starts_on=today - timedelta(90), ends_on=today - timedelta(1))
    a_hand(a_window(now), now=now)
    SelfNomination.objects.update(motive=word("motive", ()))
    told = a_told(now, title=word("report"), what=word("reportwhat"))
    report(told, by=people["LD"], now=now)
    note_finding(word("finding"), by=people["LD"], now=now)


def plant_what_is_ones_own(people, word, now):
    idea = {"now_words": "いま", "author": people["ST"], "noted_at": now}
    Idea.objects.create(title=word("ideanoted", {"ST"}), state="noted", **idea)
    Idea.objects.create(title=word("ideasent", {"ST", "OF", "OF2"}), state="submitted", **idea)
    Idea.objects.create(title=word("ideaadopted"), state="adopted", **idea)
    open_question = {"work": word("asked", {"ST", "OF", "OF2"}), "trouble": "困る"}
    row = a_consultation(people["ST"], now=now, **open_question)
    take_note(row, word("note", ()), by=people["OF"], now=now)
    secret = {"is_confidential": True, "named": (people["OF"],)}
    trouble = word("secret", {"ST", "OF"})
    a_consultation(people["ST"], now=now, work=trouble, trouble=trouble, **secret)


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
        shown = "\n".join(everything_found(staff, "しるし"))
        assert set(PLANTED.findall(shown)) == allowed
        for some in batched(sorted(readers.keys() - allowed), 10):
            hidden = Findable.objects.visible_to(staff).search(" ".join(some), operator="or")
            assert (hidden.strict_count, hidden.related_from) == (0, 0), some
    # The other way round: each of these words is found where it stands.
    found = {marker: answer(Asked(marker), people["OF"]).exact_count for marker in readers}
    assert {marker for marker, count in found.items() if count} == {
        marker for marker, who in readers.items() if "OF" in who
    }


def test_no_suggestion_names_what_is_hidden(people):
    readers = plant(people)
    call_command("rebuild_search", verbosity=0)

    for code, staff in people.items():
        client = Client()
        client.force_login(staff)
        text = "".join(
            client.get("/search/suggest/", {"q": typed}).content.decode()
            for typed in ("planted", "plantedidea", "plantedsecret", "しるし")
        )
        allowed = {marker for marker, who in readers.items() if code in who}
        assert set(PLANTED.findall(text)) - allowed == set()


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


def test_a_page_costs_as_many_queries_for_three_as_for_one(people, django_assert_num_queries):
    now = timezone.now()
    client = Client()
    client.force_login(people["OF"])
    counts = []
    for number in range(3):
        a_case(f"窓口の事例{number}")
        a_faq(f"窓口の質問{number}", now=now)
        note_finding(f"窓口の気づき{number}", by=people["LD"], now=now)
        refresh_everything()
        with django_assert_num_queries(21):
            found = client.get("/search/", {"q": "窓口"}).context["found"]
        counts.append(found.exact_count)

    assert counts == [3, 6, 9]


def test_strangers_are_sent_to_the_entrance(client):
    assert client.get("/search/").status_code == 302
    assert client.get("/search/suggest/").status_code == 302
