"""What was searched for, without who: so that editors see what the articles do not say."""

import re
from datetime import date, timedelta

from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from portal.search.analysis import fold
from portal.search.models import SearchQuery

MAX_CHARACTERS = 200
# Source: SAFETY 4.1, search queries.
KEPT = timedelta(days=90)
# People paste addresses and numbers of residents into search boxes; those are not kept.
PERSONAL = re.compile(r"\S*@\S*|\d(?:[-() ]*\d){6,}")
# A spreadsheet would take what begins so for a formula.
FORMULA_SIGNS = "=+-@"


def record_search(words: str, *, strict: int, shown: int, where: str) -> None:
    """Keep that ``words`` were asked for today. What looks like personal data is left out."""
    kept = without_personal_data(words)
    if kept:
        SearchQuery.objects.create(
            asked_on=timezone.localdate(),
            words=kept,
            strict_count=strict,
            shown_count=shown,
            where=where,
        )


def forget_old_searches(today: date) -> int:
    """Erase searches whose retention is over. Returns how many."""
    erased, _by_model = SearchQuery.objects.filter(asked_on__lt=today - KEPT).delete()
    return erased


def without_personal_data(words: str) -> str:
    """``words`` in one width and case, without e-mail addresses and long numbers."""
    kept = " ".join(PERSONAL.sub(" ", fold(words[:MAX_CHARACTERS])).split())
    return kept.lstrip(FORMULA_SIGNS)[:MAX_CHARACTERS].strip()


def zero_result_report(since: date) -> QuerySet:
    """Words that no page held since that day: rows with words, times, last_asked_on."""
    return (
        SearchQuery.objects.filter(asked_on__gte=since, strict_count=0)
        .values("words")
        .annotate(times=Count("pk"), last_asked_on=Max("asked_on"), shown=Max("shown_count"))
        .order_by("-times", "-last_asked_on", "words")
    )
