"""Who came in, who did not, and nothing of what they typed."""

import json

import pytest
from django.core.cache import cache
from django.forms.models import model_to_dict
from django.urls import reverse

from portal.audit.models import AuditEvent
from tests.builders import PASSWORD, a_staff_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limit_from_before():
    cache.clear()


def sign_in(client, name, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": name, "password": password})


def events():
    return [(e.action, e.result, e.actor, e.object_id) for e in AuditEvent.objects.all()]


def test_a_sign_in_is_recorded_with_its_address_and_the_number_of_the_request(client):
    hanako = a_staff_member("hanako")

    response = sign_in(client, "hanako")

    assert events() == [("signin.succeeded", "ok", hanako, str(hanako.pk))]
    event = AuditEvent.objects.get()
    assert (event.address, event.request_id) == ("127.0.0.1", response["X-Request-ID"])


def test_a_wrong_password_is_recorded_against_the_person_and_not_kept(client):
    hanako = a_staff_member("hanako")

    sign_in(client, "hanako", "my-other-password")

    assert events() == [("signin.failed", "refused", None, str(hanako.pk))]
    assert "my-other-password" not in str(list(AuditEvent.objects.values()))


def test_a_name_that_nobody_has_is_kept_as_a_hash_alone(client):
    sign_in(client, "my-password-in-the-wrong-field", "x")
    sign_in(client, "my-password-in-the-wrong-field", "y")

    first, second = AuditEvent.objects.all()
    assert (first.action, first.object_id) == ("signin.failed", "")
    assert first.details == second.details
    kept = json.dumps([model_to_dict(event) for event in (first, second)], default=str)
    assert "my-password" not in kept


def test_guessing_too_often_is_recorded(client):
    a_staff_member("hanako")

    for _guess in range(6):
        sign_in(client, "hanako", "wrong-password")

    assert [action for action, *_rest in events()] == ["signin.failed"] * 5 + ["signin.limited"]


def test_a_person_who_was_disabled_is_refused_and_recorded(client):
    hanako = a_staff_member("hanako", is_active=False)

    sign_in(client, "hanako")

    assert events() == [("signin.inactive", "refused", None, str(hanako.pk))]


def test_signing_out_is_recorded(client):
    hanako = a_staff_member("hanako")
    sign_in(client, "hanako")

    client.post(reverse("account_logout"))

    assert events()[-1] == ("signin.ended", "ok", hanako, str(hanako.pk))
