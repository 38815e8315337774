"""Every address × everybody × every method, with real objects, against the rights table."""

import sys

import pytest
from django.db import connection

from portal.operations.probe_people import missing_walkers, walkers
from portal.operations.probing import walk
from portal.rights.route_map import every_route
from tests.rights.town import a_town

# In shares, so that several processes walk at once.
SHARES = 6
FILES = {"BACKEND": "django.core.files.storage.FileSystemStorage"}


@pytest.mark.django_db
@pytest.mark.parametrize("share", range(SHARES))
def test_every_address_answers_everybody_as_the_table_says(
    share, settings, tmp_path, record_property, capsys
):
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "default": FILES}
    # The long walk, everybody by each method, is made on the database of a city.
    is_quick = connection.vendor != "postgresql"
    a_town()

    figures = walk(walkers(), list(every_route())[share::SHARES], is_quick=is_quick)

    record_property("figures", figures.words())
    with capsys.disabled():
        sys.stdout.write(f"\n{figures.words()}\n")
    assert missing_walkers() == []
    assert "\n".join(figures.faults) == ""
    assert figures.without_object == []
