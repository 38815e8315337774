"""The queue of proposals: for officers and editors, never about their own."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from casebook.models import Proposal
from casebook.people import may_know_names, may_review
from casebook.proposal_forms import ReviewForm
from casebook.proposal_views import answered, found_for, show
from casebook.reviewing import adopt, decline, finish, give_back, take
from portal.staff.pages import only_for
from portal.ui.storable import typed_words

PAGE_SIZE = 20
TAKEN = "あなたが確認します。提案した人に知らせました。"
FINISHED = "公開したことを、提案した人に知らせました。"
State = Proposal.State
# The views of the queue: code, label, and which rows; ``mine`` needs the person.
VIEWS = {
    "waiting": ("担当が決まっていない", Q(state=State.IN_REVIEW, reviewer=None)),
    "mine": ("わたしが確認中", Q(state=State.IN_REVIEW)),
    "in_review": ("確認中すべて", Q(state=State.IN_REVIEW)),
    "returned": ("差し戻し中", Q(state=State.RETURNED)),
    "adopted": ("採用（公開待ち）", Q(state=State.ADOPTED)),
    "published": ("公開", Q(state=State.PUBLISHED)),
    "declined": ("見送り", Q(state=State.DECLINED)),
}
OLDEST_FIRST = ("waiting", "mine", "in_review", "returned", "adopted")


@require_GET
@only_for(may_review)
def review_list(request):
    rows = Proposal.objects.filter(state__in=Proposal.SENT_IN)
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "waiting"
    filters = {code: where for code, (_label, where) in VIEWS.items()}
    filters["mine"] &= Q(reviewer=request.user)
    counts = rows.aggregate(**{code: Count("pk", filter=where) for code, where in filters.items()})
    words, kind = typed_words(request.GET.get("q", "")), request.GET.get("kind", "")
    found = _narrowed(rows.filter(filters[view]), words, kind).with_people()
    order = ("moved_at", "pk") if view in OLDEST_FIRST else ("-moved_at", "-pk")
    context = {
        "page": Paginator(found.order_by(*order), PAGE_SIZE).get_page(request.GET.get("page")),
        "views": [(code, label, counts[code]) for code, (label, _where) in VIEWS.items()],
        "view": view,
        "label": VIEWS[view][0],
        "words": words,
        "kind": kind,
        "kinds": Proposal.Kind.choices,
        "knows_names": may_know_names(request.user),
        "is_oldest_first": view in OLDEST_FIRST,
    }
    return render(request, "casebook/review_list.html", context)


def _narrowed(rows, words: str, kind: str):
    """By what is written in it; never by who proposed it, which is not for everybody here."""
    if kind in Proposal.Kind.values:
        rows = rows.filter(kind=kind)
    for word in words.split():
        rows = rows.filter(
            Q(title__icontains=word) | Q(place__icontains=word) | Q(body__icontains=word)
        )
    return rows


@require_POST
@only_for(may_review)
def proposal_take(request, pk):
    found, now = _others(request, pk), timezone.now()

    def act():
        take(found, by=request.user, now=now)

    return answered(request, act, TAKEN, "casebook:proposal", pk)


@require_POST
@only_for(may_review)
def proposal_decide(request, pk):
    found, now, by = _others(request, pk), timezone.now(), request.user
    form = ReviewForm(request.POST, proposal=found)
    acts = {
        "return": (lambda: give_back(found, words, by=by, now=now), "差し戻しました。"),
        "decline": (lambda: decline(found, words, by=by, now=now), "見送りました。"),
        "adopt": (
            lambda: adopt(found, words, form.cleaned_data.get("municipality"), by=by, now=now),
            "採用し、CMSに下書きを作りました。続きはCMSで整えて公開します。",
        ),
    }
    chosen = request.POST.get("act")
    if not form.is_valid() or chosen not in acts:
        return show(request, found, form)
    words = form.cleaned_data["answer"]
    act, said = acts[chosen]
    return answered(request, act, f"{said}提案した人に知らせました。", "casebook:proposal", pk)


@require_POST
@only_for(may_review)
def proposal_finish(request, pk):
    found, now = _others(request, pk), timezone.now()

    def act():
        finish(found, by=request.user, now=now)

    return answered(request, act, FINISHED, "casebook:proposal", pk)


def _others(request, pk) -> Proposal:
    """One to decide on: what oneself proposed is not there."""
    found = found_for(request, pk)
    if found.proposer_id == request.user.pk:
        raise Http404
    return found
