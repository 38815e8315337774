"""Four eyes on every proposal, and a draft in the CMS at the end."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from casebook.adopting import NotYourOwn, draft_case
from casebook.models import STREAM_FIELDS, Case, Proposal
from casebook.proposal_states import AlreadyMoved, IllegalMove, State
from casebook.reviewing import (
    CaseIsGone,
    NotInTheArticle,
    WordsAreMissing,
    adopt,
    decline,
    finish,
    give_back,
    note_publication,
    note_publications,
    take,
)
from portal.notifications.models import Notification
from tests.builders import a_case, a_municipality, a_staff_member
from tests.casebook.builders import a_correction, a_proposal, an_editor, an_officer
from tests.staff.roster_files import a_department

pytestmark = pytest.mark.django_db


def told(staff):
    return list(
        Notification.objects.filter(recipient=staff, kind="case_proposal_moved")
        .order_by("pk")
        .values_list("title", flat=True)
    )


def test_an_adopted_proposal_is_a_draft_of_the_cms_that_nobody_reads_yet(client, now):
    town, officer = a_municipality("あわら市", prefecture="18"), an_officer()
    sent = a_proposal(now=now)

    case = adopt(sent, "", town, by=officer, now=now)

    assert (sent.state, sent.case, sent.decided_by) == (State.ADOPTED, case, officer)
    assert (case.live, case.title, case.municipality) == (False, sent.title, town)
    assert case.outline[0].value["body"] == sent.body
    assert case.sources[0].value["url"] == "https://example.jp/awara"
    assert case.owner == officer
    client.force_login(sent.proposer)
    assert client.get(reverse("casebook:case_page", args=[case.slug])).status_code == 404
    assert told(sent.proposer) == [
        f"あなたの事例の提案「{sent.title}」が「採用（事例の下書き）」になりました"
    ]


def test_nothing_in_the_draft_names_who_proposed_it(now):
    sent = a_proposal(a_staff_member(name="秘密花子"), now=now, is_credited=False)

    case = adopt(sent, "", None, by=an_officer(), now=now)

    assert "秘密花子" not in str(case.latest_revision.content)
    assert sent.proposer_id not in (case.owner_id, case.latest_revision.user_id)


def test_nobody_decides_on_their_own(client, now):
    officer = an_officer()
    own = a_proposal(officer, now=now)
    acts = [
        lambda: take(own, by=officer, now=now),
        lambda: give_back(own, "直す", by=officer, now=now),
        lambda: decline(own, "見送る", by=officer, now=now),
        lambda: adopt(own, "", None, by=officer, now=now),
        lambda: finish(own, by=officer, now=now),
    ]

    for act in acts:
        with pytest.raises(NotYourOwn):
            act()

    client.force_login(officer)
    address = reverse("casebook:proposal_decide", args=[own.pk])
    assert client.post(address, {"act": "adopt"}).status_code == 404
    assert Proposal.objects.get().state == State.IN_REVIEW
    assert not Case.objects.exists()


def test_a_return_and_a_refusal_say_why(now):
    sent, officer = a_proposal(now=now), an_officer()

    for act in (give_back, decline):
        with pytest.raises(WordsAreMissing):
            act(sent, " ", by=officer, now=now)
    give_back(sent, "年度を教えてください。", by=officer, now=now)

    assert (sent.state, sent.answer) == (State.RETURNED, "年度を教えてください。")
    assert sent.changes.last().words == "年度を教えてください。"


def test_who_takes_a_proposal_is_asked_again_and_nobody_else(client, now):
    officer, editor = an_officer(), an_editor()
    sent = a_proposal(now=now)
    take(sent, by=editor, now=now)
    give_back(sent, "直してください。", by=editor, now=now)
    Notification.objects.all().delete()

    client.force_login(sent.proposer)
    address = reverse("casebook:proposal_edit", args=[sent.pk])
    form = client.get(address).context["form"]
    client.post(address, {**form.initial, "body": "直しました。"})

    sent.refresh_from_db()
    assert (sent.state, sent.reviewer) == (State.IN_REVIEW, editor)
    assert [each.recipient for each in Notification.objects.all()] == [editor]
    assert officer != editor


def test_two_who_take_at_once_are_told_apart(now):
    sent = a_proposal(now=now)
    seen_before = Proposal.objects.get()
    take(sent, by=an_officer(), now=now)

    with pytest.raises(AlreadyMoved):
        take(seen_before, by=an_editor(), now=now)


def test_adopting_twice_makes_one_draft(now):
    sent = a_proposal(now=now)
    seen_before = Proposal.objects.get()
    adopt(sent, "", None, by=an_officer(), now=now)

    with pytest.raises(AlreadyMoved):
        adopt(seen_before, "", None, by=an_officer(), now=now)

    assert Case.objects.count() == 1


def test_a_published_case_says_whose_proposal_it_was(client, now):
    section = a_department("1010", "市民課")
    named = a_staff_member(name="花子", department=section)
    case = adopt(a_proposal(named, now=now), "", None, by=an_officer(), now=now)
    Case.objects.filter(pk=case.pk).update(live=True)
    case.refresh_from_db()

    note_publication(case, by=an_editor(), now=now)

    client.force_login(a_staff_member())
    page = client.get(reverse("casebook:case_page", args=[case.slug])).content.decode()
    assert "市民課の花子さんの提案" in page
    assert told(named)[-1].endswith("が「公開」になりました")


def test_an_anonymous_proposal_is_not_named_under_the_case(client, now):
    case = adopt(
        a_proposal(a_staff_member(name="秘密花子"), now=now, is_credited=False),
        "",
        None,
        by=an_officer(),
        now=now,
    )
    Case.objects.filter(pk=case.pk).update(live=True)

    assert note_publications(now) == 1

    client.force_login(a_staff_member())
    page = client.get(reverse("casebook:case_page", args=[case.slug])).content.decode()
    assert Proposal.objects.get().state == State.PUBLISHED
    assert "秘密花子" not in page
    assert "さんの提案" not in page


def test_a_correction_goes_into_the_draft_and_leaves_the_page_as_it_is(now):
    case = a_case(facts_wanted=["人数", "時期"])
    number = case.facts_wanted[0].id
    sent = a_correction(case, now=now, wanted="人数", wanted_id=number, body="20人です。")

    adopt(sent, "", None, by=an_officer(), now=now)

    case.refresh_from_db()
    draft = case.get_latest_revision_as_object()
    assert [len(case.facts_wanted), len(case.outside_facts)] == [2, 0]
    assert [str(each.value) for each in draft.facts_wanted] == ["時期"]
    assert draft.outside_facts[0].value["fact"] == "人数：20人です。"
    assert draft.outside_facts[0].value["source"] == sent.source


def test_a_correction_is_public_when_its_words_are_in_the_published_page(now):
    case, officer = a_case(), an_officer()
    sent, other = (a_correction(case, now=now) for _ in range(2))
    adopt(sent, "", None, by=officer, now=now)
    case.refresh_from_db()
    case.get_latest_revision().publish()
    adopt(other, "", None, by=officer, now=now)
    case.refresh_from_db()

    note_publication(case, by=officer, now=now)

    assert [each.state for each in Proposal.objects.order_by("pk")] == [
        State.PUBLISHED,
        State.ADOPTED,
    ]
    with pytest.raises(NotInTheArticle):
        finish(other, by=officer, now=now)


def test_a_correction_of_a_case_that_is_gone_is_not_adopted(now):
    case = a_case()
    sent = a_correction(case, now=now)
    case.delete()
    sent.refresh_from_db()

    with pytest.raises(CaseIsGone):
        adopt(sent, "", None, by=an_officer(), now=now)

    assert Proposal.objects.get().state == State.IN_REVIEW


def test_an_editor_does_not_publish_in_the_cms_what_they_proposed(client, now):
    editor, officer = an_editor(), an_officer()
    case = adopt(a_proposal(editor, now=now), "", a_municipality(), by=officer, now=now)
    address = reverse("wagtailadmin_pages:edit", args=[case.pk])
    source = {**case.sources[0].value}
    streams = {name: streamfield([]) for name in STREAM_FIELDS}
    form = nested_form_data(
        {
            "title": case.title,
            "slug": case.slug,
            "tags": "",
            "coverage": "checked",
            **streams,
            "summary": "要約です。",
            "municipality": case.municipality_id,
            "points": streamfield([("text", "要点です。")]),
            "sources": streamfield([("source", source)]),
            "verified_on": "2026-11-20",
            "verified_by": "DX課",
            "action-publish": "1",
        }
    )

    client.force_login(editor)
    client.post(address, form)
    case.refresh_from_db()
    refused = case.live
    client.force_login(officer)
    client.post(address, form)

    case.refresh_from_db()
    assert (refused, case.live) == (False, True)
    assert Proposal.objects.get().state == State.PUBLISHED


def test_a_draft_from_another_part_is_made_by_somebody_else(now):
    words = {"title": "題", "summary": "要約", "body": "内容", "origin": "活動報告"}
    leader = a_staff_member()

    with pytest.raises(NotYourOwn):
        draft_case(**words, municipality=None, proposed_by=leader, by=leader)

    assert not Case.objects.exists()


def test_the_queue_counts_and_narrows(client, now):
    officer = an_officer()
    a_proposal(now=now, title="窓口の話")
    mine = a_proposal(now=now, title="会議の話")
    take(mine, by=officer, now=now)
    a_correction(a_case("見本"), now=now)
    client.force_login(officer)

    def titles(query):
        return [each.title for each in client.get(f"/casebook/review/{query}").context["page"]]

    assert titles("") == ["窓口の話", "「見本」の訂正"]
    assert titles("?view=mine") == ["会議の話"]
    assert titles("?kind=correction") == ["「見本」の訂正"]
    assert titles("?view=in_review&q=会議") == ["会議の話"]


def test_a_decision_is_made_on_the_page(client, now):
    sent = a_proposal(now=now)
    client.force_login(an_officer())
    address = reverse("casebook:proposal_decide", args=[sent.pk])

    silent = client.post(address, {"act": "decline", "answer": ""}, follow=True)
    client.post(address, {"act": "return", "answer": "年度は？"})

    sent.refresh_from_db()
    assert "理由か、直してほしいところを" in silent.content.decode()
    assert (sent.state, sent.answer) == (State.RETURNED, "年度は？")
    with pytest.raises(IllegalMove):
        decline(sent, "見送る", by=an_officer(), now=now)
