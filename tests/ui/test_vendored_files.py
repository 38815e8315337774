import json
import re
from pathlib import Path

import pytest

from portal.ui.templatetags.ui import icon
from portal.ui.tones import TONE_ICONS
from portal.ui.vendoring import ICONS, PACKAGES, PAPER_DIR, VENDOR_DIR, hashes

TEMPLATES = Path(__file__).parents[2] / "templates"
HOME = TEMPLATES.parent / "portal/home"
# {% icon "search" %}, {% include … with icon="search" %} and {% empty_state "…" "search" %}
ICON_NAMES = re.compile(r'icon[ =]"([a-z_]+)"|empty_state "[^"]*" "([a-z_]+)"')


def record_of(package):
    return json.loads((package.folder / "vendor.json").read_text())


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_vendored_files_are_as_they_were_fetched(package):
    assert hashes(package.folder) == record_of(package)["files"]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_the_record_names_the_pinned_version_and_the_licence_lies_beside(package):
    record = record_of(package)

    assert (record["package"], record["version"]) == (package.package, package.version)
    assert "LICENSE" in record["files"]


def test_nothing_is_vendored_that_the_table_does_not_name():
    assert {folder for place in (VENDOR_DIR, PAPER_DIR) for folder in place.iterdir()} == {
        p.folder for p in PACKAGES
    }


def test_the_font_carries_the_name_that_the_tokens_ask_for():
    font = (VENDOR_DIR / "noto-sans-jp" / "wght.css").read_text()
    tokens = (VENDOR_DIR / "design-tokens" / "tokens.css").read_text()

    assert set(re.findall(r"font-family: ('[^']+')", font)) == {"'Noto Sans JP'"}
    assert "--font-family-sans: 'Noto Sans JP'," in tokens


def test_exactly_the_icons_in_use_are_vendored():
    pages = "\n".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    in_pages = {first or second for first, second in ICON_NAMES.findall(pages)}

    home = "\n".join(path.read_text() for path in HOME.glob("*.py"))
    of_blocks = {name for name in ICONS if f'"{name}"' in home}

    assert set(ICONS) == in_pages | of_blocks | set(TONE_ICONS.values())


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_silent_and_takes_the_colour_and_size_of_its_text(name):
    drawing = icon(name)

    assert drawing.startswith('<svg class="dx-icon" width="20" height="20" aria-hidden="true"')
    assert drawing.count("viewBox=") == 1
    assert "fill=" not in drawing
