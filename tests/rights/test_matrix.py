"""Every address × everybody × every method, with real objects, against the rights table."""

import sys

import pytest

from portal.operations.probe_people import missing_walkers, walkers
from portal.operations.probing import walk
from portal.rights.route_map import every_route
from tests.rights.town import a_town

# In shares, so that several processes walk at once.
SHARES = 6
QUICK_SHARES = 2
FILES = {"BACKEND": "django.core.files.storage.FileSystemStorage"}


@pytest.fixture
def town(db, settings, tmp_path):
    """Everybody, and one of everything that an address can be about."""
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "default": FILES}
    a_town()


@pytest.mark.thorough
@pytest.mark.parametrize("share", range(SHARES))
def test_every_address_answers_everybody_as_the_table_says(town, share, told):
    figures = walk(walkers(), list(every_route())[share::SHARES])

    told(figures)
    assert missing_walkers() == []
    assert "\n".join(figures.faults) == ""
    assert figures.without_object == []


@pytest.mark.parametrize("share", range(QUICK_SHARES))
def test_every_address_answers_somebody_as_the_table_says(town, share, told):
    """The short way round: of those who meet the same, one tries; the other way is thorough."""
    figures = walk(walkers(), list(every_route())[share::QUICK_SHARES], is_quick=True)

    told(figures)
    assert "\n".join(figures.faults) == ""
    assert figures.without_object == []


@pytest.fixture
def told(record_property, capsys):
    """Says the figures of a walk where a reader of the run sees them."""

    def tell(figures):
        record_property("figures", figures.words())
        with capsys.disabled():
            sys.stdout.write(f"\n{figures.words()}\n")

    return tell
