"""Quick polls: one answer each, and results that point at nobody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction

from portal.audit.models import AuditEvent
from portal.community.models import Ballot, Poll, PollChoice
from portal.community.polling import (
    AlreadyAnswered,
    Asked,
    PollIsClosed,
    answer,
    hidden_counts,
    make_poll,
    results_of,
)
from portal.staff.models import Role
from tests.builders import a_staff_member


def a_poll(now, *, is_anonymous=True, answers=("はい", "いいえ", "まだ")):
    asked = Asked("使いますか", list(answers), is_anonymous, now + timedelta(days=7))
    return make_poll(asked, by=a_staff_member(), now=now)


@pytest.mark.django_db
def test_an_anonymous_answer_is_one_in_a_count_and_nothing_else(taro, now):
    poll = a_poll(now)
    events = AuditEvent.objects.count()
    yes = poll.choices.first()

    answer(poll, yes, by=taro, now=now)

    ballot = Ballot.objects.get()
    yes.refresh_from_db()
    assert (ballot.staff, ballot.choice, yes.count) == (taro, None, 1)
    assert AuditEvent.objects.count() == events
    assert "at" not in {field.name for field in Ballot._meta.get_fields()}
    with pytest.raises(AlreadyAnswered):
        answer(poll, poll.choices.last(), by=taro, now=now)
    assert sum(PollChoice.objects.values_list("count", flat=True)) == 1


@pytest.mark.django_db
def test_the_database_keeps_no_choice_of_an_anonymous_ballot(taro, now):
    poll = a_poll(now)

    with pytest.raises(IntegrityError), transaction.atomic():
        poll.ballots.create(staff=taro, choice=poll.choices.first(), is_anonymous=True)


@pytest.mark.django_db
def test_with_names_the_last_answer_counts(taro, now):
    poll = a_poll(now, is_anonymous=False)
    yes, no, _later = poll.choices.order_by("position")

    answer(poll, yes, by=taro, now=now)
    answer(poll, no, by=taro, now=now)

    found = [(each.count, each.names) for each in results_of(poll, now=now)]
    assert found == [(0, []), (1, ["髙﨑 太郎"]), (0, [])]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("after", "is_open"), [(timedelta(days=7, microseconds=-1), True), (timedelta(days=7), False)]
)
def test_the_closing_moment_is_the_first_that_is_too_late(taro, now, after, is_open):
    poll = a_poll(now)

    if is_open:
        answer(poll, poll.choices.first(), by=taro, now=now + after)
    else:
        with pytest.raises(PollIsClosed):
            answer(poll, poll.choices.first(), by=taro, now=now + after)
    assert Ballot.objects.exists() == is_open
    assert (results_of(poll, now=now + after) is None) == is_open


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([10, 12, 7], set()),
        ([10, 12, 4], {0, 2}),
        ([10, 12, 3, 1], {2, 3, 0}),
        ([10, 12, 3, 3], {2, 3}),
        ([20, 0], {0, 1}),
        ([1, 1, 1], {0, 1, 2}),
        ([5, 5], set()),
        ([0, 0], {0, 1}),
    ],
)
def test_what_is_hidden(counts, hidden):
    assert hidden_counts(counts) == hidden


def test_no_hidden_count_follows_from_the_sum_whatever_the_counts():
    for counts in product(range(8), repeat=4):
        hidden = hidden_counts(list(counts))
        assert all(counts[place] >= 5 for place in range(4) if place not in hidden)
        assert len(hidden) != 1
        assert not hidden or len(hidden) == 4 or sum(counts[place] for place in hidden) >= 5


@pytest.mark.django_db(transaction=True)
def test_one_person_at_once_from_many_windows_is_one_answer(now):
    poll, taro = a_poll(now), a_staff_member("taro")
    choices = list(poll.choices.order_by("position"))

    def press(number):
        try:
            answer(poll, choices[number % 3], by=taro, now=now)
        except AlreadyAnswered:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(press, range(8)))

    assert sum(results) == 1
    assert sum(PollChoice.objects.values_list("count", flat=True)) == 1
    assert Ballot.objects.count() == 1


@pytest.mark.django_db
def test_the_story_of_a_poll_on_its_pages(client, hanako, taro, now, time_machine):
    time_machine.move_to(now)
    client.force_login(a_staff_member(role=Role.TRAINER))
    values = {
        "submit_key": "k1",
        "question": "在宅勤務？",
        "names": "no",
        "closes_on": "2026-11-20",
    }
    for answers in ("はい", "はい\nはい", "\n".join("123456789"), "あ" * 101 + "\nい"):
        wrong = client.post("/community/polls/new/", {**values, "answers": answers})
        assert wrong.context["form"].errors.keys() == {"answers"}
    late = {**values, "answers": "はい\nいいえ", "closes_on": "2027-11-20"}
    assert "3か月以内" in client.post("/community/polls/new/", late).content.decode()
    client.post("/community/polls/new/", {**values, "answers": " はい \n\nいいえ"})
    poll = Poll.objects.get()
    page = f"/community/polls/{poll.pk}/"
    yes = poll.choices.get(words="はい")

    client.force_login(taro)
    foreign = a_poll(now).choices.first()
    assert client.post(page, {"choice": foreign.pk}).context["form"].errors
    client.post(page, {"choice": yes.pk})
    client.post(page, {"choice": yes.pk})
    text = client.get(page).content.decode()
    assert "回答済みです" in text
    assert "5人未満" in text
    assert "締め切りのあとに出ます" in text

    time_machine.move_to(now + timedelta(days=1))
    client.force_login(taro)
    text = client.get(page).content.decode()
    assert text.count("少数のため非公開") == 2
    PollChoice.objects.update(count=6)
    assert "<td data-figure>6</td>" in client.get(page).content.decode()


@pytest.mark.django_db
def test_lists_cost_the_same_with_3_and_with_30_rows(
    client, hanako, now, django_assert_num_queries
):
    for count in (3, 27):
        for _number in range(count):
            answer(a_poll(now), PollChoice.objects.last(), by=hanako, now=now)
        with django_assert_num_queries(QUERIES):
            client.get("/community/polls/")


QUERIES = 7
