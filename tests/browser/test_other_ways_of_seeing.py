"""On paper, and in the reader's own colours."""

import pytest

from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser

# What each of these pages is for: it has to be there on paper.
PRINTED = {
    "/faq/": "main li a",
    "/training/": "main h3",
    "/search/?q=押印": ".dx-result",
    "/casebook/": ".dx-result",
    "/casebook/?q=手上げ&tag=手挙げ": ".dx-result",
    "/casebook/wanted/": ".dx-wanted li",
    "/community/articles/": ".dx-results .dx-card__title",
    "/calendar/": ".dx-month td",
    "/guidance/five-less/": ".dx-prose p",
    "/kpi/": "main h2",
}
# Tables of many columns. A4 without its margins is 190 mm wide.
WIDE = [
    "/guidance/environment/",
    "/guidance/projects/",
    "/guidance/editions/1.0-draft/changes/2.0/",
    "/training/plan/",
    "/kpi/report/",
    "/casebook/compare/?cases=awara-shi,kamisato-machi,sakata-shi&own=1",
]
PAPER = {"width": 718, "height": 1047}
OVER_THE_EDGE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
NAVIGATION = "nav, input, button:not(.dx-term), .dx-button, .dx-header, .dx-footer"
SHOWN = "all => all.filter(each => each.checkVisibility()).map(each => each.outerHTML.slice(0, 80))"
GROUND = "element => getComputedStyle(element).backgroundColor"
LOOK = "element => [getComputedStyle(element).backgroundColor, getComputedStyle(element).color]"
EDGE = "element => getComputedStyle(element).borderBottomColor"


def test_on_paper_there_is_the_content_and_nothing_to_press(page, site):
    sign_in(page, site)
    page.emulate_media(media="print")
    left, found = {}, {}
    for path, content in PRINTED.items():
        page.goto(site + path)
        left[path] = page.locator(NAVIGATION).evaluate_all(SHOWN)
        found[path] = page.locator(content).evaluate_all(SHOWN)

    assert {path: shown for path, shown in left.items() if shown} == {}
    assert [path for path, shown in found.items() if not shown] == []


def test_nothing_is_cut_off_at_the_edge_of_the_paper(page, site):
    sign_in(page, site)
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    over = {}
    for path in WIDE:
        page.goto(site + path)
        over[path] = page.evaluate(OVER_THE_EDGE)

    assert {path: pixels for path, pixels in over.items() if pixels > 0} == {}


def test_what_is_chosen_stands_out_in_the_readers_own_colours(browser, site):
    context = browser.new_context(locale="ja-JP", forced_colors="active")
    page = context.new_page()
    sign_in(page, site, "officer")
    page.goto(f"{site}/consultations/desk/")

    sample = page.locator("h1")
    sample.evaluate("each => { each.style = 'background: SelectedItem; color: SelectedItemText' }")
    for place in (".dx-nav .dx-nav__list", ".dx-views"):
        assert page.locator(f"{place} a[aria-current]").evaluate(LOOK) == sample.evaluate(LOOK)
    # A line that only keeps the place of another is not drawn.
    other = page.locator(".dx-nav .dx-nav__list a:not([aria-current])").first
    assert other.evaluate(EDGE) == page.locator("body").evaluate(GROUND)
    context.close()


def test_a_long_name_leaves_room_for_the_search(page, site):
    sign_in(page, site)
    page.goto(f"{site}/help/")
    page.locator(".dx-account__name").evaluate(
        "name => { name.textContent = '長い名前'.repeat(20) }"
    )

    assert page.locator("#site-search").bounding_box()["width"] > 200


def test_the_menus_of_the_header_open_inside_the_narrowest_screen(page, site):
    page.set_viewport_size({"width": 320, "height": 640})
    sign_in(page, site, "officer")
    for menu in page.locator(".dx-header details").all():
        menu.locator("summary").click()
        sheet = menu.locator(".dx-menu__sheet").bounding_box()
        assert sheet["x"] >= 0
        assert sheet["x"] + sheet["width"] <= 320
        menu.locator("summary").click()
