"""Whom we asked: written by a few, read by all, people's names by very few."""

import pytest
from django.urls import reverse

from casebook.contacting import log_contact
from casebook.models import Contact
from portal.staff.models import Role
from tests.builders import a_case, a_staff_member
from tests.casebook.builders import an_editor, an_officer

pytestmark = pytest.mark.django_db
TYPED = {
    "submit_key": "k1",
    "asked_on": "2026-11-19",
    "whom": "あわら市 政策広報課",
    "means": "電話",
    "learnt": "推進員は20人だそうです。",
    "details": "越前さん 0776-00-0000",
}


def log_of(case):
    return reverse("casebook:contact_list", args=[case.slug])


def write(client, case, **changes):
    address = reverse("casebook:contact_new", args=[case.slug])
    form = client.get(address).context["form"]
    version = form.initial["row_version"]
    return client.post(address, {**TYPED, "row_version": version, **changes})


@pytest.fixture
def leader(client):
    staff = a_staff_member(role=Role.LEADER)
    client.force_login(staff)
    return staff


def test_a_leader_writes_down_whom_they_asked_and_everybody_reads_it(client, leader):
    case = a_case()

    write(client, case)

    assert Contact.objects.get().asked_by == leader
    client.force_login(a_staff_member())
    log = client.get(log_of(case)).content.decode()
    page = client.get(reverse("casebook:case_page", args=[case.slug])).content.decode()
    assert "推進員は20人だそうです。" in log
    assert "推進員は20人だそうです。" in page


def test_the_people_behind_it_are_shown_to_few(client, now):
    case, writer = a_case(), a_staff_member(role=Role.LEADER)
    values = {name: TYPED[name] for name in ("asked_on", "whom", "means", "learnt", "details")}
    log_contact(case, values, by=writer, now=now)
    people = {
        "writer": writer,
        "officer": an_officer(),
        "editor": an_editor(),
        "leader": a_staff_member(role=Role.LEADER),
        "staff": a_staff_member(),
        "admin": a_staff_member(role=Role.ADMINISTRATOR),
    }
    seen = {}

    for name, staff in people.items():
        client.force_login(staff)
        page = reverse("casebook:case_page", args=[case.slug])
        assert "越前さん" not in client.get(page).content.decode()
        seen[name] = "越前さん" in client.get(log_of(case)).content.decode()

    assert [name for name, sees in seen.items() if sees] == ["writer", "officer", "editor"]


def test_one_corrects_ones_own_row_alone(client, leader):
    case = a_case()
    write(client, case)
    address = reverse("casebook:contact_edit", args=[Contact.objects.get().pk])
    form = client.get(address).context["form"]
    change = {**TYPED, "row_version": form.initial["row_version"], "learnt": "21人です。"}

    client.post(address, change)

    assert Contact.objects.get().learnt == "21人です。"
    client.force_login(an_officer())
    assert client.get(address).status_code == 404
    assert client.post(address, change).status_code == 404


def test_staff_cannot_write_and_nobody_writes_about_tomorrow(client, leader):
    case = a_case()
    address = reverse("casebook:contact_new", args=[case.slug])

    answer = write(client, case, asked_on="2999-01-01")
    client.force_login(a_staff_member())
    refused = client.post(address, TYPED)

    assert "今日までの日" in answer.content.decode()
    assert refused.status_code == 404
    assert not Contact.objects.exists()
