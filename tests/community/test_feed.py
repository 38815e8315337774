"""The feed: what stands in it for whom, page by page, at a constant price."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leaders.reporting import note_finding, remove_finding, report
from portal.community.announcing import announce, take_back
from portal.community.commenting import write_comment
from portal.community.feed import PAGE_SIZE, feed_page
from portal.community.following import FollowsOneself, follow
from portal.community.keeping import keep
from portal.community.kinds import find_visible
from portal.community.models import Entry, Follow
from portal.community.reacting import set_reaction
from portal.consultations.ideas import decide, note_idea, submit
from portal.guidance.loading import load_guidance
from portal.notifications.models import Notification
from portal.personal.asking import make_request
from portal.staff.models import Role
from tests.builders import a_case, a_staff_member
from tests.consultations.builders import an_officer
from tests.leaders.builders import a_told
from tests.staff.roster_files import a_department

pytestmark = pytest.mark.django_db


def titles(staff, entries=None, before=""):
    page = feed_page(Entry.objects.all() if entries is None else entries, staff, before=before)
    return [line.title for line in page.lines]


def cases(count, now, *, step=timedelta(minutes=1)):
    for number in range(count):
        announce(a_case(f"事例{number:02}"), by=None, now=now + number * step)


def test_the_newest_stands_first_and_a_thing_stands_there_once(case, taro, now):
    other = a_case("あとの事例")
    announce(case, by=None, now=now)
    announce(other, by=taro, now=now + timedelta(hours=1))
    announce(case, by=None, now=now + timedelta(hours=2))

    assert titles(taro) == ["あとの事例", "年2回募る"]


def test_a_draft_is_no_news_until_it_is_published(taro, now):
    draft = a_case("下書き", live=False)
    announce(draft, by=None, now=now)
    assert titles(taro) == []

    draft.live = True
    draft.save()

    assert titles(taro) == ["下書き"]


def test_only_who_may_see_the_object_sees_the_news(secret, taro, now):
    announce(secret, by=secret.staff, now=now)
    officer = a_staff_member(role=Role.OFFICER)

    seen = {staff: bool(titles(staff)) for staff in (secret.staff, officer, taro)}

    assert seen == {secret.staff: True, officer: True, taro: False}


def test_what_is_gone_is_no_news(case, taro, now):
    announce(case, by=None, now=now)
    take_back(case)

    assert titles(taro) == []


@pytest.mark.parametrize("step", [timedelta(minutes=1), timedelta(0)])
def test_pages_follow_each_other_without_gap_or_repetition(taro, now, step):
    cases(PAGE_SIZE * 2 + 3, now, step=step)

    seen, before = [], ""
    for _page in range(3):
        page = feed_page(Entry.objects.all(), taro, before=before)
        seen += [line.title for line in page.lines]
        before = page.older

    assert seen == sorted(seen, reverse=True)
    assert len(seen) == PAGE_SIZE * 2 + 3
    assert before == ""


def test_what_comes_in_while_one_reads_does_not_shift_the_next_page(taro, now):
    cases(PAGE_SIZE + 1, now)
    first = feed_page(Entry.objects.all(), taro)
    announce(a_case("いま来た"), by=None, now=now + timedelta(days=1))

    assert titles(taro, before=first.older) == ["事例00"]


@pytest.mark.parametrize(
    "word", ["", "x", "1", "1.x", "9" * 30 + ".1", "-1.1", "１.１", "1." + "9" * 30]
)
def test_an_odd_place_shows_a_page_all_the_same(client, hanako, case, now, word):
    announce(case, by=None, now=now)

    assert client.get("/community/", {"before": word}).status_code == 200


def test_following_narrows_to_people_sections_and_tags(taro, now):
    jiro = a_staff_member("jiro", department=a_department("1010", "市民課"))
    saburo = a_staff_member("saburo", department=a_department("2010", "税務課"))
    for title, by, tags in [
        ("次郎の事例", jiro, []),
        ("三郎の事例", saburo, []),
        ("手挙げの事例", None, ["手挙げ"]),
        ("ほかの事例", None, ["RPA"]),
    ]:
        announce(a_case(title, tags=tags), by=by, now=now)

    for what in ({"tag": "手挙げ"}, {"department": jiro.department}, {"person": saburo}):
        follow(taro, now=now, **what)

    found = titles(taro, Entry.objects.followed_by(taro))
    assert sorted(found) == ["三郎の事例", "手挙げの事例", "次郎の事例"]


def test_following_twice_is_once_and_never_oneself(taro, now):
    assert follow(taro, tag="RPA", now=now) == follow(taro, tag="RPA", now=now)

    with pytest.raises(FollowsOneself):
        follow(taro, person=taro, now=now)
    assert Follow.objects.count() == 1


def test_followers_are_told_of_what_they_may_see(
    private_kind, now, django_capture_on_commit_callbacks
):
    author, follower, officer = (
        a_staff_member("author", name="秘書"),
        a_staff_member("follower"),
        a_staff_member("officer", role=Role.OFFICER),
    )
    for staff in (follower, officer):
        follow(staff, person=author, now=now)
        follow(staff, tag="ひみつのテーマ", now=now)

    secret = make_request(author, kind="correction", text="読みがな", now=now)
    with django_capture_on_commit_callbacks(execute=True):
        announce(secret, by=author, now=now)
        announce(secret, by=author, now=now)

    told = Notification.objects.filter(kind="followed_news")
    assert [notice.recipient for notice in told] == [officer]
    assert told.get().title == "秘書さんの新しい申出があります"


def queries(client, address):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_feed_costs_the_same_with_3_and_with_30_entries(client, hanako, taro, now):
    def furnish(count):
        for number in range(count):
            case = a_case(f"事例{number}", tags=["RPA", "手挙げ"])
            entry = announce(case, by=taro, now=now + timedelta(minutes=number))
            write_comment(case, "はい", by=taro, now=now)
            set_reaction(case, "useful", by=hanako, now=now)
            keep(case, by=hanako, now=now)
        return entry

    furnish(3)
    few = queries(client, "/community/")
    furnish(27)

    assert queries(client, "/community/") == few
    assert queries(client, "/community/?followed=1") <= few + 1


def test_reports_findings_and_adopted_ideas_are_news_and_open_for_talk(now):
    author, officer, reader = a_staff_member(), an_officer(), a_staff_member()
    made = report(a_told(now), by=author, now=now)
    finding = note_finding("決裁の前に一度聞くと早い", by=author, now=now)
    values = {"title": "写しを1枚に", "now_words": "3枚書いています。"}
    idea = note_idea(values, by=author, now=now)
    submit(idea, by=author, now=now)
    assert find_visible("consultations.idea", idea.pk, author) is None

    idea.refresh_from_db()
    decide(idea, True, "ありがとう", by=officer, now=now)

    news = {(each.kind, each.object_id): each.author for each in Entry.objects.all()}
    assert news == {
        ("leaders.activityreport", made.pk): author,
        ("leaders.smallfinding", finding.pk): author,
        ("consultations.idea", idea.pk): author,
    }
    for kind, pk in news:
        assert find_visible(kind, pk, reader) is not None


def test_a_finding_taken_back_is_no_news(now):
    author = a_staff_member()

    remove_finding(note_finding("気づき", by=author, now=now), by=author)

    assert Entry.objects.count() == 0


def test_each_page_that_is_talked_about_shows_the_talk(client, now):
    author = a_staff_member()
    client.force_login(author)
    made = report(a_told(now), by=author, now=now)
    finding = note_finding("気づき", by=author, now=now)
    load_guidance(now=now)
    pages = ["/guidance/five-less/", f"/leaders/reports/{made.pk}/"]

    for path in [*pages, f"/leaders/findings/{finding.pk}/"]:
        assert 'id="talk"' in client.get(path).content.decode()
