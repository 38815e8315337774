import pytest
from django import forms
from django.db import transaction
from django.template.loader import render_to_string

from portal.staff.models import Department
from portal.submitting.forms import Difference, Versioned
from portal.submitting.versions import lock_unchanged
from tests.builders import a_staff_member

pytestmark = pytest.mark.django_db


class DepartmentForm(Versioned):
    compared = ["name", "code"]
    name = forms.CharField(label="名前")
    code = forms.CharField(label="コード")


@pytest.fixture
def row():
    return Department.objects.create(code="1", name="企画課", starts_on="2026-04-01")


@transaction.atomic
def rename(row, name, *, version):
    row = lock_unchanged(row, DepartmentForm.compared, version)
    row.name = name
    row.save()


def sent(row, opened, **changes):
    """The form as a browser sends it after it was opened as ``opened``."""
    values = {name: opened[name].value() for name in ("name", "code", "row_version")}
    form = DepartmentForm({**values, **changes}, row=row)
    assert form.is_valid()
    return form, form.saved(lambda: rename(row, form.cleaned_data["name"], version=form.version))


def test_an_edit_of_what_nobody_touched_is_saved(row):
    _form, is_saved = sent(row, DepartmentForm(row=row), name="DX課")

    row.refresh_from_db()
    assert (is_saved, row.name) == (True, "DX課")


def test_whoever_was_slower_is_shown_both_texts_and_nothing_is_lost(row):
    opened = DepartmentForm(row=row)
    sent(row, opened, name="情報課")

    form, is_saved = sent(row, opened, name="DX課")

    row.refresh_from_db()
    assert (is_saved, row.name) == (False, "情報課")
    assert form.differences == [Difference("名前", "情報課", "DX課")]
    html = render_to_string("components/both_texts.html", {"form": form})
    assert "情報課" in html
    assert "DX課" in html


def test_who_has_seen_both_texts_may_put_their_own_in_place(row):
    opened = DepartmentForm(row=row)
    sent(row, opened, name="情報課")
    refused, _is_saved = sent(row, opened, name="DX課")

    _form, is_saved = sent(row, refused, name="DX課")

    row.refresh_from_db()
    assert (is_saved, row.name) == (True, "DX課")


def test_a_change_of_something_else_disturbs_nobody(row):
    opened = DepartmentForm(row=row)
    a_staff_member(department=row)
    Department.objects.update(ends_on="2027-03-31")

    _form, is_saved = sent(row, opened, name="DX課")

    assert is_saved
