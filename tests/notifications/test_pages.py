"""A person's own notices on the screen."""

import re

import pytest
from django.urls import reverse

from portal.notifications.inbox import mark_read
from portal.notifications.kinds import KINDS
from portal.notifications.models import Notification, Preference
from portal.personal.purposes import purpose_sentence
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.notifications.telling import tell

pytestmark = pytest.mark.django_db

LIST = reverse("notifications:notification_list")
READ_ALL = reverse("notifications:notification_read_all")
SETTINGS = reverse("notifications:notification_settings")


@pytest.fixture
def hanako(client):
    hanako = a_staff_member("hanako", email="hanako@city.example.test")
    client.force_login(hanako)
    return hanako


def bell(response):
    link = re.search(r'<a class="dx-bell".*?</a>', response.content.decode(), re.S)[0]
    return re.sub(r"<[^>]+>|\s", "", link)


def titles(response):
    return [notice.title for notice in response.context["page"]]


def is_read(notice):
    return Notification.objects.get(pk=notice.pk).read_at is not None


def test_unread_notices_stand_first_and_then_the_newest(client, hanako, now):
    read, old, new = (
        tell(hanako, title=title, now=now.replace(hour=hour))
        for title, hour in (("読", 5), ("旧", 3), ("新", 4))
    )
    mark_read(read, now=now)

    assert titles(client.get(LIST)) == ["新", "旧", "読"]
    assert titles(client.get(LIST, {"unread": "1"})) == ["新", "旧"]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "お知らせ（未読はありません）"),
        (3, "3お知らせ（未読3件）"),
        (101, "99+お知らせ（未読100件以上）"),
    ],
)
def test_the_bell_says_how_many_are_unread_in_a_number_and_in_words(
    client, hanako, now, count, words
):
    for _each in range(count):
        tell(hanako, now=now)
    tell(a_staff_member(), now=now)

    assert bell(client.get("/help/")) == words


def test_opening_a_notice_reads_it_and_leads_to_what_it_is_about(client, hanako, now):
    notice = tell(hanako, link="/casebook/?q=RPA", now=now)

    response = client.get(reverse("notifications:notification", args=[notice.pk]))

    assert (response.status_code, response["Location"]) == (302, "/casebook/?q=RPA")
    assert is_read(notice)


