"""By keyboard alone: words into the line at the top, one kind chosen, and its first hit opened."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def tab_to(page, what, most=60) -> None:
    """Press Tab until the expression ``what`` holds for the element in focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"(here => {what})(document.activeElement)"):
            return
    raise AssertionError(what)


def test_the_search_over_everything_is_used_by_keyboard_alone(staff_page, site):
    staff_page.goto(f"{site}/faq/")
    tab_to(staff_page, "here.name === 'q'")
    staff_page.keyboard.type("押印")
    staff_page.keyboard.press("Enter")
    staff_page.wait_for_url("**/search/?q=*")

    tab_to(staff_page, "(here.href || '').includes('kind=guidance')")
    staff_page.keyboard.press("Enter")
    staff_page.wait_for_url("**kind=guidance*")
    kinds = staff_page.get_by_role("navigation", name="種類でしぼりこむ")
    expect(kinds.locator("[aria-current=page]")).to_contain_text("デジ順")

    tab_to(staff_page, "here.closest('[data-hit]')")
    staff_page.keyboard.press("Enter")
    staff_page.wait_for_url("**/guidance/**")
    expect(staff_page.get_by_role("main")).to_contain_text("押印")
