"""A member of staff finds how another municipality did it: the product's main job."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD, sign_in

pytestmark = pytest.mark.browser


def expect_awara(page):
    expect(page.get_by_role("heading", level=1)).to_contain_text("DX推進員")
    expect(page.get_by_role("main")).to_contain_text("福井県あわら市")
    expect(page.get_by_role("main")).to_contain_text("自治体DX推進参考事例集【1.体制整備】")
    expect(page.get_by_role("main")).to_contain_text("27,524")


def test_staff_find_awara_by_their_own_words(staff_page, site, picture):
    picture(staff_page, "home")
    staff_page.locator("#home-search").fill("手上げ 推進員")
    staff_page.keyboard.press("Enter")
    staff_page.wait_for_url("**/search/?q=*")
    picture(staff_page, "search")

    first = staff_page.locator("[data-hit]").first
    expect(first).to_contain_text("あわら市")
    expect(first.locator("mark").first).to_be_visible()
    first.get_by_role("link").first.click()
    staff_page.wait_for_url("**/casebook/awara-shi/")
    picture(staff_page, "case")

    expect_awara(staff_page)


def test_the_task_is_done_by_keyboard_alone(staff_page, site):
    for _ in range(20):
        staff_page.keyboard.press("Tab")
        if staff_page.evaluate("document.activeElement.name") == "q":
            break
    staff_page.keyboard.type("手上げ 推進員")
    staff_page.keyboard.press("Enter")
    staff_page.wait_for_url("**/search/?q=*")
    for _ in range(120):
        staff_page.keyboard.press("Tab")
        if "/casebook/awara-shi/" in (staff_page.evaluate("document.activeElement.href || ''")):
            break
    staff_page.keyboard.press("Enter")
    staff_page.wait_for_url("**/casebook/awara-shi/")

    expect_awara(staff_page)


def test_the_task_is_done_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False, locale="ja-JP")
    page = context.new_page()
    sign_in(page, site)

    page.locator("#home-search").fill("手上げ 推進員")
    page.locator("#home-search").press("Enter")
    page.wait_for_url("**/search/?q=*")
    page.get_by_role("link", name="事例だけを、人口や費用でしぼりこむ").click()
    page.wait_for_url("**/casebook/?q=*")
    page.locator("summary", has_text="都道府県").click()
    page.get_by_label("福井県").check()
    page.get_by_role("button", name="しぼりこむ").first.click()
    page.wait_for_url("**prefecture=18*")
    page.locator("[data-hit] a").first.click()

    expect_awara(page)
    context.close()


def test_words_are_suggested_while_typing_and_chosen_by_keyboard(staff_page, site):
    box = staff_page.locator("#home-search")
    box.press_sequentially("ペーパ", delay=50)

    expect(staff_page.get_by_role("option").first).to_contain_text("ペーパ")
    box.press("ArrowDown")
    box.press("Enter")
    staff_page.wait_for_url("**/search/?q=*")

    expect(staff_page.locator("[data-hit]").first).to_be_visible()


def test_a_chosen_condition_becomes_a_chip_that_can_be_taken_off(staff_page, site):
    staff_page.goto(f"{site}/casebook/?prefecture=18&kind=city")

    staff_page.get_by_role("link", name="福井県").first.click()
    staff_page.wait_for_url("**/casebook/?kind=city")

    assert "prefecture" not in staff_page.url


def test_wrong_password_says_what_to_do_and_keeps_the_name(page, site, picture):
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("ユーザー名またはメールアドレス").fill("staff2")
    page.get_by_label("パスワード").fill(PASSWORD + "x")
    page.get_by_role("button", name="ログインする", exact=True).click()
    picture(page, "login_error")

    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_label("ユーザー名またはメールアドレス")).to_have_value("staff2")
    assert page.title().startswith("エラー")


@pytest.mark.parametrize("width", [320, 390, 683, 1366])
@pytest.mark.parametrize(
    "path",
    ["/", "/casebook/?q=手上げ", "/casebook/?q=ぬぬぬぬ", "/casebook/aizuwakamatsu-shi/", "/help/"],
)
def test_no_page_scrolls_sideways(staff_page, site, width, path):
    staff_page.set_viewport_size({"width": width, "height": 700})
    staff_page.goto(site + path)

    overflow = staff_page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )

    assert overflow == 0


def test_a_phone_in_the_dark_and_a_printed_case(browser, site, picture):
    context = browser.new_context(
        color_scheme="dark",
        viewport={"width": 390, "height": 844},
        device_scale_factor=2,
        locale="ja-JP",
    )
    page = context.new_page()
    sign_in(page, site)
    for name, path in {
        "home": "/",
        "search": "/casebook/?q=手上げ 推進員",
        "case": "/casebook/awara-shi/",
        "empty": "/casebook/?q=ぬぬぬぬ",
    }.items():
        page.goto(site + path)
        picture(page, f"phone_dark_{name}")
    page.emulate_media(media="print", color_scheme="light")
    page.goto(f"{site}/casebook/awara-shi/")
    picture(page, "print_case")

    expect(page.get_by_role("navigation").first).to_be_hidden()
    context.close()


def test_cases_are_ticked_in_the_list_and_compared(staff_page, site):
    """The tick stands on a card that opens its case wherever else it is pressed."""
    staff_page.goto(f"{site}/casebook/")
    for name in ("sakata-shi", "kamisato-machi"):
        staff_page.locator(f".dx-tick:has([value={name}])").click()
    staff_page.get_by_role("button", name="印を付けた事例を比べる").click()
    staff_page.wait_for_url("**/casebook/compare/**")

    assert staff_page.locator(".dx-compare thead th").count() == 3
