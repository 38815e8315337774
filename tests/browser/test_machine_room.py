"""The pages of auditors and administrators: nothing for axe to find, no sideways scrolling."""

import pytest

from tests.browser.conftest import sign_in
from tests.browser.test_every_page import themed, violations  # noqa: F401 - a fixture

pytestmark = pytest.mark.browser

PAGES = {
    "audit": "/audit/",
    "audit_narrowed": "/audit/?result=refused&action=signin.failed",
    "audit_wrong_dates": "/audit/?since=2026-11-20&until=2026-11-01",
    "audit_nothing": "/audit/?object_id=999999",
    "jobs": "/operations/jobs/",
    "retention": "/privacy/retention/",
    "new_hold": "/privacy/retention/holds/new/",
    "departments": "/staff/departments/",
    "new_department": "/staff/departments/new/",
    "roles": "/staff/roles/",
    "role_change": "/staff/roles/1/",
    "account": "/staff/accounts/1/",
    "requests": "/staff/requests/",
    "emergency": "/break-glass/",
    "emergency_ask": "/break-glass/ask/",
}


def test_axe_finds_nothing_on_the_pages_of_the_machine_room(themed, site, picture):  # noqa: F811
    sign_in(themed, site, "admin")
    found = {}
    for name, path in PAGES.items():
        themed.goto(site + path)
        picture(themed, name)
        found[name] = violations(themed)

    assert {name: rules for name, rules in found.items() if rules} == {}


def test_the_pages_of_the_machine_room_fit_a_telephone(browser, site, picture):
    page = browser.new_context(viewport={"width": 320, "height": 640}).new_page()
    sign_in(page, site, "admin")
    too_wide = []
    for name, path in PAGES.items():
        page.goto(site + path)
        picture(page, f"{name}_narrow")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            too_wide.append(name)
    page.context.close()

    assert too_wide == []
