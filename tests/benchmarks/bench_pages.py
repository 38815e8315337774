"""Our pages beside a stock Wagtail page with the same text and beside a bare Django view.

    python -m tests.benchmarks.bench_pages [--pages 50] [--rounds 5]

Processor time through the whole stack, of one process, on SQLite: so it can be measured while the
machine does other work. The stock page has the text of the case as heading and rich text, is for
signed-in people, and stands in a site as Wagtail's project template makes it; the bare view asks
the database nothing but who is signed in. Exits 1 when the case page is slower than half of stock.
"""

import argparse
import io
import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, setup_test_environment
from django.utils import timezone

from casebook.models import Case
from portal.staff.models import Role, StaffMember
from portal.staff.roles import grant_role
from tests.benchmarks.serving import Served, measure

CASE = "aizuwakamatsu-shi"
DESK_ROWS = 300
PAGES = {
    "case page": f"/casebook/{CASE}/",
    "list of cases": "/casebook/",
    "home": "/",
    "desk list": "/consultations/desk/",
}
LEAST = 2
SETTINGS = "tests.benchmarks.page_settings"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--prepared", type=Path, help="a SQLite file that prepare has made")
    options = parser.parse_args()
    if os.environ["DJANGO_SETTINGS_MODULE"] != SETTINGS:
        # Importing this package has set up the tests' settings already.
        again = [sys.executable, "-m", "tests.benchmarks.bench_pages", *sys.argv[1:]]
        return subprocess.run(
            again, env={**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS}
        ).returncode
    setup_test_environment()
    # Lines of the trail would stand among the figures.
    logging.disable(logging.CRITICAL)
    with TemporaryDirectory() as folder:
        move_in(Path(folder) / "pages.sqlite3", options.prepared)
        cookies = furnish(DESK_ROWS)
        asked = {"pages": options.pages, "rounds": options.rounds}
        ours = [measure(name, path, cookies, **asked) for name, path in PAGES.items()]
        wish = {"sections": _sections(ours[0].size), "sizes": [each.size for each in ours], **asked}
        connection.close()
    stock, *bare = _stock(wish)
    _print([*ours, stock, *bare])
    share = stock.milliseconds / ours[0].milliseconds
    print(f"case page: {share:.2f} times the pages per second of the stock page")
    return int(share < LEAST)


def move_in(place: Path, prepared: Path | None) -> None:
    """Into a scratch file: a copy of what was prepared, or made anew, which takes a while."""
    if prepared:
        place.write_bytes(prepared.read_bytes())
        connection.settings_dict["NAME"] = str(place)
        return
    connection.settings_dict["TEST"]["NAME"] = str(place)
    setup_databases(verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("load_initial_content", stdout=io.StringIO())


def furnish(consultations: int) -> dict[str, str]:
    """Somebody of the DX section with work on the desk. The cookie of the sign-in."""
    from tests.consultations.builders import many_consultations  # noqa: PLC0415 - after the setup

    officer = StaffMember.objects.create_user("measuring-officer", name="DX課の職員")
    grant_role(officer, Role.OFFICER, by=None, on=timezone.localdate())
    asker = StaffMember.objects.create_user("measuring-asker", name="相談した職員")
    many_consultations(consultations, asker=asker, now=timezone.now())
    client = Client()
    client.force_login(officer)
    return {"session": client.cookies["session"].value}


def _sections(size: int) -> list[dict]:
    """The words of the case, cut into sections, again until the page is as long as ours."""
    words = Case.objects.get(slug=CASE).searched_text()
    pieces = [words[at : at + 200] for at in range(0, len(words), 200)]
    sections, length = [], 0
    while length < size:
        text = pieces[len(sections) % len(pieces)]
        sections.append({"heading": text[:20], "text": f"<p>{text}</p>"})
        length += len(f"<section><h2>{text[:20]}</h2><p>{text}</p></section>".encode())
    return sections


def _stock(wish: dict) -> list[Served]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.stock_pages"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.stock_settings"},
        input=json.dumps(wish), stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("FIGURES")]
    return [Served(*row) for row in json.loads(line.removeprefix("FIGURES"))]


def _print(rows: list[Served]) -> None:
    print(f"{'page':<28}{'bytes':>9}{'queries':>9}{'ms':>8}{'pages/s':>9}")
    for row in rows:
        words = f"{row.name:<28}{row.size:>9,}{row.queries:>9}{row.milliseconds:>8.2f}"
        print(f"{words}{row.per_second:>9.0f}")


if __name__ == "__main__":
    sys.exit(main())
