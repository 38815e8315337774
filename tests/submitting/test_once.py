from datetime import timedelta

import pytest
from django.db import transaction

from portal.errors import DomainError
from portal.staff.models import Department
from portal.submitting.forms import SubmitOnce
from portal.submitting.models import Submission
from portal.submitting.once import AlreadyGone, forget_submissions, submit_once
from portal.ui.templatetags.ui import error_lines
from tests.builders import a_staff_member

pytestmark = pytest.mark.django_db


class Full(DomainError):
    message = "満席です。"


def a_form(key="k1"):
    form = SubmitOnce({"submit_key": key})
    assert form.is_valid()
    return form


def a_department(code="1"):
    return Department.objects.create(code=code, name="課", starts_on="2026-04-01")


def test_the_second_sending_of_a_form_leads_to_the_first_result(now):
    hanako = a_staff_member("hanako")

    first = submit_once(a_form(), a_department, by=hanako, now=now)
    second = submit_once(a_form(), a_department, by=hanako, now=now)

    assert first == second
    assert Department.objects.count() == 1


def test_a_key_belongs_to_one_person(now):
    hanako, taro = a_staff_member("hanako"), a_staff_member("taro")

    first = submit_once(a_form(), a_department, by=hanako, now=now)
    other = submit_once(a_form(), lambda: a_department("2"), by=taro, now=now)

    assert first != other


def test_every_opened_form_has_a_key_of_its_own():
    assert SubmitOnce()["submit_key"].value() != SubmitOnce()["submit_key"].value()


def test_a_form_that_came_back_keeps_its_key():
    assert SubmitOnce({"submit_key": "k1"})["submit_key"].value() == "k1"


def test_what_was_refused_may_be_sent_again_with_the_same_key(now):
    hanako = a_staff_member("hanako")

    def refuse():
        raise Full

    with pytest.raises(Full), transaction.atomic():
        submit_once(a_form(), refuse, by=hanako, now=now)

    assert submit_once(a_form(), a_department, by=hanako, now=now).pk
    assert Submission.objects.count() == 1


def test_a_result_that_was_deleted_since_is_not_made_again(now):
    hanako = a_staff_member("hanako")
    submit_once(a_form(), a_department, by=hanako, now=now).delete()

    with pytest.raises(AlreadyGone):
        submit_once(a_form(), a_department, by=hanako, now=now)
    assert Department.objects.count() == 0


def test_a_form_without_a_key_is_refused_in_words():
    form = SubmitOnce({})

    assert error_lines(form) == [
        ("", "画面が古くなっています。内容を控えてから、画面を開き直してください。")
    ]


def test_keys_are_forgotten_after_a_week(now):
    hanako = a_staff_member("hanako")
    submit_once(a_form(), a_department, by=hanako, now=now)

    assert forget_submissions(now + timedelta(days=7)) == 0
    assert forget_submissions(now + timedelta(days=7, seconds=1)) == 1
