"""Where two parts meet."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from casebook.drafting import beginning_of
from casebook.loading import casebook_page
from casebook.models import Case, CaseBeginning
from casebook.publishing import NeedsSecondReader, check_second_reader
from leaders.open_work import open_work_of
from leaders.reporting import Became, next_use, report
from portal.audit.models import AuditEvent
from portal.consultations.models import LeaderShare
from portal.consultations.retelling import NotAnswered, Retold, first_words, tell_as_case
from portal.consultations.sharing import agree, ask_to_share
from portal.consultations.similar import suggestions_for
from portal.consultations.threads import reply, take_note
from portal.consultations.vocabulary import Status
from portal.flows import (
    answer_became,
    matching_courses,
    pass_shares_on,
    report_became,
    shared_consultations,
)
from portal.notifications.models import Notification
from portal.staff.models import Role
from tests.builders import a_case, a_staff_member
from tests.consultations.builders import a_consultation
from tests.consultations.test_races import at_once
from tests.leaders.builders import a_told
from tests.training.builders import a_course


@pytest.fixture
def officer(db):
    return a_staff_member(role=Role.OFFICER)


@pytest.fixture
def leader(db):
    return a_staff_member(role=Role.LEADER)


@pytest.fixture
def shared(officer, leader):
    now = timezone.now()
    consultation = a_consultation(a_staff_member(), now=now)
    share = ask_to_share(consultation, leader, by=officer, now=now)
    agree(share, by=consultation.asker, now=now)
    return share


@pytest.mark.django_db
def test_who_is_about_to_ask_meets_cases_and_courses():
    case = a_case("申請書をAI-OCRで読み取る")
    a_case("AI-OCRの下書き", live=False)
    course = a_course("AI-OCR操作", topic="ai_ocr")
    hanako = a_staff_member()

    found = {each.place: each.suggestions for each in suggestions_for(hanako, "AI-OCR")}

    assert [each.key for each in found["ほかのまちの事例"]] == [f"case:{case.pk}"]
    assert [each.key for each in found["研修"]] == [f"course:{course.pk}"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "count"), [("ＲＰＡで転記", 1), ("rpa", 1), ("転記", 0), ("", 0)]
)
def test_a_course_is_offered_when_its_tool_is_named(words, count):
    a_course("RPA入門", topic="rpa")

    assert len(matching_courses(a_staff_member(), words)) == count


@pytest.mark.django_db
def test_a_leader_sees_what_is_still_open(shared, leader):
    (left,) = open_work_of(leader)

    assert left.label == "共有されている相談"
    assert left.items == shared_consultations(leader)


@pytest.mark.django_db
def test_the_successor_reads_nothing_before_the_asker_agrees(shared, leader, officer):
    now = timezone.now() + timedelta(minutes=1)
    successor = a_staff_member(role=Role.LEADER)

    assert pass_shares_on(leader, successor, by=leader, now=now) == 1

    shared.refresh_from_db()
    assert shared.ended_at == now
    asked = LeaderShare.objects.get(leader=successor)
    assert (asked.agreed_at, asked.ended_at) == (None, None)
    assert shared_consultations(successor) == []


@pytest.mark.django_db
def test_without_a_successor_the_desk_goes_on_alone(shared, leader):
    assert pass_shares_on(leader, None, by=leader, now=timezone.now()) == 1

    assert LeaderShare.objects.in_force().count() == 0


@pytest.mark.django_db
def test_a_successor_who_asked_themselves_is_not_asked(shared, leader):
    asker = shared.consultation.asker

    assert pass_shares_on(leader, asker, by=leader, now=timezone.now()) == 1

    assert not LeaderShare.objects.filter(leader=asker).exists()


@pytest.fixture
def editor(db):
    return a_staff_member(role=Role.EDITOR)


def a_report(leader, **fields):
    now = timezone.now()
    return report(a_told(now, **fields), by=leader, now=now)


def press(report, *, by):
    return next_use("case").make(report, by=by, now=timezone.now())


def test_a_report_becomes_one_draft_for_the_editors(leader, editor):
    done = a_report(leader, title="記入台をなくしました", minutes_saved=120)

    press(done, by=leader)
    press(done, by=leader)

    case = Case.objects.get()
    assert (case.title, case.live, case.owner) == ("記入台をなくしました", False, leader)
    assert [each.value["body"] for each in case.outline] == [done.what, done.effect]
    assert case.results[0].value["value"] == "120"
    assert case.get_latest_revision_as_object().outline[0].value["body"] == done.what
    assert Notification.objects.filter(kind="case_drafted", recipient=editor).count() == 1
    assert AuditEvent.objects.filter(action="casebook.case.drafted", actor=leader).count() == 1


def test_every_draft_has_an_address_of_its_own(leader, officer):
    for title in ("記入台をなくしました", "押印をやめました"):
        press(a_report(leader, title=title), by=leader)

    slugs = list(Case.objects.values_list("slug", flat=True))
    assert len(set(slugs)) == 2
    assert all(slug.startswith("case-") for slug in slugs)


def test_nothing_unmeasured_becomes_a_result(leader):
    press(a_report(leader, minutes_saved=None), by=leader)

    assert list(Case.objects.get().results) == []


def test_who_knows_of_a_draft_and_of_the_case(leader, editor):
    done, reader = a_report(leader), a_staff_member()
    press(done, by=leader)

    assert report_became(done, reader) is None
    assert report_became(done, leader) == Became("事例の下書きになりました（編集担当が確認中）")
    assert report_became(done, editor).url == f"/cms/pages/{Case.objects.get().pk}/edit/"
    Case.objects.get().get_latest_revision().publish()
    case = Case.objects.get()
    assert report_became(done, reader) == Became("事例になりました", f"/casebook/{case.slug}/")
    assert beginning_of(case, reader).url == f"/leaders/reports/{done.pk}/"


def test_a_leader_gets_thanks_and_no_right_in_the_cms(leader, client):
    done = a_report(leader)
    client.force_login(leader)

    answer = client.post(f"/leaders/reports/{done.pk}/use/case/", follow=True)

    words = answer.content.decode()
    assert "ありがとうございます。事例の下書きを、編集担当に届けました。" in words
    assert "事例の下書きになりました（編集担当が確認中）" in words
    assert "事例の下書きを作る" not in words
    assert client.get(f"/cms/pages/{Case.objects.get().pk}/edit/").status_code in (302, 404)


def answered(officer, **fields):
    now = timezone.now()
    row = a_consultation(a_staff_member(name="山田 花子"), now=now, **fields)
    take_note(row, "内部の言葉", by=officer, now=now)
    reply(row, "山田さん、0422-12-3456 へ。", by=officer, then=Status.ANSWERED, now=now)
    row.refresh_from_db()
    return row


def typed(**fields):
    fields = {"submit_key": "k1", "title": "写しを減らす", "trouble": "困った", **fields}
    return {"answer": "やめた", "effect": "", "is_redacted": "on", **fields}


def test_an_answer_becomes_a_draft_in_words_written_anew(officer, client):
    row = answered(officer, trouble="山田です。")
    client.force_login(officer)
    path = f"/consultations/{row.pk}/case/"

    shown = client.get(path).context["form"].initial
    for key in ("k1", "k1", "k2"):
        client.post(path, typed(submit_key=key))

    assert shown == {
        "trouble": "【伏せました】です。",
        "answer": "【伏せました】さん、【伏せました】 へ。",
    }
    case = Case.objects.get()
    assert [each.value["body"] for each in case.outline] == ["困った", "やめた"]
    assert "内部の言葉" not in case.searched_text()
    assert row.changes.filter(what="case", new=str(case.pk)).count() == 1


def test_only_who_reads_the_consultation_learns_where_a_case_came_from(officer, client):
    row = answered(officer)
    client.force_login(officer)
    client.post(f"/consultations/{row.pk}/case/", typed())
    Case.objects.get().get_latest_revision().publish()
    case = Case.objects.get()

    assert beginning_of(case, officer).url == f"/consultations/{row.pk}/"
    assert beginning_of(case, row.asker).url == f"/consultations/{row.pk}/"
    assert beginning_of(case, a_staff_member()) is None
    assert answer_became(row, row.asker).url == f"/casebook/{case.slug}/"


def test_of_a_confidential_question_nothing_is_copied(officer):
    now = timezone.now()
    row = a_consultation(now=now, is_confidential=True, named=(officer,))
    reply(row, "返事", by=officer, then=Status.ANSWERED, now=now)
    row.refresh_from_db()

    assert first_words(row) == {}


def test_what_is_not_answered_becomes_no_case(officer):
    row = a_consultation(now=timezone.now())

    with pytest.raises(NotAnswered):
        tell_as_case(row, Retold("題", "困った", "やめた"), by=officer, now=timezone.now())
    assert Case.objects.count() == 0


@pytest.mark.parametrize("who", ["drafter", "second"])
def test_nobody_publishes_what_they_drafted(officer, who):
    row = answered(officer)
    case = tell_as_case(row, Retold("題", "困った", "やめた"), by=officer, now=timezone.now())

    if who == "drafter":
        with pytest.raises(NeedsSecondReader):
            check_second_reader(case, officer)
    else:
        check_second_reader(case, a_staff_member())


def a_site():
    """Other tests that emptied the database took the first page with them."""
    if not Site.objects.exists():
        Locale.objects.get_or_create(language_code="ja")
        root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
        Site.objects.create(hostname="localhost", root_page=root, is_default_site=True)


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_make_one_draft(now):
    writer = a_staff_member()
    a_site()
    casebook_page()
    done = report(a_told(now), by=writer, now=now)

    at_once(*[lambda: next_use("case").make(done, by=writer, now=now)] * 3)

    assert (Case.objects.count(), CaseBeginning.objects.count()) == (1, 1)
