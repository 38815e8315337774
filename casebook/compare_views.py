"""Cases side by side, with our own city as a further column. The whole state is in the address."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from casebook.comparing import MOST, address_of, chosen_cases, columns_of, lines_of
from casebook.hits import hits
from casebook.models import Case, OwnCitySheet
from casebook.own_city import change_sheet, make_sheet, may_type
from casebook.own_city_forms import NewOwnCityForm, OwnCityForm
from casebook.similar import similar_cases
from portal.staff.pages import only_for
from portal.submitting.once import submit_once
from portal.ui.storable import typed_words

OFFERED = 6


@require_GET
def compare(request):
    readable = Case.objects.visible_to(request.user)
    ticked = [typed_words(slug) for slug in request.GET.getlist("case")]
    listed = [typed_words(slug) for slug in request.GET.get("cases", "").split(",")]
    slugs = [*listed, *ticked]
    cases = chosen_cases(readable, slugs)
    sheet = _sheet(request.GET.get("own", ""))
    chosen = [case.slug for case in cases]
    if ticked:
        if len(set(filter(None, slugs))) > MOST:
            messages.info(request, f"比べられるのは{MOST}件までです。先に選んだものを並べます。")
        return redirect(f"{reverse('casebook:compare')}{address_of(chosen, sheet)}")
    columns = columns_of(cases, sheet)
    words = typed_words(request.GET.get("q", ""))
    context = {
        "columns": columns,
        "lines": lines_of(columns) if len(columns) > 1 else [],
        "words": words,
        "chosen": ",".join(chosen),
        "sheet": sheet,
        "sheets": OwnCitySheet.objects.all(),
        "is_full": len(cases) >= MOST,
        "offered": _offered(readable, cases, words, sheet),
        "may_type": may_type(request.user),
    }
    return render(request, "casebook/compare.html", context)


def _sheet(number: str) -> OwnCitySheet | None:
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return OwnCitySheet.objects.filter(pk=number).first()


def _offered(readable, cases: list[Case], words: str, sheet) -> list[tuple[Case, str, str]]:
    """Cases to add: what was searched for, or what is like the first. (case, why, address)."""
    slugs = [case.slug for case in cases]
    if len(cases) >= MOST:
        return []
    if words:
        pks = readable.search(words).ranked_pks()[: OFFERED + MOST]
        found = [(hit.case, "") for hit in hits(readable, pks, "")]
    elif cases:
        found = [(each.case, each.reason) for each in similar_cases(cases[0], readable)]
    else:
        found = [(case, "") for case in readable.with_municipality().newest()[:OFFERED]]
    return [
        (case, why, address_of([*slugs, case.slug], sheet))
        for case, why in found
        if case.slug not in slugs
    ][:OFFERED]


@require_http_methods(["GET", "POST"])
@only_for(may_type)
def own_city_new(request):
    form = NewOwnCityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now, by = timezone.now(), request.user
        made = submit_once(form, lambda: make_sheet(form.values(), by=by, now=now), by=by, now=now)
        messages.success(request, "わたしたちの市の表を作りました。")
        return redirect(f"{reverse('casebook:compare')}{address_of([], made)}")
    return render(request, "casebook/own_city_new.html", {"form": form})


@require_http_methods(["GET", "POST"])
@only_for(may_type)
def own_city_edit(request, pk):
    sheet = get_object_or_404(OwnCitySheet, pk=pk)
    form = OwnCityForm(request.POST or None, row=sheet)
    if request.method == "POST" and form.is_valid():
        now, by = timezone.now(), request.user

        def save():
            change_sheet(sheet, form.values(), version=form.version, by=by, now=now)

        if form.saved(save):
            messages.success(request, "直しました。")
            return redirect(f"{reverse('casebook:compare')}{address_of([], sheet)}")
    return render(request, "casebook/own_city_edit.html", {"form": form, "sheet": sheet})
