"""Answers that live on: for everybody to read, for the desk to write."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.consultations.faq_writing import (
    MOVES,
    NEXT,
    amend,
    confirm_fresh,
    draft,
    say_whether_useful,
    suggested_texts,
)
from portal.consultations.forms import FaqForm, NewFaqForm
from portal.consultations.models import Consultation, Faq
from portal.consultations.rights import works_at_the_desk
from portal.consultations.vocabulary import Kind
from portal.errors import DomainError
from portal.staff.pages import only_for
from portal.submitting.once import submit_once

PAGE_SIZE = 20
ACTS = {
    "in_review": "確認を頼む",
    "published": "確かめて公開する",
    "draft": "下書きに戻す",
    "withdrawn": "取り下げる",
}
for_officers = only_for(works_at_the_desk)


@require_GET
def faq_list(request):
    words = request.GET.get("q", "").strip()[:200]
    category = request.GET.get("category", "")
    rows = Faq.objects.published()
    if category in Kind.values:
        rows = rows.filter(category=category)
    # The search knows the order; a list without words begins with what helped most.
    found = rows.found_by(words) if words else rows.with_counts().order_by("-solved_count", "-pk")
    pages = Paginator(found, PAGE_SIZE)
    works = works_at_the_desk(request.user)
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "words": words,
        "category": category,
        "kinds": Kind.choices,
        "unpublished": Faq.objects.exclude(state=Faq.State.PUBLISHED) if works else [],
        "works_at_the_desk": works,
    }
    return render(request, "consultations/faq_list.html", context)


@require_GET
def faq(request, pk):
    rows = Faq.objects.visible_to(request.user).with_counts()
    found = get_object_or_404(rows.select_related("written_by", "reviewed_by"), pk=pk)
    works = works_at_the_desk(request.user)
    context = {
        "faq": found,
        "opinion": found.opinions.filter(staff=request.user).first(),
        "is_stale": found.is_stale(timezone.localdate()),
        "works_at_the_desk": works,
        "acts": _acts(found, request.user) if works else [],
        "source": _source(found, request.user) if works else None,
    }
    return render(request, "consultations/faq.html", context)


def _acts(found: Faq, staff) -> list[tuple[str, str]]:
    """What this officer may do next: nobody publishes their own words."""
    allowed = NEXT[Faq.State(found.state)]
    if found.written_by_id == staff.pk:
        allowed = allowed - {Faq.State.PUBLISHED}
    return [(code, words) for code, words in ACTS.items() if code in allowed]


def _source(found: Faq, staff) -> Consultation | None:
    return Consultation.objects.visible_to(staff).filter(pk=found.source_id).first()


@require_POST
def faq_useful(request, pk):
    found = get_object_or_404(Faq.objects.published(), pk=pk)
    is_useful = request.POST.get("useful") == "yes"
    say_whether_useful(found, is_useful, by=request.user, now=timezone.now())
    messages.success(request, "教えてくださり、ありがとうございます。")
    return redirect("faq:faq", pk)


@require_http_methods(["GET", "POST"])
@for_officers
def faq_new(request):
    """From nothing, or (``?consultation=``) from an answer, with names masked."""
    source = _asked_source(request)
    form = NewFaqForm(request.POST or None, initial=suggested_texts(source) if source else {})
    if request.method == "POST" and form.is_valid():
        now, by = timezone.now(), request.user
        made = submit_once(
            form, lambda: draft(form.texts(), source=source, by=by, now=now), by=by, now=now
        )
        messages.success(request, "下書きを作りました。ほかの担当者に確認を頼めます。")
        return redirect("faq:faq", made.pk)
    return render(request, "consultations/faq_new.html", {"form": form, "source": source})


def _asked_source(request) -> Consultation | None:
    number = request.GET.get("consultation", "")
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    return get_object_or_404(Consultation.objects.on_desk_of(request.user), pk=int(number))


@require_http_methods(["GET", "POST"])
@for_officers
def faq_edit(request, pk):
    found = get_object_or_404(Faq, pk=pk)
    form = FaqForm(request.POST or None, row=found)
    if request.method == "POST" and form.is_valid():
        now, by = timezone.now(), request.user
        if form.saved(lambda: amend(found, form.texts(), version=form.version, by=by, now=now)):
            messages.success(
                request, "下書きとして保存しました。公開には、もう一度確認が要ります。"
            )
            return redirect("faq:faq", pk)
    return render(request, "consultations/faq_edit.html", {"form": form, "faq": found})


@require_POST
@for_officers
def faq_move(request, pk):
    found = get_object_or_404(Faq, pk=pk)
    to = request.POST.get("to", "")
    if to not in Faq.State.values:
        messages.error(request, "次にすることを選んでください。")
        return redirect("faq:faq", pk)
    try:
        MOVES[to](found, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "状態を変えました。")
    return redirect("faq:faq", pk)


@require_POST
@for_officers
def faq_check(request, pk):
    confirm_fresh(get_object_or_404(Faq, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, "今日の時点で正しいことを記録しました。")
    return redirect("faq:faq", pk)
