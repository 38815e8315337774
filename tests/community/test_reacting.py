"""One of each per person and thing: by the database, and in threads."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from portal.community.commenting import write_comment
from portal.community.forms import CommentForm
from portal.community.models import Comment, Reaction
from portal.community.reacting import clear_reaction, reactions_of, set_reaction
from portal.submitting.once import submit_once
from tests.builders import a_staff_member

PRESSES = 8


@pytest.mark.django_db
def test_pressing_twice_is_once_and_each_sort_counts_for_itself(case, taro, hanako, now):
    key = ("casebook.case", case.pk)
    for _press in range(2):
        set_reaction(case, "useful", by=taro, now=now)
    set_reaction(case, "useful", by=hanako, now=now)
    set_reaction(case, "we_too", by=hanako, now=now)

    seen = [(each.sort, each.count, each.is_own) for each in reactions_of([key], taro)[key]]

    assert seen == [("useful", 2, True), ("we_too", 1, False)]


@pytest.mark.django_db
def test_the_database_refuses_a_second_one(case, taro, now):
    reaction = set_reaction(case, "useful", by=taro, now=now)
    reaction.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        reaction.save(force_insert=True)
    assert Reaction.objects.count() == 1


@pytest.mark.django_db
def test_taking_it_back_takes_ones_own_only(case, taro, hanako, now):
    set_reaction(case, "useful", by=taro, now=now)
    set_reaction(case, "useful", by=hanako, now=now)

    clear_reaction(case, "useful", by=taro)
    clear_reaction(case, "useful", by=taro)

    assert [each.staff for each in Reaction.objects.all()] == [hanako]


def at_once(press):
    def run(number):
        try:
            return press(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(PRESSES) as pool:
        return list(pool.map(run, range(PRESSES)))


@pytest.mark.django_db(transaction=True)
def test_many_presses_at_the_same_moment_are_one(secret, now):
    at_once(lambda _number: set_reaction(secret, "useful", by=secret.staff, now=now))

    assert Reaction.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_many_times_at_once_is_one_comment(secret, now):
    staff = secret.staff

    def send(_number):
        form = CommentForm({"submit_key": "k1", "body": "一度だけ"})
        assert form.is_valid()
        return submit_once(
            form, lambda: write_comment(secret, "一度だけ", by=staff, now=now), by=staff, now=now
        ).pk

    assert len(set(at_once(send))) == 1
    assert Comment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_people_press_at_once_and_all_are_counted(secret, now):
    people = [a_staff_member() for _number in range(PRESSES)]

    at_once(lambda number: set_reaction(secret, "we_too", by=people[number], now=now))

    key = ("personal.datarequest", secret.pk)
    assert reactions_of([key], people[0])[key][1].count == PRESSES
