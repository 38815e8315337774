"""What a stranger sees: the entrance, health, static files, error pages, accessibility."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.builders import PASSWORD, a_case, a_staff_member

METHODS = ["get", "post", "put", "patch", "delete", "head", "options"]
OPEN = (
    "/accounts/login/",
    "/accounts/2fa/passkeys/login/",
    "/accounts/logout/",
    "/accounts/inactive/",
    "/health/live",
    "/accessibility/",
)
# Wagtail serves its translated labels to its own login screen; they are the same for everybody.
WAGTAIL_LABELS = ("/cms/jsi18n/", "/cms/sprite/", "/cms/icons/")
CLOSED = {301, 302, 403, 404, 405}


def every_address():
    """One address for each URL pattern of the whole site, libraries included."""

    def walk(resolver, prefix):
        for entry in resolver.url_patterns:
            path = prefix + sample(str(entry.pattern))
            if isinstance(entry, URLResolver):
                yield from walk(entry, path)
            elif isinstance(entry, URLPattern):
                yield path

    return sorted(set(walk(get_resolver(), "/")))


def sample(pattern: str) -> str:
    path = re.sub(r"<(?:\w+:)?\w+>", "1", pattern)
    path = re.sub(r"\(\?P<\w+>[^)]*\)|\(\([^)]*\)[^)]*\)|\([^)]*\)", "1", path)
    return re.sub(r"[\^$\\?]", "", path)


@pytest.mark.thorough
@pytest.mark.django_db
def test_a_stranger_is_shown_nothing_by_any_address_or_method(client):
    shown = []
    for path in every_address():
        if path.startswith((*OPEN, *WAGTAIL_LABELS)):
            continue
        for method in METHODS:
            answer = getattr(client, method)(path)
            if answer.status_code not in CLOSED:
                shown.append((method, path, answer.status_code))

    assert len(every_address()) > 200
    assert shown == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/casebook/",
        "/cms/",
        "/cms/pages/",
        "/media/a.png",
        "/documents/1/a.pdf",
        "/help/",
        "/no/such/page/",
    ],
)
def test_a_stranger_is_led_to_the_one_entrance(client, path):
    answer = client.get(path, follow=True)

    assert answer.redirect_chain[-1][0].startswith("/accounts/login/")


@pytest.mark.django_db
def test_a_stranger_cannot_read_a_case_or_its_words(client):
    case = a_case("だれにも見せない見本")

    answer = client.get(f"/casebook/{case.slug}/", follow=True)

    assert "だれにも見せない見本" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/cms/login/", "/_util/login/", "/cms/password_reset/", "/accounts/signup/"]
)
def test_no_other_door_takes_a_password(client, path):
    a_staff_member("hanako")

    client.post(path, {"username": "hanako", "login": "hanako", "password": PASSWORD})

    assert client.get("/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/health/live", "/accessibility/", "/accounts/login/"])
def test_the_open_pages_answer(client, path):
    assert client.get(path).status_code == 200
