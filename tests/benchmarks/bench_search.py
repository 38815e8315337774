"""Our search beside Wagtail's own, on the same pages, in one run: quality, speed, queries.

``page_p95_ms`` is the whole page of results as staff get it, with counts of every facet.

Run by ``make bench``; ARGS="--queries FILE --distractors FILE --sizes 1000 10000". Works in a
scratch database of the kind that DATABASE_URL names, and leaves nothing behind.
"""

import argparse
import io
import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import (
    CaptureQueriesContext,
    setup_databases,
    setup_test_environment,
    teardown_databases,
    teardown_test_environment,
)
from django.urls import reverse

from casebook.measuring import Document, grown, own_documents, scratch_index, searcher
from portal.search.evaluation import percentile, read_judged, run, summary
from portal.staff.models import StaffMember

BACKENDS = {"ours": "default", "stock": "wagtail.search.backends.database"}
JUDGED = Path(__file__).parent / "judged.json"
COLUMNS = ["recall@10", "ndcg@10", "mrr", "zero_result_share", "p50_ms", "p95_ms"]


def bench(options: argparse.Namespace) -> None:
    """Quality among the distractors (or among the cases alone), then speed at every size."""
    judged = read_judged(json.loads(options.queries.read_text()))
    documents = _documents(options.distractors) if options.distractors else []
    print(f"{connection.vendor}, {len(judged)} queries")
    print("\t".join(["fillers", "search", *COLUMNS, "sql_per_search", "page_p95_ms"]))
    _compare(judged, documents)
    # Fillers made of the cases' own sentences would be right answers that nobody judged.
    fillers = documents or own_documents()
    columns = COLUMNS if documents else ["p50_ms", "p95_ms"]
    for size in options.sizes:
        _compare(judged, grown(fillers, size)[:size], columns)


def _compare(judged: list, documents: list[Document], columns: list[str] = COLUMNS) -> None:
    for name, backend_name in BACKENDS.items():
        with scratch_index(backend_name, documents) as backend:
            search = searcher(backend)
            figures = summary(run(judged, search))
            with CaptureQueriesContext(connection) as queries:
                for one in judged:
                    search(one.query)
            sql = _without_savepoints(queries) / len(judged)
            page = _page_p95(judged) if name == "ours" else "-"
        shown = [str(figures[column]) if column in columns else "-" for column in COLUMNS]
        print("\t".join([str(len(documents)), name, *shown, f"{sql:.1f}", str(page)]), flush=True)


def _page_p95(judged: list) -> float:
    """The second round, as for the search alone; pages that fail stop the run."""
    client = Client()
    client.force_login(StaffMember.objects.create_user("reader", name="閲覧者"))
    times = []
    for _round in range(2):
        times.clear()
        for one in judged:
            begin = time.perf_counter()
            answer = client.get(reverse("casebook:case_list"), {"q": one.query})
            times.append((time.perf_counter() - begin) * 1000)
            if answer.status_code != 200:
                raise RuntimeError(f"{one.query}: {answer.status_code}")
    return round(percentile(times, 0.95), 1)


def _without_savepoints(queries) -> int:
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


def _documents(path: Path) -> list[Document]:
    rows = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    return [Document(row["title"], row["body"]) for row in rows]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=Path, default=JUDGED, help="judged queries (JSON)")
    parser.add_argument("--distractors", type=Path, help="other documents (JSON Lines)")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000])
    return parser.parse_args()


def main() -> None:
    options = _options()
    setup_test_environment()
    with TemporaryDirectory() as folder:
        # A file, not memory: what is measured should be like the real thing.
        name = f"{folder}/bench.sqlite3" if connection.vendor == "sqlite" else "bench_search"
        connection.settings_dict["TEST"]["NAME"] = name
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            call_command("load_initial_content", stdout=io.StringIO())
            bench(options)
        finally:
            teardown_databases(databases, verbosity=0)
    teardown_test_environment()


if __name__ == "__main__":
    main()