@pytest.mark.parametrize("link", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_a_link_that_leaves_the_portal_is_not_followed(client, hanako, now, link):
    notice = tell(hanako, now=now)
    Notification.objects.update(link=link)

    response = client.get(reverse("notifications:notification", args=[notice.pk]))

    assert response["Location"] == LIST


@pytest.mark.parametrize(
    ("name", "method"), [("notification", "get"), ("notification_read", "post")]
)
def test_anothers_notice_is_not_there_and_stays_unread(client, hanako, now, name, method):
    notice = tell(a_staff_member(), now=now)
    for key in (notice.pk, 10**30):
        address = reverse(f"notifications:{name}", args=[key])

        assert getattr(client, method)(address).status_code == 404

    assert not is_read(notice)


def test_one_notice_is_marked_and_the_list_stays_narrowed(client, hanako, now):
    one, other = tell(hanako, now=now), tell(hanako, now=now)

    response = client.post(
        reverse("notifications:notification_read", args=[one.pk]), {"unread": "1"}
    )

    assert response["Location"] == f"{LIST}?unread=1"
    assert (is_read(one), is_read(other)) == (True, False)


def test_reading_again_keeps_the_first_time(client, hanako, now):
    notice = tell(hanako, now=now)
    mark_read(notice, now=now)

    client.post(reverse("notifications:notification_read", args=[notice.pk]))

    assert Notification.objects.get().read_at == now


def test_all_are_marked_but_what_came_in_after_the_list_was_shown(client, hanako, now):
    shown, others = tell(hanako, now=now), tell(a_staff_member(), now=now)
    newest = client.get(LIST).context["newest"]
    late = tell(hanako, now=now)

    client.post(READ_ALL, {"through": newest})

    assert [is_read(notice) for notice in (shown, late, others)] == [True, False, False]


@pytest.mark.parametrize("through", ["", "x", "-1", "９", str(10**30), "1;DROP"])
def test_a_number_that_is_none_marks_nothing(client, hanako, now, through):
    notice = tell(hanako, now=now)

    response = client.post(READ_ALL, {"through": through})

    assert (response.status_code, is_read(notice)) == (302, False)


def test_marking_is_for_forms_alone(client, hanako, now):
    notice = tell(hanako, now=now)
    for address in (READ_ALL, reverse("notifications:notification_read", args=[notice.pk])):
        assert client.get(address).status_code == 405

    assert not is_read(notice)


def test_an_empty_list_says_what_will_come_and_where_to_choose(client, hanako):
    html = client.get(LIST).content.decode()

    assert "お知らせはまだありません" in html
    assert f'<a href="{SETTINGS}">受け取り方</a>' in html


def test_a_title_is_shown_as_text(client, hanako, now):
    tell(hanako, title="<script>alert(1)</script>", now=now)

    assert "<script>alert" not in client.get(LIST).content.decode()


@pytest.mark.parametrize("count", [1, 3, 45])
def test_the_list_asks_the_database_as_often_for_one_as_for_many(
    client, hanako, now, count, django_assert_num_queries
):
    for _each in range(count):
        tell(hanako, now=now)

    # Session, person, roles, and: the notices, their number, the newest, the bell.
    with django_assert_num_queries(7):
        response = client.get(LIST)

    assert len(titles(response)) == min(count, 20)


def choices_for_everybody(**chosen):
    """An answer for each kind that can come to everybody and leaves a choice."""
    kinds = {code: kind for code, kind in KINDS.items() if kind.role is None}
    return {
        code: chosen.get(code, kind.delivery.value)
        for code, kind in kinds.items()
        if len(kind.choices()) > 1
    }


def test_a_person_chooses_per_kind(client, hanako):
    chosen = choices_for_everybody(role_granted="digest", role_withdrawn="never")

    response = client.post(SETTINGS, chosen)

    assert response.status_code == 302
    assert dict(Preference.objects.values_list("kind", "delivery")) == chosen
    assert client.get(SETTINGS).context["form"]["role_withdrawn"].initial == "never"


@pytest.mark.parametrize(
    "sent",
    [
        {"role_granted": "digest"},
        {"role_granted": "sometimes", "role_withdrawn": "never"},
    ],
)
def test_an_answer_that_is_missing_or_unknown_keeps_nothing(client, hanako, sent):
    response = client.post(SETTINGS, sent)

    assert response.status_code == 200
    assert "<title>エラー：お知らせの受け取り方" in response.content.decode()
    assert Preference.objects.count() == 0


def test_what_must_be_told_cannot_be_switched_off(client, hanako):
    chosen = choices_for_everybody(role_granted="never")

    client.post(SETTINGS, {**chosen, "sign_in_changed": "never"})

    kept = Preference.objects.values_list("kind", flat=True)
    assert sorted(kept) == sorted(chosen)


def test_people_choose_only_for_kinds_that_can_come_to_them(client, hanako):
    everybody = set(choices_for_everybody())
    assert set(client.get(SETTINGS).context["form"].fields) == everybody

    client.force_login(a_staff_member(role=Role.ADMINISTRATOR))

    theirs = {
        code
        for code, kind in KINDS.items()
        if kind.role == Role.ADMINISTRATOR and len(kind.choices()) > 1
    }
    assert {"roster_applied", "job_set_aside"} <= theirs
    assert set(client.get(SETTINGS).context["form"].fields) == everybody | theirs


def test_the_page_of_choices_says_what_they_are_used_for_and_where_mail_goes(client, hanako):
    html = client.get(SETTINGS).content.decode()

    assert purpose_sentence("notifications.preference") in html
    assert "<strong>hanako@city.example.test</strong>" in html
