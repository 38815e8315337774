"""Staff propose a case or a correction, on a plain form, under their name or without it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casebook.models import Proposal
from casebook.proposal_states import NEXT, IllegalMove, State, move
from casebook.proposing import NotComplete, send_in
from portal.audit.models import AuditEvent
from portal.files.models import StoredFile
from portal.notifications.models import Notification
from portal.submitting.versions import version_of
from tests.builders import a_case, a_staff_member
from tests.casebook.builders import (
    CASE_WORDS,
    CORRECTION_WORDS,
    a_correction,
    a_draft,
    a_proposal,
    an_editor,
    an_officer,
)

pytestmark = pytest.mark.django_db
NEW = "/casebook/propose/case/"
LIST = "/casebook/propose/"
QUEUE = "/casebook/review/"


def typed(**changes):
    return {"submit_key": "k1", **CASE_WORDS, "is_credited": "on", **changes}


def page_of(proposal):
    return reverse("casebook:proposal", args=[proposal.pk])


@pytest.fixture
def hanako(client):
    staff = a_staff_member("hanako", name="花子")
    client.force_login(staff)
    return staff


def test_a_proposal_is_sent_in_with_its_file_and_the_reviewers_are_told(client, hanako):
    officer, editor = an_officer(), an_editor()
    paper = SimpleUploadedFile("資料.txt", "手挙げの資料".encode(), "text/plain")

    answer = client.post(NEW, typed(files=paper))

    made = Proposal.objects.get()
    assert answer.url == page_of(made)
    assert (made.state, made.proposer, made.is_credited) == (State.IN_REVIEW, hanako, True)
    assert [each.name for each in StoredFile.objects.of(made)] == ["資料.txt"]
    told = Notification.objects.filter(kind="case_proposed")
    assert {each.recipient for each in told} == {officer, editor}
    assert "花子" not in told[0].title


def test_sending_the_form_twice_makes_one_proposal(client, hanako):
    first, second = client.post(NEW, typed()), client.post(NEW, typed())

    assert first.url == second.url
    assert Proposal.objects.count() == 1


def test_a_draft_needs_nothing_and_is_seen_by_its_writer_alone(client, hanako):
    answer = client.post(NEW, {"submit_key": "k1", "keep": "yes", "title": "書きかけ"})

    made = Proposal.objects.get()
    assert answer.url == page_of(made)
    assert made.state == State.DRAFT
    assert not Notification.objects.exists()
    client.force_login(an_officer())
    assert client.get(page_of(made)).status_code == 404
    assert "書きかけ" not in client.get(QUEUE).content.decode()


def test_a_proposal_without_a_source_is_not_sent_in(client, hanako, now):
    answer = client.post(NEW, typed(source=""))

    assert "出典を入力してください。" in answer.content.decode()
    assert not Proposal.objects.exists()
    with pytest.raises(NotComplete):
        send_in(a_draft(hanako, now=now, source=""), by=hanako, now=now)


def test_a_draft_is_changed_with_its_files_and_sent_in(client, hanako, now):
    draft = a_draft(hanako, now=now, source="")
    address = reverse("casebook:proposal_edit", args=[draft.pk])
    fields = ["place", "title", "body", "heard", "source", "reason", "is_credited"]
    version = version_of(draft, fields)

    answer = client.post(address, typed(row_version=version, source="議会の資料"))

    draft.refresh_from_db()
    assert answer.url == page_of(draft)
    assert (draft.source, draft.state) == ("議会の資料", State.IN_REVIEW)


def test_a_proposal_in_review_cannot_be_changed_but_withdrawn_and_sent_again(client, hanako, now):
    sent = a_proposal(hanako, now=now)
    address = reverse("casebook:proposal_edit", args=[sent.pk])
    form = client.get(address).context["form"]
    values = typed(row_version=form.initial["row_version"], title="変えた題")

    refused = client.post(address, values)
    client.post(reverse("casebook:proposal_withdraw", args=[sent.pk]))
    sent.refresh_from_db()
    withdrawn = sent.state
    client.post(address, values)

    sent.refresh_from_db()
    assert "いったん取り下げてください" in refused.content.decode()
    assert withdrawn == State.WITHDRAWN
    assert (sent.state, sent.title) == (State.IN_REVIEW, "変えた題")


def test_a_draft_that_is_dropped_is_gone_with_its_files(client, hanako):
    paper = SimpleUploadedFile("資料.txt", "手挙げの資料".encode(), "text/plain")
    client.post(NEW, typed(files=paper, keep="yes"))
    made = Proposal.objects.get()

    client.post(reverse("casebook:proposal_withdraw", args=[made.pk]))

    assert not Proposal.objects.exists()
    assert not StoredFile.objects.exists()
    assert AuditEvent.objects.filter(action="casebook.proposal.dropped").exists()


def test_a_correction_says_about_which_case_and_fills_a_wanted_fact(client, hanako):
    case = a_case("見本の事例", facts_wanted=["人数"])
    number = case.facts_wanted[0].id
    address = reverse("casebook:correction_new", args=[case.slug])

    shown = client.get("/casebook/wanted/").content.decode()
    form = client.get(f"{address}?wanted={number}").content.decode()
    client.post(f"{address}?wanted={number}", {"submit_key": "k1", **CORRECTION_WORDS})

    made = Proposal.objects.get()
    assert f"{address}?wanted={number}" in shown
    assert "人数" in form
    assert (made.kind, made.case, made.wanted, made.wanted_id) == (
        "correction",
        case,
        "人数",
        number,
    )
    assert "1件の知らせを確認中" in client.get("/casebook/wanted/").content.decode()


def test_facts_wanted_of_a_draft_are_not_listed(client, hanako):
    a_case("公開", facts_wanted=["公開の問い"])
    a_case("下書き", live=False, facts_wanted=["下書きの問い"])
    a_case("募集なし")

    page = client.get("/casebook/wanted/").content.decode()

    assert "公開の問い" in page
    assert "下書きの問い" not in page
    assert "募集なし" not in page


def test_the_name_of_who_proposes_without_it_is_known_to_officers_alone(client, now):
    sent = a_proposal(a_staff_member(name="秘密花子"), now=now, is_credited=False)
    seen = {}
    for who in (an_officer(), an_editor()):
        client.force_login(who)
        seen[who] = [
            "秘密花子" in client.get(address).content.decode() for address in (page_of(sent), QUEUE)
        ]

    assert list(seen.values()) == [[True, True], [False, False]]


def test_a_stranger_meets_no_trace_of_a_proposal(client, now):
    mine = a_proposal(now=now)
    client.force_login(a_staff_member())

    answers = [client.get(page_of(mine)), client.get(QUEUE)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert mine.title not in client.get(LIST).content.decode()


@pytest.mark.parametrize("old", State)
@pytest.mark.parametrize("new", State)
def test_a_proposal_moves_only_along_the_table(old, new, now):
    made = a_draft(now=now)
    Proposal.objects.filter(pk=made.pk).update(state=old)
    made.refresh_from_db()

    if new in NEXT[old]:
        move(made, new, by=made.proposer, now=now)
        assert made.state == new
    else:
        with pytest.raises(IllegalMove):
            move(made, new, by=made.proposer, now=now)
        assert Proposal.objects.get().state == old


@pytest.mark.parametrize("address", [LIST, "/casebook/wanted/", QUEUE])
def test_the_lists_ask_as_often_for_one_row_as_for_many(client, now, address):
    officer = an_officer()
    client.force_login(officer)
    case = a_case(facts_wanted=["人数"])
    rows = [lambda: a_correction(case, officer, now=now), lambda: a_proposal(now=now)]
    for each in rows:
        each()
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(3):
        a_case(facts_wanted=["時期"])
        for each in rows:
            each()

    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(one)
