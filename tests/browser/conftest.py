"""A real server with the real initial content, and a real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parent.parent.parent
PASSWORD = "demo-for-browser-tests"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    if CHROMIUM or os.environ.get("REQUIRE_BROWSER"):
        return
    for item in items:
        item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args():
    return {
        "locale": "ja-JP",
        "timezone_id": "Asia/Tokyo",
        "viewport": {"width": 1366, "height": 768},
    }


@pytest.fixture(scope="session")
def environment(tmp_path_factory):
    """What the portal of these tests, and a command beside it, run with."""
    folder = tmp_path_factory.mktemp("portal")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return {
        **{key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"},
        "DEMO_MODE": "true",
        "HTTPS": "false",
        "SECRET_KEY": "only-for-tests-" + "x" * 50,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "DEMO_PASSWORD": PASSWORD,
        "MEDIA_ROOT": str(folder / "media"),
        "EXCHANGE_KEY_FILE": str(folder / "exchange_key.pem"),
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "BASE_URL": f"http://127.0.0.1:{port}",
    }


@pytest.fixture
def manage(site, environment):
    """Runs a command on the data of the running portal."""

    def run(*words):
        command = [sys.executable, "manage.py", *words]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)

    return run


@pytest.fixture(scope="session")
def site(environment):
    """The address of a portal that was prepared and started as ``make run`` does it."""
    port = int(environment["BASE_URL"].rpartition(":")[2])
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "prepare"], cwd=ROOT, env=environment, check=True)
    server = subprocess.Popen(
        [*manage, "run_portal", "--port", str(port)], cwd=ROOT, env=environment
    )
    _wait_until_it_answers(port)
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(30)


def _wait_until_it_answers(port):
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the portal did not start")


@pytest.fixture
def as_person(browser, site):
    """A page per person, signed in, each with a browser of its own."""
    contexts = []

    def enter(username):
        contexts.append(browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo"))
        page = contexts[-1].new_page()
        sign_in(page, site, username)
        return page

    yield enter
    for context in contexts:
        context.close()


def sign_in(page, site, username="staff"):
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("ユーザー名またはメールアドレス").fill(username)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログインする", exact=True).click()
    page.wait_for_url(f"{site}/")


@pytest.fixture
def staff_page(page, site):
    sign_in(page, site)
    return page


@pytest.fixture
def picture(request):
    """Keep a picture of a page when SCREENSHOTS names a folder: for manuals, and to look at."""
    folder = os.environ.get("SCREENSHOTS")

    def keep(page, name, **options):
        if folder:
            path = Path(folder) / f"{name}.png"
            page.screenshot(path=path, **{"full_page": True, **options})
            # A third of the size, and the eye sees no difference on screens of flat colours.
            Image.open(path).quantize(128).save(path, optimize=True)

    return keep
