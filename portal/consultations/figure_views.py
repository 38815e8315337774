"""The numbers of the desk by year, for its officers."""

from datetime import date, datetime, time

from django.db.models import Min
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.consultations import figures
from portal.consultations.models import Consultation
from portal.consultations.rights import works_at_the_desk
from portal.period import fiscal_year
from portal.staff.pages import only_for

UNKNOWN = "非表示"


@require_GET
@only_for(works_at_the_desk)
def desk_figures(request):
    today = timezone.localdate()
    years = _years(today)
    asked = request.GET.get("year", "")
    year = next((each for each in years if str(each) == asked), years[0])
    bounds = _bounds(year)
    context = {
        "year": year,
        "years": years,
        "headlines": _headlines(*bounds),
        "kinds": figures.by_kind(*bounds),
        "sections": figures.by_section(*bounds),
        "themes": figures.themes(*bounds),
        "silent": figures.silent_sections(*bounds, today) if year == years[0] else None,
    }
    return render(request, "consultations/desk_figures.html", context)


def _years(today: date) -> list[int]:
    """Fiscal years since the first consultation, the present one first."""
    first = Consultation.objects.aggregate(at=Min("asked_at"))["at"]
    present = fiscal_year(today)
    begin = fiscal_year(timezone.localdate(first)) if first else present
    return list(range(present, min(begin, present) - 1, -1))


def _bounds(year: int) -> tuple[datetime, datetime]:
    since, until = (
        timezone.make_aware(datetime.combine(date(each, 4, 1), time())) for each in (year, year + 1)
    )
    return since, until


def _headlines(since: datetime, until: datetime) -> list[tuple[str, str]]:
    waiting = figures.time_to_answer(since, until)
    satisfaction = figures.satisfaction(since, until).mean
    return [
        ("相談", f"{figures.volume(since, until):,}件"),
        (
            "最初の返事が約束に間に合った割合",
            _percent(figures.answered_first_in_time(since, until)),
        ),
        ("回答が約束に間に合った割合", _percent(figures.resolved_in_time(since, until))),
        ("回答までの時間（中央値）", _words(waiting.median, "時間")),
        ("回答までの時間（10件のうち9件まで）", _words(waiting.p90, "時間")),
        ("満足度（5段階の平均）", _words(satisfaction, "")),
        ("相談の前に自分で解決した割合", _percent(figures.self_solved(since, until))),
    ]


def _percent(share: figures.Share) -> str:
    return UNKNOWN if share.rate is None else f"{round(share.rate * 100)}％"


def _words(number: float | None, unit: str) -> str:
    return UNKNOWN if number is None else f"{number:,}{unit}"
