"""Every page by the Tab key alone: each stop is seen, lies open, and lets go again."""

import pytest

from tests.browser.conftest import sign_in
from tests.browser.test_every_page import OFFICERS, OVER_THE_EDGE, PHONE, SIGNED_IN, SIGNED_OUT

pytestmark = pytest.mark.browser

PEOPLE = [("staff", SIGNED_IN), ("officer", OFFICERS), ("", SIGNED_OUT)]
# A field for a date has a stop for the year, the month, the day, the hour, the minute, the picker.
STOPS_OF_A_FIELD = 8
MOST_STOPS = 600
STOP = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  window.stops ??= new Map();
  const isNew = !stops.has(it);
  if (isNew) stops.set(it, stops.size);
  // The frame of a card is drawn by what stands after its link.
  const has = each => [null, "::after"].some(part => {
    const look = getComputedStyle(each, part);
    return look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
  });
  const own = [it, ...(it.labels ?? [])];
  const box = it.getClientRects()[0] ?? it.getBoundingClientRect();
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const spots = [0.1, 0.5, 0.9].flatMap(x => [0.2, 0.5, 0.8].map(y => [x, y]));
  const at = spots.map(([x, y]) =>
    document.elementFromPoint(box.x + box.width * x, top + (bottom - top) * y));
  return {
    number: stops.get(it), isNew, name: it.outerHTML.slice(0, 90),
    isSeen: [...own, it.parentElement].some(has),
    liesOpen: at.some(each => each && own.some(mine => mine.contains(each))),
  };
}"""


def what_is_wrong(page) -> list[tuple[str, str]]:
    """Walks once around the page. What is unseen, covered or holds fast, by its first letters."""
    wrong, same, last = [], 0, None
    for _press in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or (stop["number"] == 0 and last not in (None, 0)):
            return wrong
        same = same + 1 if stop["number"] == last else 0
        if same > STOPS_OF_A_FIELD:
            return [*wrong, ("holds fast", stop["name"])]
        last = stop["number"]
        if stop["isNew"]:
            wrong += [("unseen", stop["name"])] if not stop["isSeen"] else []
            wrong += [("covered", stop["name"])] if not stop["liesOpen"] else []
    return [*wrong, ("no end", str(MOST_STOPS))]


@pytest.mark.parametrize(("username", "pages"), PEOPLE)
def test_each_stop_of_the_tab_key_is_seen_and_open_and_lets_go(username, pages, page, site):
    """WCAG 2.1.2, 2.4.7 and 2.4.11."""
    if username:
        sign_in(page, site, username)
    wrong = {}
    for name, path in pages.items():
        page.goto(site + path)
        wrong[name] = what_is_wrong(page)

    assert {name: found for name, found in wrong.items() if found} == {}


SPACED = """* {
  line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
}
p { margin-block-end: 2em !important; }"""
CUT_OFF = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(each => {
  const look = getComputedStyle(each);
  return ["hidden", "clip"].includes(look.overflowY) && each.clientHeight > 8
    && each.scrollHeight > each.clientHeight + 2 && each.checkVisibility()
    && !each.closest(".visually-hidden, svg");
}).map(each => each.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize(("username", "pages"), PEOPLE)
def test_no_text_is_lost_with_the_readers_own_spacing(username, pages, browser, site):
    """WCAG 1.4.12: the lines, letters, words and paragraphs of the criterion, at 320 px."""
    context = browser.new_context(locale="ja-JP", viewport=PHONE, bypass_csp=True)
    page = context.new_page()
    if username:
        sign_in(page, site, username)
    lost = {}
    for name, path in pages.items():
        page.goto(site + path)
        page.add_style_tag(content=SPACED)
        wide = page.evaluate(OVER_THE_EDGE)
        lost[name] = page.evaluate(CUT_OFF) + ([f"{wide} px"] if wide > 0 else [])
    context.close()

    assert {name: found for name, found in lost.items() if found} == {}
