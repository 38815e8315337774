import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import InterfaceError, OperationalError
from django.template.loader import render_to_string
from django.test import Client
from django.urls import include, path

from portal.ui import views
from tests.builders import PASSWORD, a_staff_member

ROOT = Path(__file__).parents[2]
HEADINGS = {
    400: "送られた内容を受け取れませんでした",
    403: "この画面は開けません",
    404: "ページが見つかりません",
    413: "送る量が大きすぎます",
    429: "短い時間に何度も操作されました",
    500: "申し訳ありません。画面を表示できませんでした",
    503: "ただいま一時的に使えません",
}


def fails_with(exception):
    def view(request):
        raise exception

    return views.login_not_required(view)


urlpatterns = [
    path("away/", fails_with(OperationalError("the server closed the connection"))),
    path("closed/", fails_with(InterfaceError("connection already closed"))),
    path("full/", fails_with(OSError(errno.ENOSPC, "No space left on device"))),
    path("bug/", fails_with(ZeroDivisionError())),
    path("", include("portal.urls")),
]
handler500 = "portal.ui.views.server_error"


class AwayMiddleware:
    """As the session does when the database is away: it fails before any view runs."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        raise OperationalError("could not connect to server")


@pytest.fixture
def visitor():
    """A browser that shows error pages, as real ones do."""
    return Client(raise_request_exception=False)


def heading(response):
    return re.search(r"<h1>(.*?)</h1>", response.content.decode())[1]


@pytest.mark.parametrize("status", HEADINGS)
def test_every_error_says_what_happened_and_leads_home(status):
    html = render_to_string(f"errors/{status}.html", {"incident": "0A1B2C3D"})

    assert f"<h1>{HEADINGS[status]}</h1>" in html
    assert f"<title>{HEADINGS[status]} | DXポータル</title>" in html
    assert '<a class="dx-button" href="/"' in html
    assert "受付番号 <strong>0A1B2C3D</strong>" in html


@pytest.mark.django_db
def test_a_missing_page_carries_the_number_of_the_request(client):
    client.force_login(a_staff_member())

    response = client.get("/not-here/")

    assert (response.status_code, heading(response)) == (404, HEADINGS[404])
    assert f"<strong>{response['X-Request-ID']}</strong>" in response.content.decode()


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused():
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/accounts/login/", {"login": "a", "password": "b"})

    assert (response.status_code, heading(response)) == (403, HEADINGS[403])


@pytest.mark.django_db
def test_too_much_at_once_is_refused_and_said_so(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    response = client.post("/accounts/login/", {"login": "a" * 200, "password": "b"})

    assert (response.status_code, heading(response)) == (413, HEADINGS[413])


@pytest.mark.django_db
def test_whoever_asks_too_often_is_asked_to_wait(client, settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client.post("/accounts/login/", {"login": "nobody", "password": PASSWORD})

    response = client.post("/accounts/login/", {"login": "nobody", "password": PASSWORD})

    assert (response.status_code, heading(response)) == (429, HEADINGS[429])


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address", ["/away/", "/closed/", "/full/"])
def test_a_page_without_database_or_room_asks_to_come_back(visitor, address):
    response = visitor.get(address)

    assert (response.status_code, heading(response)) == (503, HEADINGS[503])
    assert response["Retry-After"] == "120"


@pytest.mark.urls(__name__)
def test_a_bug_is_not_blamed_on_the_database(visitor):
    response = visitor.get("/bug/")

    assert (response.status_code, heading(response)) == (500, HEADINGS[500])
    assert "Retry-After" not in response


def test_the_database_may_be_missed_before_any_view_runs(visitor, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.AwayMiddleware"]

    response = visitor.get("/accounts/login/")

    assert (response.status_code, heading(response)) == (503, HEADINGS[503])


def test_with_a_database_that_cannot_be_opened_a_signed_in_person_sees_503():
    script = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "client = Client(raise_request_exception=False)\n"
        "client.cookies['session'] = 'x' * 32\n"
        "response = client.get('/', headers={'host': 'localhost'})\n"
        "print(response.status_code, 'ただいま一時的に使えません' in response.content.decode())\n"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3",
    }

    answer = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    assert answer.stdout == "503 True\n"
