"""The walk can fail: each fault planted in ``tests.rights.planted`` is found, and no other."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import get_resolver

from portal.operations.management.commands import probe_routes
from portal.operations.probe_people import walkers
from portal.operations.probing import walk
from portal.rights.route_map import every_route, untied
from tests.rights.planted import LINES
from tests.rights.town import a_town

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.rights.planted")]
EVERYBODY_ELSE = {"ST", "manager", "LD", "TR", "OF", "ED", "AU"}


@pytest.fixture
def faults():
    """Who met a fault where, and by which method: name of the route → those pairs."""
    a_town()
    planted = every_route(get_resolver("tests.rights.planted"))
    routes = [route for route in planted if "planted" in route.pattern]
    lines = [line._replace(route=line.route.removeprefix("planted:")) for line in LINES]
    figures = walk(walkers(), routes, lines)
    found: dict[str, set] = {}
    for fault in figures.faults:
        who, method, name = re.match(r"(\S+) (\S+) \S+?（(\w+)）", fault).groups()
        found.setdefault(name, set()).add((who, method))
    return found


@pytest.mark.thorough
def test_every_planted_fault_is_found_where_it_is_and_nowhere_else(faults):
    def people(name, method="GET"):
        return {who for who, how in faults[name] if how == method}

    assert "faultless" not in faults
    assert people("open_to_strangers") == EVERYBODY_ELSE | {"AN"}
    assert people("open_to_all_staff") == EVERYBODY_ELSE
    assert people("forgotten_visible_to") >= EVERYBODY_ELSE
    assert people("says_that_it_is_there") >= EVERYBODY_ELSE
    assert people("writes_before_it_refuses") == EVERYBODY_ELSE
    assert people("takes_every_method") == set()
    assert people("takes_every_method", "DELETE") == {"AD"}
    assert people("shut_to_its_own_people") == {"AD"}
    assert people("loads_from_outside") == EVERYBODY_ELSE | {"AD"}


def test_the_route_without_a_row_is_found():
    assert "without_a_row" in untied(get_resolver("tests.rights.planted"))


@pytest.mark.thorough
def test_the_command_says_where_and_ends_with_2(settings, capsys):
    settings.DEMO_MODE = True
    a_town()

    with pytest.raises(SystemExit) as end:
        call_command("probe_routes", prefix="/planted/")

    assert end.value.code == probe_routes.FOUND
    assert "表と結びついていない: without_a_row" in capsys.readouterr().err


@pytest.mark.urls("portal.urls")
@pytest.mark.thorough
def test_the_command_ends_well_when_all_is_as_the_table_says(settings, capsys):
    settings.DEMO_MODE = True
    a_town()

    call_command("probe_routes", prefix="/notifications/")

    assert "表と違うもの 0" in capsys.readouterr().out


def test_real_people_are_only_borrowed_when_asked(settings):
    settings.DEMO_MODE = False

    with pytest.raises(CommandError):
        call_command("probe_routes")
