"""The pictures of the manuals: each page is still there, and is drawn anew when asked.

``make manual-pictures`` writes them; every other run only looks whether the pages open.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from portal.home.manuals import pictures
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser
PEOPLE = sorted({picture.user for picture in pictures().values()})


@pytest.mark.parametrize("user", PEOPLE)
def test_the_pages_of_a_role_can_be_drawn(user, page, site, picture):
    sign_in(page, site, user)
    for name, shown in pictures().items():
        if shown.user == user and shown.path:
            answer = page.goto(f"{site}{shown.path}")
            assert answer.status == 200, name
            picture(page, name, full_page=False)


def test_the_tour_can_be_taken_by_keyboard(page, site):
    sign_in(page, site, "staff2")
    page.get_by_role("link", name="案内を見る").focus()
    page.keyboard.press("Enter")
    for step in range(2, 6):
        page.get_by_role("link", name="次のページへ").focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site}/tour/{step}/")
        assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="案内を終えて、ホームへ").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/")
    assert page.get_by_text("はじめての方へ").count() == 0
