"""An import of cases whose process dies in the middle has changed nothing. On both databases."""

import os
import signal
import subprocess
import sys

import pytest

from tests.casebook.travel_files import lines
from tests.staff.test_roster_killed import ROOT, own_database

__all__ = ["own_database"]
QUESTION = (
    "SELECT COUNT(*) FROM casebook_case UNION ALL SELECT COUNT(*) FROM casebook_caseimport"
    " UNION ALL SELECT COUNT(*) FROM casebook_caseorigin"
    " UNION ALL SELECT COUNT(*) FROM audit_auditevent"
)


@pytest.mark.thorough
@pytest.mark.django_db
def test_a_killed_import_has_changed_nothing(own_database, tmp_path):
    address, ask = own_database
    records = [
        {
            "schema_version": 1,
            "id": f"11111111-2222-4333-8444-{number:012}",
            "title": f"事例{number}",
        }
        for number in range(4)
    ]
    path = tmp_path / "cases.jsonl"
    path.write_bytes(lines(*records))
    before = ask(QUESTION)
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.casebook.stopping_import", "import_cases", path],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip

    heard = next((line for line in process.stdout if line == "HALF WAY\n"), "")
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)

    assert (heard, process.returncode) == ("HALF WAY\n", -signal.SIGKILL)
    assert ask(QUESTION) == before
