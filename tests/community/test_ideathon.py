"""アイデアソン: each stage allows its own acts, three votes each, then the next step."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from portal.community.models import IdeaVote, NextStep, Stage, Theme
from portal.community.thinking import (
    VOTES_EACH,
    Call,
    IdeasAreClosed,
    NotDecidedYet,
    NoVotesLeft,
    Step,
    VoteForOneself,
    VotesAreClosed,
    bring_idea,
    ideas_of,
    own_votes,
    say_next_step,
    set_theme,
    take_vote_back,
    vote,
)
from portal.staff.models import Role
from tests.builders import a_staff_member

pytestmark = pytest.mark.django_db
CALL = Call("電話を減らすには", "取り次ぎが多い", date(2026, 11, 20), date(2026, 11, 27))
STEP = Step("1課で試す", "市民課", None)
VOTING = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
OVER = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)


@pytest.fixture
def theme(db, now):
    return set_theme(CALL, by=a_staff_member("officer", role=Role.OFFICER), now=now)


@pytest.fixture
def idea(theme, taro, now):
    return bring_idea(theme, "担当表を作る", "", by=taro, now=now)


def is_allowed(act):
    try:
        act()
    except (IdeasAreClosed, VotesAreClosed, NotDecidedYet):
        return False
    return True


EDGES = {
    "last minute of ideas": (datetime(2026, 11, 20, 14, 59, tzinfo=UTC), Stage.IDEAS),
    "first minute of votes": (datetime(2026, 11, 20, 15, 0, tzinfo=UTC), Stage.VOTES),
    "last minute of votes": (datetime(2026, 11, 27, 14, 59, tzinfo=UTC), Stage.VOTES),
    "the day after": (datetime(2026, 11, 27, 15, 0, tzinfo=UTC), Stage.OVER),
}


@pytest.mark.parametrize("edge", EDGES)
def test_at_every_edge_exactly_the_acts_of_the_stage_are_open(theme, idea, hanako, edge):
    at, stage = EDGES[edge]
    acts = {
        Stage.IDEAS: lambda: bring_idea(theme, "もう1つ", "", by=hanako, now=at),
        Stage.VOTES: lambda: vote(idea, by=hanako, now=at),
        Stage.OVER: lambda: say_next_step(idea, STEP, by=hanako, now=at),
    }

    done = {each for each, act in acts.items() if is_allowed(act)}

    assert done == {stage}


def test_three_votes_each_once_for_an_idea_never_for_ones_own(theme, idea, taro, hanako, now):
    ideas = [bring_idea(theme, f"{n}", "", by=taro, now=now) for n in range(VOTES_EACH)]
    for each in [*ideas, ideas[0]]:
        vote(each, by=hanako, now=VOTING)
    with pytest.raises(NoVotesLeft):
        vote(idea, by=hanako, now=VOTING)
    with pytest.raises(VoteForOneself):
        vote(idea, by=taro, now=VOTING)

    take_vote_back(ideas[0], by=hanako, now=VOTING)
    vote(idea, by=hanako, now=VOTING)

    assert own_votes(theme, hanako) == {ideas[1].pk, ideas[2].pk, idea.pk}
    with pytest.raises(VotesAreClosed):
        take_vote_back(idea, by=hanako, now=OVER)


@pytest.mark.django_db(transaction=True)
def test_of_many_votes_at_once_three_count(now):
    officer, hanako = a_staff_member("officer"), a_staff_member("hanako")
    theme = set_theme(CALL, by=officer, now=now)
    ideas = [bring_idea(theme, f"{n}", "", by=officer, now=now) for n in range(8)]

    def press(each):
        try:
            vote(each, by=hanako, now=VOTING)
        except NoVotesLeft:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(press, ideas))

    assert (sum(results), IdeaVote.objects.count()) == (VOTES_EACH, VOTES_EACH)


def test_when_voting_is_over_the_most_voted_stands_first(theme, idea, taro, hanako, now):
    second = bring_idea(theme, "あと", "", by=taro, now=now)
    vote(second, by=hanako, now=VOTING)

    before = [each.title for each in ideas_of(theme, VOTING.date())]
    after = [(each.title, each.vote_count) for each in ideas_of(theme, OVER.date())]

    assert before == ["担当表を作る", "あと"]
    assert after == [("あと", 1), ("担当表を作る", 0)]


def test_a_theme_is_set_by_leaders_and_the_dx_section(client, db):
    seen = {}
    for role in (None, *Role):
        client.force_login(a_staff_member(role=role))
        seen[role] = client.get("/community/ideathon/new/").status_code

    assert {role for role, status in seen.items() if status == 200} == {Role.LEADER, Role.OFFICER}


def test_the_story_of_a_theme_on_its_pages(client, hanako, taro, now, time_machine):
    time_machine.move_to(now)
    officer = a_staff_member(role=Role.OFFICER)
    client.force_login(officer)
    values = {
        "submit_key": "k1", "title": "電話", "question": "取り次ぎ", "ideas_until": "2026-11-20",
        "votes_until": "2026-11-20",
    }  # fmt: skip
    wrong = client.post("/community/ideathon/new/", values)
    assert "アイデアの締め切りよりあとの日" in wrong.content.decode()
    client.post("/community/ideathon/new/", {**values, "votes_until": "2026-11-27"})
    theme = Theme.objects.get()
    page = f"/community/ideathon/{theme.pk}/"
    client.post(f"{page}ideas/", {"submit_key": "k2", "title": "", "text": "書きかけ"})
    answer = client.post(f"{page}ideas/", {"submit_key": "k2", "title": "", "text": "書きかけ"})
    assert "書きかけ" in answer.content.decode()
    client.post(f"{page}ideas/", {"submit_key": "k2", "title": "担当表", "text": "課ごとに"})
    idea = theme.ideas.get()

    time_machine.move_to(VOTING)
    client.force_login(taro)
    client.post(f"/community/ideathon/ideas/{idea.pk}/vote/", {"on": "1"})
    assert "投票しました（取り消す）" in client.get(page).content.decode()

    time_machine.move_to(OVER)
    client.force_login(officer)
    client.post(
        f"/community/ideathon/ideas/{idea.pk}/step/",
        {"submit_key": "k3", "what": "1課で試す", "who": "市民課"},
    )
    text = client.get(page).content.decode()
    assert "1票" in text
    assert "1課で試す（市民課、期限は未定）" in text
    assert NextStep.objects.count() == 1
    assert "担当表：1課で試す" in client.get("/community/").content.decode()


def test_a_page_of_ideas_costs_the_same_with_3_and_with_30(
    client, theme, taro, now, django_assert_num_queries, time_machine
):
    time_machine.move_to(OVER)
    client.force_login(taro)
    page = f"/community/ideathon/{theme.pk}/"

    def furnish(count):
        for number in range(count):
            idea = bring_idea(theme, f"{number}", "", by=taro, now=now)
            vote(idea, by=a_staff_member(), now=VOTING)
            say_next_step(idea, STEP, by=taro, now=OVER + timedelta(minutes=number))

    furnish(3)
    with django_assert_num_queries(QUERIES):
        client.get(page)
    furnish(27)
    with django_assert_num_queries(QUERIES):
        client.get(page)


QUERIES = 10
