"""What came of 「うちでも試す」, shown under the case: counts, and words that were released."""

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.consultations.ideas import decide, finish, submit
from portal.consultations.models import Consultation, Idea, TrialOutcome
from portal.consultations.trying import NotToBeTold, tell_outcome
from tests.builders import a_case, a_staff_member
from tests.casebook.builders import an_officer
from tests.consultations.builders import a_consultation

pytestmark = pytest.mark.django_db
WORDS = "会議の紙が半分になりました。"


def begun(case, asker=None, *, now, **fields) -> Consultation:
    fields = {"status": "answered", "answered_at": now, **fields}
    return a_consultation(
        asker, now=now, case_reference=str(case.pk), case_title=case.title, **fields
    )


def page_of(client, case) -> str:
    client.force_login(a_staff_member())
    return client.get(reverse("casebook:case_page", args=[case.slug])).content.decode()


def typed(**changes):
    return {"outcome-words": WORDS, "outcome-is_redacted": "on", **changes}


def test_a_case_says_how_many_tried_it_and_what_was_released(client, now):
    case, asker = a_case(), a_staff_member(name="花子")
    asked = begun(case, asker, now=now, trouble="秘密の困りごと")
    begun(case, now=now, status="open")
    client.force_login(asker)

    client.post(reverse("consultations:consultation_outcome", args=[asked.pk]), typed())

    page = page_of(client, case)
    assert "相談が2件（うち回答済み 1件）" in page
    assert WORDS in page
    assert "花子" not in page
    assert "秘密の困りごと" not in page
    assert AuditEvent.objects.filter(action="consultation.outcome.told").exists()


def test_a_confidential_consultation_leaves_no_trace_under_the_case(client, now):
    case, officer = a_case(), an_officer()
    secret = begun(case, now=now, is_confidential=True, named=(officer,))

    with pytest.raises(NotToBeTold):
        tell_outcome(secret, WORDS, by=officer, now=now)

    assert "うちでも試した" not in page_of(client, case)
    assert not TrialOutcome.objects.exists()


def test_what_was_told_goes_when_the_consultation_becomes_confidential(client, now):
    case = a_case()
    asked = begun(case, now=now)
    tell_outcome(asked, WORDS, by=asked.asker, now=now)

    Consultation.objects.update(is_confidential=True)

    assert WORDS not in page_of(client, case)


@pytest.mark.parametrize("status", ["open", "in_progress", "waiting"])
def test_an_unanswered_consultation_has_no_outcome_yet(now, status):
    asked = begun(a_case(), now=now, status=status)

    with pytest.raises(NotToBeTold):
        tell_outcome(asked, WORDS, by=asked.asker, now=now)

    assert not TrialOutcome.objects.exists()


def test_nobody_but_the_asker_and_the_desk_tells_the_outcome(client, now):
    asked = begun(a_case(), now=now)
    address = reverse("consultations:consultation_outcome", args=[asked.pk])

    client.force_login(a_staff_member())
    stranger = client.post(address, typed())
    client.force_login(an_officer())
    silent = client.post(address, typed(**{"outcome-is_redacted": ""}))
    told_before = TrialOutcome.objects.count()
    client.post(address, typed())

    assert stranger.status_code == 404
    assert silent.status_code == 302
    assert (told_before, TrialOutcome.objects.count()) == (0, 1)


def test_an_idea_begins_from_a_case_and_its_effect_comes_back(client, now):
    case, author, officer = a_case(), a_staff_member(), an_officer()
    client.force_login(author)
    form = client.get(f"/ideas/new/?case={case.slug}").context["form"]
    values = {
        "submit_key": "k1",
        "row_version": form.initial["row_version"],
        "case": form.initial["case"],
        "title": "紙をやめる",
        "now_words": "20部刷っています。",
    }
    client.post("/ideas/new/", values)
    noted = page_of(client, case)
    idea = Idea.objects.get()
    submit(idea, by=author, now=now)
    decide(idea, True, "やってみましょう。", by=officer, now=now)
    finish(idea, "年に5000枚減りました。", by=author, now=now)

    page = page_of(client, case)

    assert "うちでも試した" not in noted
    assert "アイデアが1件（うち実施済み 1件）" in page
    assert "年に5000枚減りました。" in page
