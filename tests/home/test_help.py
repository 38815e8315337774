"""Manuals by role, the notes on versions, and the tour."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from portal.home.manuals import manuals, pictures
from portal.home.tour import STOPS, is_offered
from portal.staff.models import Role
from tests.builders import a_staff_member

PICTURE = re.compile(r"!\[[^\]]*\]\((.*?)\)")


@pytest.fixture
def hanako(client, db):
    staff = a_staff_member("hanako")
    client.force_login(staff)
    return staff


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_manual_of_its_own(role, client, db):
    client.force_login(a_staff_member(role=role))

    own = client.get("/help/").context["own"]

    assert [sorted(manual.roles) for manual in own] == [["everyone"], [role.value]]


def test_heads_of_sections_have_theirs(client, db):
    client.force_login(a_staff_member(is_manager=True))

    own = client.get("/help/").context["own"]

    assert [manual.slug for manual in own] == ["staff", "manager"]


@pytest.mark.parametrize("slug", list(manuals()))
def test_a_manual_opens_with_its_pictures(slug, client, hanako):
    html = client.get(reverse("home:manual", args=[slug])).content.decode()

    named = PICTURE.findall(manuals()[slug].text)
    assert named
    for name in named:
        assert f"/home/manual/{name}" in html
        assert name in pictures()


def test_every_picture_is_there_and_is_used():
    used = {name for manual in manuals().values() for name in PICTURE.findall(manual.text)}

    assert used | {stop.picture for stop in STOPS} == set(pictures())
    assert [name for name in pictures() if not finders.find(f"home/manual/{name}.png")] == []


def test_a_manual_that_does_not_exist_is_not_found(client, hanako):
    assert client.get("/help/nobody/").status_code == 404


def test_the_notes_on_versions_are_those_of_the_release(client, hanako):
    html = client.get("/help/releases/").content.decode()

    assert "<h2>0.1.0" in html


def test_the_tour_is_offered_until_it_is_left(client, hanako):
    assert is_offered(hanako)
    assert "はじめての方へ" in client.get("/").content.decode()

    for step in range(1, len(STOPS) + 1):
        assert client.get(reverse("home:tour", args=[step])).status_code == 200
    for _twice in range(2):
        assert client.post("/tour/leave/").status_code == 302

    assert not is_offered(hanako)
    assert "はじめての方へ" not in client.get("/").content.decode()


@pytest.mark.parametrize("step", [0, 6])
def test_the_tour_has_no_page_before_its_first_and_behind_its_last(step, client, hanako):
    assert client.get(f"/tour/{step}/").status_code == 404
