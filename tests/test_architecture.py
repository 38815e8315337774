"""The shape of the house, held by tests: see docs/architecture.md."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).parent.parent
OURS = ("portal", "leaders", "casebook", "training")
PARTS = ("leaders", "casebook", "training", "portal.guidance", "portal.consultations")
DRAWERS = {
    "utils",
    "helpers",
    "common",
    "misc",
    "core",
    "services",
    "signals",
    "managers",
    "constants",
}
# What people who are not signed in may open.
OPEN_VIEWS = {
    "portal.operations.views.live",
    # Only to the machines of HEALTH_FROM; other strangers are led to the entrance.
    "portal.operations.views.ready",
    "portal.operations.views.metrics",
    "portal.ui.views.accessibility",
    # Calendar programs cannot sign in: a key of 256 bits opens one person's feed.
    "training.views.feed.calendar_feed",
    # The portal of another municipality: a token of 256 bits opens our newest exchange file.
    "casebook.exchange_views.exchange_latest",
    "portal.staff.views.cms_gate",
    "portal.staff.views.to_entrance",
    # A one-time link of an administrator; without its token it answers 404.
    "portal.staff.own_account.first_password",
    # Without single sign-on in the settings these answer 404.
    "portal.staff.single_sign_on_views.start_oidc",
    "portal.staff.single_sign_on_views.finish_oidc",
    "portal.staff.single_sign_on_views.saml_acs",
    "portal.staff.single_sign_on_views.sign_on_cancelled",
}


def modules():
    for package in OURS:
        yield from (p for p in (ROOT / package).rglob("*.py") if "migrations" not in p.parts)


def templates():
    return sorted((ROOT / "templates").rglob("*.html"))


def our_patterns(resolver=None, prefix=""):
    """Every URL pattern whose view is ours, with its namespace."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from our_patterns(entry, entry.namespace or prefix)
        elif isinstance(entry, URLPattern) and entry.callback.__module__.startswith(OURS):
            yield prefix, entry


def test_no_module_is_a_drawer():
    assert [p for p in modules() if p.stem in DRAWERS] == []


def test_our_packages_do_not_talk_by_signals():
    """One module hears what Wagtail and taggit do to their rows, which no function of ours does."""
    signal = re.compile(r"django\.dispatch|@receiver|\bsignals\b")
    talking = [p for p in modules() if signal.search(p.read_text())]

    assert talking == [ROOT / "casebook" / "facts_changes.py"]
    assert not re.search(r"\bSignal\b|@receiver|\.send\(", talking[0].read_text())


def test_no_module_is_longer_than_300_lines_of_code():
    def code_lines(path):
        lines = (line.strip() for line in path.read_text().splitlines())
        return sum(1 for line in lines if line and not line.startswith("#"))

    assert [(p, code_lines(p)) for p in modules() if code_lines(p) > 300] == []


def test_no_part_has_a_relation_to_another():
    def part_of(model):
        return next((part for part in PARTS if model.__module__.startswith(part)), None)

    crossing = [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and field.related_model
        and part_of(model)
        and part_of(field.related_model) not in (None, part_of(model))
    ]

    assert crossing == []


def test_every_url_is_named_as_its_view():
    named = [(p.name, p.callback.__name__) for namespace, p in our_patterns() if namespace]

    assert named
    assert [pair for pair in named if pair[0] != pair[1]] == []


def test_every_view_of_ours_asks_for_a_login_unless_it_is_listed():
    without_login = {
        f"{p.callback.__module__}.{p.callback.__name__}"
        for _namespace, p in our_patterns()
        if not getattr(p.callback, "login_required", True)
    }

    assert without_login == OPEN_VIEWS


def test_templates_stay_short_and_do_not_think():
    too_much = [
        (path, lines, ifs)
        for path in templates()
        for lines, ifs in [(len(path.read_text().splitlines()), path.read_text().count("{% if "))]
        if lines > 120 or ifs > 10
    ]

    assert too_much == []


def test_no_template_carries_inline_style_or_script():
    inline = re.compile(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE)

    assert [path for path in templates() if inline.search(path.read_text())] == []


def test_every_component_says_what_it_is_and_takes():
    header = re.compile(r"\A\{# .+? Variables: .+? #\}|\A\{% comment %\}.+?Variables:", re.DOTALL)
    components = sorted((ROOT / "templates" / "components").glob("*.html"))

    assert components
    assert [path.name for path in components if not header.match(path.read_text())] == []


def test_nothing_is_loaded_from_outside():
    loading = re.compile(r"""(?:src=|@import\s+|url\()\s*["']?(?:https?:)?//""")
    places = [
        *templates(),
        *(ROOT / "portal/ui/static").rglob("*.css"),
        *(ROOT / "portal/ui/static").rglob("*.js"),
    ]

    assert [path for path in places if loading.search(path.read_text())] == []


@pytest.mark.parametrize("readme", ["README.md", "README.ja.md"])
def test_the_readme_lists_exactly_the_variables_of_the_settings(readme):
    settings = (ROOT / "portal/settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', settings))
    listed = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", (ROOT / readme).read_text(), re.MULTILINE))

    assert listed == read


@pytest.mark.django_db
def test_every_model_change_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_lock_files_name_no_address():
    locks = [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"]

    assert [path for path in locks if "://" in path.read_text()] == []
    assert all("--hash=sha256:" in path.read_text() for path in locks)
