"""The casebook's search at 10,000 and at 100,000 cases: the whole page as staff get it.

Run by ``make bench``; ``--sizes 10000 100000 --rounds 3``. Works in scratch databases of
the kind that DATABASE_URL names, one for each size, and leaves nothing behind. The sizes take
turns, query by query; the best of the rounds counts for each query. There are 1,000 texts,
recombined from the cases' own sentences, and each stands there as often as it takes: so most words
are found in very many cases. A case has a municipality, a type, a cost and themes to be counted.
``chosen`` is the page narrowed to one kind of town.
``p95_to_first`` says how many times the p95 of the smallest each p95 is.
"""

import argparse
import io
import json
from pathlib import Path
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.functions import Mod
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment
from django.urls import reverse
from modelsearch.conf import get_app_config
from taggit.models import Tag
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from casebook.facts_changes import note_change
from casebook.measuring import fill, grown, own_documents
from casebook.models import Case, CaseTag, Municipality
from casebook.vocabulary import CityHall, CostState, FiveLess, MicGroup
from portal.search.evaluation import read_judged
from portal.search.upkeep import tidy
from portal.staff.models import StaffMember
from tests.benchmarks.places import Asked, copied, in_turns, p50_and_p95, scratch

JUDGED = Path(__file__).parent / "judged.json"
TEXTS = 1_000
THEMES = 12
SORTS = 60
AT_ONCE = 1_000
KINDS = {"words": (), "chosen": (("kind", "city"),)}


def build() -> None:
    """The texts are written and read once; the casebooks are copies in which they are repeated."""
    call_command("load_initial_content", stdout=io.StringIO())
    own = own_documents()
    fill(get_search_backend(), grown(own, len(own) + TEXTS)[len(own) :])
    _tell_facts()
    StaffMember.objects.create_user("reader", name="閲覧者")


def _tell_facts() -> None:
    """What the facets count, of the grown cases: those that came with the product have theirs."""
    towns = list(Municipality.objects.order_by("pk"))
    themes = [Tag.objects.create(name=f"テーマ{n}", slug=f"theme-{n}") for n in range(THEMES)]
    grown_cases = Case.objects.filter(municipality=None).annotate(rest=Mod("pk", SORTS))
    # Once, before the first of them has a town.
    pks = [(pk, int(rest)) for pk, rest in grown_cases.values_list("pk", "rest")]
    for rest in range(SORTS):
        grown_cases.filter(rest=rest).update(
            municipality=towns[rest % len(towns)],
            mic_group=MicGroup.values[rest % len(MicGroup)],
            cost_state=CostState.values[rest % len(CostState)],
            city_halls=[CityHall.values[rest % len(CityHall)]],
            five_less=[FiveLess.values[rest % len(FiveLess)]],
            started_fiscal_year=2015 + rest % 10,
        )
    CaseTag.objects.bulk_create(
        (
            CaseTag(content_object_id=pk, tag=themes[(rest + more) % THEMES])
            for pk, rest in pks
            for more in (0, 5)
        ),
        batch_size=AT_ONCE,
    )


def repeat_cases(times: int) -> None:
    """Every grown case so many times, with its facts, themes and words in the index."""
    entries = get_app_config().get_model("IndexEntry")
    pages = list(Page.objects.filter(slug__startswith="measuring-").order_by("pk"))
    first, step = pages[0].pk, int(pages[-1].path[-Page.steplen :], 36)
    with transaction.atomic():
        for copy in range(1, times):
            for number, page in enumerate(pages, 1):
                step += 1
                page.pk, page.translation_key = None, uuid4()
                page.slug = f"measuring-{copy}-{number}"
                page.path = Page._get_path(page.path[: -Page.steplen], page.depth, step)
            Page.objects.bulk_create(pages, batch_size=AT_ONCE)
            moved = pages[0].pk - first
            if pages[-1].pk - pages[0].pk != len(pages) - 1:
                raise RuntimeError("somebody else has written meanwhile")
            within = (first, first + len(pages) - 1)
            _copy_rows(Case, "page_ptr_id", "{} + %s", moved, within)
            _copy_rows(CaseTag, "content_object_id", "{} + %s", moved, within)
            _copy_rows(entries, "object_id", "CAST(CAST({} AS bigint) + %s AS text)", moved, within)
        note_change()
    tidy()


def _copy_rows(model, key: str, moved_key: str, moved: int, within: tuple[int, int]) -> None:
    """The rows of the pages from the first to the last number of ``within``, for other pages."""
    fields = [field for field in model._meta.local_concrete_fields if field.column != "id"]
    others = ", ".join(f'"{field.column}"' for field in fields if field.column != key)
    where = f"CAST({key} AS bigint) BETWEEN %s AND %s"
    if key == "object_id":
        where += f" AND content_type_id = {ContentType.objects.get_for_model(Case).pk}"
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({key}, {others})"  # noqa: S608 - our own names
            f" SELECT {moved_key.format(key)}, {others} FROM {table} WHERE {where}",
            [moved, *within],
        )


def pages_of(size: int, database: str) -> dict[tuple[int, str], list[Asked]]:
    """Size and kind of page → the page for every judged query."""
    judged = [one.query for one in read_judged(json.loads(JUDGED.read_text()))]
    reader = Client()
    reader.force_login(StaffMember.objects.get(username="reader"))
    path = reverse("casebook:case_list")
    return {
        (size, kind): [Asked(database, reader, path, (("q", words), *more)) for words in judged]
        for kind, more in KINDS.items()
    }


def tell(asked: dict[tuple[int, str], list[Asked]], best: dict[Asked, float]) -> None:
    first = min(size for size, _kind in asked)
    for (size, kind), pages in asked.items():
        p50, p95 = p50_and_p95([best[page] for page in pages])
        ratio = p95 / p50_and_p95([best[page] for page in asked[first, kind]])[1]
        words = [size, kind, f"{p50:.1f}", f"{p95:.1f}", pages[0].queries(), f"{ratio:.2f}"]
        print(*words, sep="\t", flush=True)


def bench(sizes: list[int], rounds: int) -> None:
    asked: dict[tuple[int, str], list[Asked]] = {}
    with scratch("growth") as made:
        build()
        for size in sorted(sizes):
            database = copied(made, str(size))
            repeat_cases(size // TEXTS)
            asked |= pages_of(size, database)
        turns = [page for pages in zip(*asked.values(), strict=True) for page in pages]
        tell(asked, in_turns(turns, rounds))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    setup_test_environment()
    print(f"{connection.vendor}\ncases\tpage\tp50_ms\tp95_ms\tqueries\tp95_to_first", flush=True)
    bench(options.sizes, options.rounds)
    teardown_test_environment()


if __name__ == "__main__":
    main()
