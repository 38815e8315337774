"""Ten times as many people, cases and consultations: what a page costs, and a process weighs.

    python -m tests.benchmarks.bench_tenfold [--size 500] [--pages 20] [--rounds 5] [--prepared F]

On SQLite. Each size is filled by one process and served by another, so that the memory is that of
serving. Milliseconds are processor time. Exits 1 when a page asks more of a larger database.
"""

import argparse
import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection
from django.test.utils import setup_test_environment
from wagtail.search.backends import get_search_backend

from casebook.measuring import fill, grown, own_documents
from portal.search.finding import refresh_everything
from portal.staff.models import StaffMember
from tests.benchmarks.bench_pages import PAGES, SETTINGS, furnish, move_in
from tests.benchmarks.serving import Served, measure

TIMES = 10
MARK = "FIGURES"
PLACES = {**PAGES, "search of cases": "/casebook/?q=手上げ", "search of all": "/search/?q=手上げ"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=500, help="people, cases and consultations")
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--prepared", type=Path, help="a SQLite file that prepare has made")
    parser.add_argument("--fill", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.fill:
        return _fill(options)
    if options.serve:
        return _serve(options)
    with TemporaryDirectory() as folder:
        sizes = options.size, TIMES * options.size
        found = [_at(size, Path(folder) / f"{size}.sqlite3") for size in sizes]
    return _tell(sizes, *found)


def _at(size: int, place: Path) -> dict:
    """Filled and served in processes of their own, which get the same options as this one."""
    again = [sys.executable, "-m", "tests.benchmarks.bench_tenfold", *sys.argv[1:]]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS}
    asked = {"env": environment, "check": True, "text": True, "stdout": subprocess.PIPE}
    filled = subprocess.run([*again, "--size", str(size), "--fill", str(place)], **asked)
    cookies = _figures(filled.stdout)
    served = subprocess.run([*again, "--serve", str(place)], input=json.dumps(cookies), **asked)
    return _figures(served.stdout)


def _figures(printed: str):
    (line,) = [line for line in printed.splitlines() if line.startswith(MARK)]
    return json.loads(line.removeprefix(MARK))


def _fill(options) -> int:
    setup_test_environment()
    logging.disable(logging.CRITICAL)
    move_in(options.fill, options.prepared)
    cookies = furnish(options.size)
    StaffMember.objects.bulk_create(
        StaffMember(username=f"more{n}", name=f"職員{n}") for n in range(options.size)
    )
    documents = own_documents()
    fill(get_search_backend(), grown(documents, options.size)[len(documents) :])
    refresh_everything()
    connection.close()
    print(MARK + json.dumps(cookies))
    return 0


def _serve(options) -> int:
    cookies = json.load(sys.stdin)
    setup_test_environment()
    logging.disable(logging.CRITICAL)
    connection.settings_dict["NAME"] = str(options.serve)
    asked = {"pages": options.pages, "rounds": options.rounds}
    rows = [measure(name, path, cookies, **asked) for name, path in PLACES.items()]
    status = Path("/proc/self/status").read_text()
    (weight,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
    print(MARK + json.dumps({"rows": rows, "memory": int(weight.split()[1]) // 1024}))
    return 0


def _tell(sizes: tuple[int, int], small: dict, large: dict) -> int:
    print(f"{'people, cases, consultations':<28}{sizes[0]:>16,}{sizes[1]:>16,}")
    more = 0
    for one, ten in zip(small["rows"], large["rows"], strict=True):
        before, after = Served(*one), Served(*ten)
        words = [f"{each.queries} q{each.milliseconds:>7.1f} ms" for each in (before, after)]
        grew = after.milliseconds / before.milliseconds
        print(f"{before.name:<28}{words[0]:>16}{words[1]:>16}{grew:>7.2f} times")
        more += after.queries > before.queries
    weights = small["memory"], large["memory"]
    print(f"{'one process, MB':<28}{weights[0]:>16,}{weights[1]:>16,}")
    return int(more > 0)


if __name__ == "__main__":
    sys.exit(main())
