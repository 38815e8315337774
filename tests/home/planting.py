"""Words planted in things of every kind, shown and hidden: who sees them in the site search."""

import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from leaders.models import LeaderProfile, SelfNomination
from leaders.profiles import save_profile
from leaders.reporting import note_finding, report
from portal.community.discussing import Question, begin_topic, open_board
from portal.community.moderating import hide_topic
from portal.community.publishing import Written, keep_article, publish
from portal.consultations.models import Idea
from portal.consultations.threads import take_note
from portal.guidance.models import GlossaryTerm, LeadingProject, TrendNote
from portal.staff.models import Role, StaffMember
from tests.builders import a_case, a_staff_member
from tests.consultations.builders import a_consultation, a_faq
from tests.guidance.builders import a_guide, an_amendment
from tests.leaders.builders import a_hand, a_leader, a_section, a_told, a_window
from tests.training.builders import a_course, a_session

PLANTED = re.compile(r"planted[a-z]+")
BESIDE = "しるし"


def people_of_all_roles() -> dict[str, StaffMember]:
    """Somebody of each role; ST has none, MG is the head of a section, OF2 one more officer."""
    people = {role.value: a_staff_member(role.value.lower(), role=role) for role in Role}
    people["ST"] = a_staff_member("st")
    people["MG"] = a_staff_member("mg", is_manager=True, department=a_section())
    people["OF2"] = a_staff_member("of2", role=Role.OFFICER)
    return people


def plant(people) -> dict[str, set[str]]:
    """A word in an object of every kind, shown and hidden: the word, and who may find it."""
    readers = {}

    def word(name, who=people) -> str:
        marker = f"planted{name}"
        readers[marker] = set(who)
        return f"{marker} の{BESIDE}"

    now = timezone.now()
    for each in (
        plant_articles,
        plant_training,
        plant_leaders,
        plant_community,
        plant_what_is_ones_own,
    ):
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
    LeadingProject.objects.create(number=99, name=word("project"), status_note=word("status"))
    told = {"what": word("trendwhat"), "source": "出典", "written_at": now}
    TrendNote.objects.create(origin="nation", title=word("trend"), **told)


def plant_training(people, word, now):
    soon = now + timedelta(days=9)
    a_course(word("course"), aim=word("courseaim"))
    a_course(word("courseoff", ()), is_live=False)
    course = a_course("回の科目")
    a_session(course=course, title=word("session"), starts_at=soon)
    a_session(course=course, title=word("sessiondraft", ()), starts_at=soon, state="draft")
    called_off = {"state": "cancelled", "cancelled_because": "台風"}
    a_session(course=course, title=word("sessionoff", ()), starts_at=soon, **called_off)


def plant_community(people, word, now):
    written = {"summary": word("articlelead"), "body": word("articlebody"), "tags": ""}
    article = keep_article(Written({**written, "title": word("article")}), by=people["LD"], now=now)
    publish(article, by=people["LD"], now=now)
    draft = {**written, "title": word("articledraft", ()), "body": "本文", "summary": "要約"}
    keep_article(Written(draft), by=people["LD"], now=now)
    board = open_board("窓口", "工夫", by=people["OF"], now=now)
    asked = Question(word("topic"), word("topicbody"), True)
    begin_topic(board, asked, by=people["ST"], now=now)
    asked = Question(word("topichidden", ()), "本文", True)
    hidden = begin_topic(board, asked, by=people["ST"], now=now)
    hide_topic(hidden, "理由", by=people["OF"], now=now)


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


def pages_shown_to(staff: StaffMember) -> str:
    """Every page of what the search shows for the word that stands beside the planted ones."""
    client = Client()
    client.force_login(staff)
    first = client.get("/search/", {"q": BESIDE})
    numbers = first.context["page"].paginator.page_range
    pages = [client.get("/search/", {"q": BESIDE, "page": number}) for number in numbers]
    return "\n".join(page.content.decode() for page in pages)


def suggestions_to(staff: StaffMember) -> str:
    client = Client()
    client.force_login(staff)
    typed = ("planted", "plantedidea", "plantedsecret", BESIDE)
    answers = [client.get("/search/suggest/", {"q": each}) for each in typed]
    return "\n".join(answer.content.decode() for answer in answers)
