"""What must be right before the first request in production: one sentence per wrong setting.

Source: SAFETY F9. A trial (DEMO_MODE) starts with anything that works.
"""

import re
import stat
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_LENGTH = 50
# As many different letters as `check --deploy` asks for (security.W009).
KEY_KINDS = 5
KEY_FORM = f"{KEY_LENGTH}文字以上の、でたらめな文字列を書いてください。"
NOT_SHARED = "django.core.cache.backends.locmem.LocMemCache"
MAIL_FORM = "読めません。smtp://サーバー:25 か dummymail://（使わない）と書いてください。"
NO_CACHE = "django.core.cache.backends.dummy.DummyCache"
# The names under which a machine reaches nobody but itself.
LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "testserver"}

SEARCH_FORM = re.compile(r"https?://[^/\s]+/[a-z0-9][a-z0-9_-]*/?")
ADDRESS = re.compile(r"https?://[^/\s]+")
# By this code gunicorn knows that there is no use in trying again (Arbiter.APP_LOAD_ERROR).
EXIT_CODE = 4


def refuse_wrong_settings() -> None:
    """Write one Japanese line per wrong setting and raise SystemExit; nothing has started then."""
    try:
        wrong = [] if settings.DEMO_MODE else list(wrong_settings(settings))
    except (ImproperlyConfigured, ValueError) as error:
        wrong = [unreadable(error)]
    if wrong:
        sys.stderr.write("\n".join(["設定が正しくないため、起動しません。", *wrong, ""]))
        sys.exit(EXIT_CODE)


def unreadable(error: Exception) -> str:
    """The line for a variable that could not even be read."""
    if "SECRET_KEY" in str(error):
        return f"SECRET_KEY: {KEY_FORM}"
    if missing := re.search(r"Set the (\w+) environment variable", str(error)):
        return f"{missing[1]}: 設定されていません。README の表のとおりに書いてください。"
    if "email" in str(error).lower():
        return f"EMAIL_URL: {MAIL_FORM}"
    return f"環境変数の書き方を、README の表で確かめてください（{error}）。"


def wrong_settings(chosen: Any) -> Iterator[str]:
    """A line for each: the name of the variable, what is wrong, what to write."""
    for find in (_secret_key, _entrance, _machine_room, _files, _bucket, _search):
        yield from find(chosen)


def _secret_key(chosen: Any) -> Iterator[str]:
    # Django itself raises ImproperlyConfigured for an empty one.
    key = chosen.SECRET_KEY
    if len(key) < KEY_LENGTH or len(set(key)) < KEY_KINDS:
        yield f"SECRET_KEY: {KEY_FORM}"


def _entrance(chosen: Any) -> Iterator[str]:
    if chosen.DEBUG:
        yield "DEBUG: オンです。エラーの画面に内部の情報が出ます。消してください。"
    hosts = chosen.ALLOWED_HOSTS
    if not hosts:
        yield "ALLOWED_HOSTS: 設定されていません。portal.example.lg.jp のように書いてください。"
    elif "*" in hosts:
        yield "ALLOWED_HOSTS: * は使えません。このポータルのホスト名を書いてください。"
    address = urlsplit(chosen.BASE_URL)
    if address.scheme not in {"http", "https"} or not address.hostname:
        yield "BASE_URL: https://portal.example.lg.jp のように書いてください。"
    elif hosts and address.hostname not in hosts and "*" not in hosts:
        yield f"BASE_URL: ホスト名 {address.hostname} が ALLOWED_HOSTS にありません。"
    if not chosen.HTTPS or address.scheme == "http":
        yield "HTTPS: オフです。BASE_URL を https:// にし、前段でTLSを受けてください。"
    if not chosen.MFA_REQUIRED_ROLES:
        yield "MFA_REQUIRED_ROLES: 空です。少なくとも AD（システム管理者）を書いてください。"


def _machine_room(chosen: Any) -> Iterator[str]:
    if chosen.PROBE and not set(chosen.ALLOWED_HOSTS) <= LOOPBACK:
        yield "DXL_PROBE: 点検用です。消すか、ALLOWED_HOSTS をこの機械だけにしてください。"
    if chosen.CACHES["default"]["BACKEND"] in {NOT_SHARED, NO_CACHE}:
        yield "CACHE_URL: プロセスの間で共有されません。dbcache:// か redis:// を書いてください。"
    if chosen.EMAIL_BACKEND.endswith("smtp.EmailBackend") and not chosen.EMAIL_HOST:
        yield f"EMAIL_URL: {MAIL_FORM}"
    database = chosen.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3") and _is_readable_by_all(Path(database["NAME"])):
        yield f"DATABASE_URL: {database['NAME']} をほかの利用者も読めます。chmod 600 してください。"


def _files(chosen: Any) -> Iterator[str]:
    shown = Path(chosen.STATIC_ROOT).resolve()
    for name in ("MEDIA_ROOT", "PRIVATE_ROOT"):
        place = Path(getattr(chosen, name)).resolve()
        if place == Path(place.anchor) or place.is_relative_to(shown):
            yield f"{name}: {place} は使えません。だれにも公開しないフォルダーを書いてください。"


def _search(chosen: Any) -> Iterator[str]:
    if chosen.SEARCH_URL and not SEARCH_FORM.fullmatch(chosen.SEARCH_URL):
        yield "SEARCH_URL: https://利用者:合言葉@サーバー:9200/dx-portal のように書いてください。"


def _bucket(chosen: Any) -> Iterator[str]:
    parts = {
        name: getattr(chosen, name) for name in ("S3_BUCKET", "S3_ACCESS_KEY", "S3_SECRET_KEY")
    }
    if any(parts.values()) or chosen.S3_ENDPOINT_URL:
        for name in [name for name, value in parts.items() if not value]:
            yield f"{name}: 空です。S3に置くなら書き、置かないなら S3_ の変数を消してください。"
    if chosen.S3_ENDPOINT_URL and not ADDRESS.match(chosen.S3_ENDPOINT_URL):
        yield "S3_ENDPOINT_URL: https://s3.example.lg.jp のように書いてください。"
    if chosen.S3_BUCKET and not find_spec("boto3"):
        yield "S3_BUCKET: S3の部品がありません。make setup EXTRAS=s3 で入れてください。"


def _is_readable_by_all(path: Path) -> bool:
    return path.is_file() and bool(stat.S_IMODE(path.stat().st_mode) & stat.S_IROTH)
