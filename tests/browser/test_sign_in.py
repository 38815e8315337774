"""Passkeys and codes in a real browser, with a virtual authenticator."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import PASSWORD, sign_in

pytestmark = pytest.mark.browser

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def local_site(site):
    """Passkeys need a host name: browsers refuse them at a bare address."""
    return site.replace("127.0.0.1", "localhost")


@pytest.fixture
def complaints(page):
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else "")
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.fixture
def authenticator(page):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return session, made["authenticatorId"]


def sign_out(page, site):
    page.goto(f"{site}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="ログアウトする").click()
    page.wait_for_url(re.compile("/accounts/login/"))


def violations(page):
    found = Axe().run(page).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


def test_a_passkey_is_added_and_then_signs_in_alone(page, local_site, authenticator, complaints):
    sign_in(page, local_site, "auditor")
    page.goto(f"{local_site}/accounts/2fa/passkeys/add/")
    page.get_by_label("パスキーの名前").fill("職場のノート")
    page.get_by_role("button", name="パスキーを追加する").click()
    page.wait_for_url(re.compile("/2fa/codes/"))
    at_codes = violations(page)
    page.goto(f"{local_site}/accounts/2fa/")
    listed = page.get_by_role("main").inner_text()
    sign_out(page, local_site)

    page.get_by_role("button", name="パスキーでログインする").click()
    page.wait_for_url(f"{local_site}/")
    sign_out(page, local_site)
    page.get_by_label("ユーザー名またはメールアドレス").fill("auditor")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログインする", exact=True).click()
    page.wait_for_url(re.compile("/2fa/authenticate/"))
    at_second_step = violations(page)
    page.get_by_role("button", name="パスキーを使う").click()
    page.wait_for_url(f"{local_site}/")

    assert "職場のノート" in listed
    assert (at_codes, at_second_step, complaints) == ([], [], [])


def test_without_a_verified_person_a_passkey_is_not_enough(page, local_site, authenticator):
    session, number = authenticator
    sign_in(page, local_site, "manager")
    page.goto(f"{local_site}/accounts/2fa/passkeys/add/")
    page.get_by_role("button", name="パスキーを追加する").click()
    page.wait_for_url(re.compile("/2fa/codes/"))
    sign_out(page, local_site)
    unverified = {"authenticatorId": number, "isUserVerified": False}
    session.send("WebAuthn.setUserVerified", unverified)

    page.get_by_role("button", name="パスキーでログインする").click()
    page.get_by_text("パスキーを確かめられませんでした").wait_for()

    assert "/accounts/login/" in page.url


def test_an_app_is_set_up_from_its_key_and_asked_for_next_time(page, local_site, complaints):
    sign_in(page, local_site, "officer2")
    page.goto(f"{local_site}/accounts/2fa/app/")
    page.get_by_text("QRコードを読み取れないとき").click()
    secret = page.locator("code").inner_text()
    now = page.evaluate("Math.floor(Date.now() / 30000)")
    page.get_by_label("認証コード").fill(_wide(format_hotp_value(hotp_value(secret, now))))
    page.get_by_role("button", name="設定する").click()
    page.wait_for_url(re.compile("/2fa/codes/"))
    sign_out(page, local_site)
    page.get_by_label("ユーザー名またはメールアドレス").fill("officer2")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログインする", exact=True).click()
    page.wait_for_url(re.compile("/2fa/authenticate/"))

    later = format_hotp_value(hotp_value(secret, now + 1))
    page.get_by_label("認証コードまたは予備コード").fill(later)
    page.get_by_role("button", name="ログインする", exact=True).click()
    page.wait_for_url(f"{local_site}/")

    assert complaints == []


def _wide(code):
    return code.translate({ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"})
