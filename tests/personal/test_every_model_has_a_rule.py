"""Nothing about people is kept without a purpose and an end: the table against all models."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.module_loading import import_string

from portal.personal.purposes import purpose_sentence
from portal.personal.rules import STAYS
from portal.personal.table import NOT_PERSONAL, RULES
from portal.staff.models import StaffMember

# Fields by these names hold somebody's name, address or number.
PERSONAL_NAMES = {"email", "reading", "staff_number", "username", "phone", "birthday", "ip_address"}


def is_about_people(model):
    return any(
        isinstance(field, (models.EmailField, models.GenericIPAddressField))
        or field.name in PERSONAL_NAMES
        or field.related_model is StaffMember
        for field in model._meta.get_fields()
        if field.concrete
    )


def models_about_people():
    every = apps.get_models(include_auto_created=True)
    return {model._meta.label_lower for model in every if is_about_people(model)}


def test_every_model_about_people_has_a_line_in_the_table_or_a_reason():
    assert models_about_people() - RULES.keys() - NOT_PERSONAL.keys() == set()


def test_no_model_has_both_a_line_and_a_reason():
    assert RULES.keys() & NOT_PERSONAL.keys() == set()


@pytest.mark.parametrize("label", [*RULES, *NOT_PERSONAL])
def test_every_line_is_about_a_model_there_is(label):
    app, _dot, name = label.partition(".")
    through = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}

    assert label in through, f"{app}.{name}"


@pytest.mark.parametrize("label", RULES)
def test_every_line_names_fields_there_are(label):
    model, rule = apps.get_model(label), RULES[label]

    paths = [path for path in (rule.of, rule.since, *rule.fields, *rule.then.fields) if path]
    for path in [*paths, *rule.where]:
        assert_path(model, path)


def assert_path(model, path):
    for step in path.split("__"):
        if step in ("pk", "in", "isnull"):
            return
        field = model._meta.get_field(step)
        model = field.related_model


@pytest.mark.parametrize("label", RULES)
def test_every_line_says_why_how_long_and_what_then(label):
    rule = RULES[label]
    leading = next(each for each in RULES.values() if each.data == rule.data)

    assert leading.purpose
    assert bool(rule.until) != rule.is_run
    assert not rule.is_run or (rule.starts and rule.then is not STAYS)
    assert "{" not in purpose_sentence(label)
    if rule.then.path:
        assert callable(import_string(rule.then.path))


def test_the_test_would_notice_a_field_there_is_not():
    with pytest.raises(FieldDoesNotExist):
        assert_path(StaffMember, "department__nothing")
