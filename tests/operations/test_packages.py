"""The bill of materials names what is locked, with licences a city may use."""

import json
import re
from pathlib import Path

from django.core.management import call_command

from portal.operations.packages import UNKNOWN, installed_packages

ROOT = Path(__file__).resolve().parents[2]


def locked() -> dict[str, str]:
    lines = (ROOT / "requirements.txt").read_text()
    return dict(re.findall(r"^([\w.-]+)==([\w.]+) \\$", lines, re.MULTILINE))


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_everything_that_is_locked_is_listed(tmp_path):
    call_command("list_packages", folder=tmp_path, verbosity=0)

    components = json.loads((tmp_path / "sbom.json").read_text())["components"]
    listed = {plain(each["name"]): each["version"] for each in components}
    assert {plain(name): version for name, version in locked().items()}.items() <= listed.items()
    assert (tmp_path / "licences.csv").read_text().count("\n") == len(components) + 1


def test_no_package_of_the_portal_forbids_a_city_to_use_it():
    licences = {plain(package.name): package.licence for package in installed_packages()}

    ours = {name: licences[plain(name)] for name in locked()}
    assert not [name for name, licence in ours.items() if re.search(r"AGPL|Affero", licence)]
    assert not [name for name, licence in ours.items() if licence == UNKNOWN]
