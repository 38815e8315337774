"""The log of requests: routes, times and numbers; no paths, no values, no words of errors."""

import json
import logging

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse

from portal.audit.origin import Origin, acting_from
from portal.operations.logs import JsonFormatter, QueryWatch
from tests.builders import a_staff_member

SECRET = "DXLCANARY-1"


def line_of(log_record) -> dict:
    return json.loads(JsonFormatter().format(log_record))


def a_record(name="portal.requests", message="answered", *arguments, exc_info=None):
    return logging.LogRecord(name, logging.INFO, "", 1, message, arguments, exc_info)


@pytest.fixture
def requests_logged(caplog):
    with caplog.at_level(logging.INFO, logger="portal.requests"):
        yield lambda: [each for each in caplog.records if each.name == "portal.requests"]


@pytest.mark.django_db
def test_a_request_is_named_by_its_route(client, requests_logged):
    path = reverse("first_password", args=["MQ", SECRET])

    client.get(path)

    (record,) = requests_logged()
    line = line_of(record)
    assert line["route"] == "first_password"
    assert line["status"] == 404
    assert line["queries"] >= 0
    assert SECRET not in json.dumps(line)


@pytest.mark.django_db
def test_a_line_carries_the_number_that_the_person_saw(client, requests_logged):
    client.force_login(a_staff_member())

    response = client.get("/")

    assert response["X-Request-ID"]
    (record,) = requests_logged()
    with acting_from(Origin(request_id=response["X-Request-ID"])):
        assert line_of(record)["request"] == response["X-Request-ID"]


def test_djangos_own_lines_lose_their_paths():
    line = line_of(a_record("django.request", "%s: %s", "Not Found", f"/files/{SECRET}/"))

    assert line["message"] == "Not Found"


def test_an_error_keeps_its_kind_and_place_without_its_words():
    try:
        raise IntegrityError(f"Key (email)=({SECRET}) already exists.")
    except IntegrityError as error:
        line = line_of(a_record(exc_info=(type(error), error, error.__traceback__)))

    assert line["exception"] == "IntegrityError"
    assert "test_logs.py" in "".join(line["trace"])
    assert f"({SECRET})" not in json.dumps(line)


@pytest.mark.django_db
def test_a_slow_query_is_reported_without_its_values(caplog, settings):
    settings.SLOW_QUERY_MILLISECONDS = 0
    watch = QueryWatch()

    with connection.execute_wrapper(watch), connection.cursor() as cursor:
        cursor.execute("SELECT %s", [SECRET])

    assert watch.count == 1
    (record,) = [each for each in caplog.records if each.name == "portal.slow_queries"]
    assert line_of(record)["sql"] == "SELECT %s"
    assert SECRET not in json.dumps(line_of(record))


@pytest.mark.django_db
def test_a_quick_query_is_counted_and_no_more(caplog, settings):
    settings.SLOW_QUERY_MILLISECONDS = 60_000
    watch = QueryWatch()

    with connection.execute_wrapper(watch), connection.cursor() as cursor:
        cursor.execute("SELECT 1")

    assert watch.count == 1
    assert not [each for each in caplog.records if each.name == "portal.slow_queries"]
