"""A roster of many people through the import: all or nothing, in seconds.

    python -m tests.benchmarks.bench_import [--rows 20000] [--prepared FILE]

In a scratch SQLite file. Prints the seconds by the clock and of processor time, and the memory.
"""

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
COLUMNS = ["職員番号", "ユーザー名", "氏名", "ふりがな", "メールアドレス", "所属コード"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--prepared", type=Path, help="a SQLite file that prepare has made")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "db.sqlite3"
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "SECRET_KEY": "only-for-measuring-" + "x" * 50,
            "HTTPS": "false",
            "DEMO_MODE": "true",
            "LOG_LEVEL": "CRITICAL",
            "DATABASE_URL": f"sqlite:///{place}",
        }
        run = {"cwd": ROOT, "env": environment, "check": True, "stdout": subprocess.DEVNULL}
        if options.prepared:
            place.write_bytes(options.prepared.read_bytes())
        else:
            subprocess.run([sys.executable, "manage.py", "prepare"], **run)
        file = Path(folder) / "roster.csv"
        _write(file, options.rows)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.monotonic()
        subprocess.run([sys.executable, "manage.py", "import_roster", str(file)], **run)
        took = time.monotonic() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    print(f"{options.rows:,} rows: {took:.1f} s, of which processor {processor:.1f} s")
    print(f"memory of the largest process: {used.ru_maxrss / 1024:.0f} MB")
    return 0


def _write(place: Path, rows: int) -> None:
    with place.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(rows):
            name = f"import{number}"
            mail = f"{name}@city.example.test"
            writer.writerow([f"7{number:06}", name, f"職員{number}", "しょくいん", mail, "1010"])


if __name__ == "__main__":
    sys.exit(main())
