"""What every template, stylesheet and script keeps to."""

import re
from pathlib import Path

from portal.ui.vendoring import VENDOR_DIR

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "portal" / "ui" / "static"
# Lists whose only style is the one of every list with a class: no bullets.
BARE_LISTS = {
    "dx-crumbs__list",
    "dx-notifications",
    "dx-pagination__list",
    "dx-section-nav__list",
}
# The name of a drawing language, not a place.
SVG = "http://www.w3.org/2000/svg"
OUTSIDE = re.compile(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", re.IGNORECASE)


def own(folder, *endings):
    files = (path for ending in endings for path in folder.rglob(f"*.{ending}"))
    return sorted(path for path in files if VENDOR_DIR not in path.parents)


def files_with(pattern, files):
    return [path.name for path in files if pattern.search(path.read_text().replace(SVG, ""))]


def test_no_template_stylesheet_or_script_names_an_address_outside():
    files = [*own(ROOT / "templates", "html"), *own(STATIC, "css", "js", "svg")]

    assert files_with(OUTSIDE, [*files, *VENDOR_DIR.rglob("*.css")]) == []


def test_no_template_carries_a_style_or_a_script_of_its_own():
    inline = re.compile(r"<style|<script(?![^>]* src=)|\sstyle=|\son[a-z]+=\"|javascript:")

    assert files_with(inline, own(ROOT / "templates", "html")) == []


def test_every_component_begins_with_what_it_is_and_its_variables():
    header = re.compile(r"\A\{# .+ Variables: .+ #\}\n")
    components = own(ROOT / "templates" / "components", "html")

    assert [path.name for path in components if not header.match(path.read_text())] == []


def test_every_stylesheet_stays_within_its_layer():
    layers = {"tokens": "tokens", "base": "base", "components": "components", "pages": "pages"}
    sheets = [path for path in own(STATIC, "css") if path.name != "print.css"]

    found = {path: re.findall(r"^@layer (\w+) \{", path.read_text(), re.M) for path in sheets}

    assert found == {path: [layers[path.parent.name]] for path in sheets}


def test_every_stylesheet_and_script_is_loaded_by_a_page():
    loaded = "".join(path.read_text() for path in own(ROOT / "templates", "html"))
    files = [path.relative_to(STATIC).as_posix() for path in own(STATIC, "css", "js")]

    assert [path for path in files if f"'{path}'" not in loaded] == []


def test_every_class_that_a_page_uses_has_a_rule():
    """A class without a rule is a slip of the pen, or a list that only wants its bullets away."""
    named = re.compile(r"dx-[a-z]+(?:[_-]+[a-z]+)*")
    used = set()
    for path in own(ROOT / "templates", "html"):
        for classes in re.findall(r'class="([^"]*)"', path.read_text()):
            used |= set(named.findall(classes))
    ruled = {name for path in own(STATIC, "css") for name in named.findall(path.read_text())}

    assert sorted(used - ruled - BARE_LISTS) == []


def test_colours_are_named_by_what_they_are_for():
    """A hue or a hex value outside the theme would not turn with dark mode."""
    colour = re.compile(r"#[0-9a-f]{3,8}\b|--color-(?:primitive|neutral|semantic)", re.I)
    sheets = [p for p in own(STATIC, "css") if p.name not in {"theme.css", "print.css"}]

    assert files_with(colour, sheets) == []
