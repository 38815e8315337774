"""In production a wrong setting stops the start, with one line that says what to write."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.operations import starting
from portal.operations.starting import unreadable, wrong_settings

ROOT = Path(__file__).resolve().parents[2]
KEY = "".join(chr(33 + number) for number in range(64))
RIGHT = {
    "SECRET_KEY": KEY,
    "DEBUG": False,
    "PROBE": False,
    "ALLOWED_HOSTS": ["portal.example.lg.jp"],
    "BASE_URL": "https://portal.example.lg.jp",
    "HTTPS": True,
    "MFA_REQUIRED_ROLES": ["AD"],
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache"}},
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "mail.example.lg.jp",
    "STATIC_ROOT": "/srv/portal/static",
    "MEDIA_ROOT": "/srv/portal/media",
    "PRIVATE_ROOT": "/srv/portal/private",
    "SEARCH_URL": "",
    "S3_BUCKET": "",
    "S3_ENDPOINT_URL": "",
    "S3_ACCESS_KEY": "",
    "S3_SECRET_KEY": "",
}
LOCMEM = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def production(tmp_path):
    database = tmp_path / "db.sqlite3"
    database.touch(mode=0o600)
    databases = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(database)}}
    return SimpleNamespace(**RIGHT, DATABASES=databases)


def test_right_settings_start(production):
    assert list(wrong_settings(production)) == []


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY"),
        ("SECRET_KEY", "x" * 64, "SECRET_KEY"),
        ("DEBUG", True, "DEBUG"),
        ("ALLOWED_HOSTS", [], "ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", ["*"], "ALLOWED_HOSTS"),
        ("BASE_URL", "", "BASE_URL"),
        ("BASE_URL", "https://elsewhere.example.lg.jp", "BASE_URL"),
        ("BASE_URL", "http://portal.example.lg.jp", "HTTPS"),
        ("HTTPS", False, "HTTPS"),
        ("PROBE", True, "DXL_PROBE"),
        ("MFA_REQUIRED_ROLES", [], "MFA_REQUIRED_ROLES"),
        ("CACHES", LOCMEM, "CACHE_URL"),
        ("EMAIL_HOST", None, "EMAIL_URL"),
        ("MEDIA_ROOT", "/srv/portal/static/media", "MEDIA_ROOT"),
        ("PRIVATE_ROOT", "/", "PRIVATE_ROOT"),
        ("SEARCH_URL", "search.example.lg.jp:9200", "SEARCH_URL"),
    ],
)
def test_each_wrong_setting_has_one_line_with_its_name(production, name, value, named):
    setattr(production, name, value)

    (line,) = wrong_settings(production)
    assert line.startswith(f"{named}: ")
    assert line.endswith("。")


HALF = {"S3_BUCKET": "dx", "S3_ACCESS_KEY": "key", "S3_SECRET_KEY": "secret"}


@pytest.mark.parametrize("missing", HALF)
def test_a_bucket_that_is_half_set_has_a_line(production, missing):
    vars(production).update(HALF | {missing: ""})

    (line,) = wrong_settings(production)
    assert line.startswith(f"{missing}: ")


def test_a_bucket_that_is_set_starts_where_its_packages_are(production, monkeypatch):
    vars(production).update(HALF, S3_ENDPOINT_URL="https://s3.example.lg.jp")
    assert list(wrong_settings(production)) == []

    production.S3_ENDPOINT_URL = "s3.example.lg.jp"
    assert next(wrong_settings(production)).startswith("S3_ENDPOINT_URL: ")
    production.S3_ENDPOINT_URL = ""
    monkeypatch.setattr(starting, "find_spec", lambda _name: None)
    (line,) = wrong_settings(production)
    assert "make setup EXTRAS=s3" in line


def test_a_database_that_everybody_on_the_machine_reads_is_refused(production):
    Path(production.DATABASES["default"]["NAME"]).chmod(0o644)

    (line,) = wrong_settings(production)
    assert line.startswith("DATABASE_URL: ")


@pytest.mark.parametrize(
    ("error", "named"),
    [
        (ImproperlyConfigured("Set the SECRET_KEY environment variable"), "SECRET_KEY: "),
        (ImproperlyConfigured("Invalid email schema "), "EMAIL_URL: "),
        (ValueError("invalid literal for int(): 'many'"), "環境変数の書き方"),
    ],
)
def test_what_cannot_even_be_read_has_a_line_too(error, named):
    assert unreadable(error).startswith(named)


def run(*command, **variables):
    """In production, with the settings of a city and ``variables``."""
    city = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": "portal.example.lg.jp",
        "BASE_URL": "https://portal.example.lg.jp",
    }
    return subprocess.run(
        [sys.executable, *command],
        env=city | variables,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["SECRET_KEY", "EMAIL_URL"])
def test_the_server_does_not_start(name):
    started = run("-m", "gunicorn", "--check-config", "portal.wsgi", **{name: ""})

    assert started.returncode != 0
    assert started.stderr.startswith("設定が正しくないため、起動しません。\n")
    assert f"\n{name}: " in started.stderr
    assert "Traceback" not in started.stderr


def test_the_deployment_check_of_django_finds_nothing():
    checked = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert checked.returncode == 0, checked.stderr
