import re
from datetime import timedelta

import pytest

from portal.staff.models import Role
from portal.ui.templatetags.kept import forget_components
from tests.builders import a_case, a_municipality, a_staff_member

pytestmark = pytest.mark.django_db


def title(response):
    return re.search(r"<title>(.*?)</title>", response.content.decode(), re.S)[1].strip()


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def main_part(response):
    return re.search(r"<main.*</main>", response.content.decode(), re.S)[0]


def test_the_first_link_of_every_page_leads_to_the_content(client):
    html = client.get("/accounts/login/").content.decode()

    assert re.search(r"<a [^>]*>[^<]*</a>", html)[0] == (
        '<a class="dx-skip" href="#main">本文へ移動する</a>'
    )
    assert html.count('id="main"') == 1


def test_strangers_see_no_navigation(client):
    for address in ["/accounts/login/", "/accessibility/"]:
        html = client.get(address).content.decode()

        assert '<html lang="ja">' in html
        assert "<nav" not in html
        assert "ログアウト" not in html


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("/", "ホーム | DXポータル"),
        ("/help/", "ヘルプ | DXポータル"),
        ("/accessibility/", "アクセシビリティ | DXポータル"),
        ("/privacy/", "個人情報の取扱い | DXポータル"),
        ("/accounts/password/change/", "パスワード変更 | DXポータル"),
        ("/accounts/logout/", "ログアウト | DXポータル"),
    ],
)
def test_every_page_of_the_house_has_its_title_and_one_heading(client, address, wanted):
    client.force_login(a_staff_member())

    response = client.get(address)

    assert title(response) == wanted
    assert response.content.decode().count("<h1") == 1


def test_an_empty_sign_in_says_in_its_title_that_it_failed_and_what_to_enter(client):
    response = client.post("/accounts/login/", {"login": "", "password": ""})

    assert title(response) == "エラー：ログイン | DXポータル"
    assert "ユーザー名またはメールアドレスを入力してください。" in response.content.decode()
    assert "パスワードを入力してください。" in response.content.decode()


def test_the_entrance_lets_password_managers_help(client):
    html = client.get("/accounts/login/").content.decode()

    assert 'autocomplete="username"' in html
    assert 'autocomplete="current-password"' in html
    assert "placeholder" not in html


def test_signing_out_is_a_form_not_a_link(client):
    client.force_login(a_staff_member(name="髙﨑 太郎"))

    html = client.get("/help/").content.decode()

    assert '<form method="post" action="/accounts/logout/">' in html
    assert "髙﨑 太郎" in html


def test_only_those_who_edit_are_offered_the_cms(client):
    client.force_login(a_staff_member())
    assert "CMSで編集する" not in client.get("/help/").content.decode()

    client.force_login(a_staff_member(role=Role.OFFICER))
    assert "CMSで編集する" in client.get("/help/").content.decode()


def test_the_demo_says_that_it_is_one(client, settings):
    settings.DEMO_MODE = True
    assert "デモ環境です。" in client.get("/accounts/login/").content.decode()

    settings.DEMO_MODE = False
    assert "デモ環境です。" not in client.get("/accounts/login/").content.decode()


def test_the_gallery_opens_in_the_demo_alone(client, settings):
    client.force_login(a_staff_member())

    settings.DEMO_MODE = True
    assert client.get("/gallery/").status_code == 200

    settings.DEMO_MODE = False
    assert client.get("/gallery/").status_code == 404


def test_the_gallery_shows_every_component(client, settings):
    settings.DEMO_MODE = True
    client.force_login(a_staff_member())
    forget_components()
    pages = [client.get("/gallery/"), client.get("/gallery/?errors=1")]

    shown = {template.name for page in pages for template in page.templates}
    folder = settings.BASE_DIR / "templates/components"
    assert {f"components/{path.name}" for path in folder.glob("*.html")} - shown == set()


def test_home_greets_by_name_and_shows_the_newest_cases(client):
    a_case("窓口の予約を電話から画面へ", municipality=a_municipality("見本市"))
    client.force_login(a_staff_member(name="山田 花子"))

    page = words(main_part(client.get("/")))

    assert "山田 花子さん、こんにちは" in page
    assert "事例をすべて見る" in page
    assert "今日の1事例：窓口の予約を電話から画面へ" in page
    assert "窓口の予約を電話から画面へ 東京都見本市" in page


def test_home_without_cases_says_why_and_what_to_do(client):
    client.force_login(a_staff_member())

    page = words(main_part(client.get("/")))

    assert "事例はまだありません DX課が資料を確かめて載せていきます。" in page


def test_what_has_happened_is_said_once_in_a_status_region(client):
    client.force_login(a_staff_member())

    html = client.post("/accounts/logout/", follow=True).content.decode()

    region = re.search(r'<div class="dx-messages" role="status">(.*?)</main>', html, re.S)[1]
    assert words(region).startswith("ログアウトしました。")


def test_people_are_told_how_long_a_sign_in_lasts(client, settings):
    settings.SESSION_IDLE = timedelta(minutes=45)
    settings.SESSION_ABSOLUTE = timedelta(hours=9)
    client.force_login(a_staff_member())

    assert "操作しないまま45分たつか" in words(main_part(client.get("/help/")))
    assert "最後の操作から45分。長くても9時間" in words(main_part(client.get("/privacy/")))
