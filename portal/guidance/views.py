"""What readers open: デジ順, a guide, an edition, what changed between two."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.errors import DomainError
from portal.guidance.comparing import by_chapter, changes_between
from portal.guidance.figures import plan_in_force
from portal.guidance.finding import find_guides
from portal.guidance.forms import FeedbackForm, WorksheetForm
from portal.guidance.freezing import Chapter, as_text, chapters_of, passages_of
from portal.guidance.marks import last_read, mark_read, say
from portal.guidance.models import Edition, GlossaryTerm, Guide
from portal.guidance.rights import may_see_desk, may_write
from portal.guidance.terms import Marker
from portal.guidance.vocabulary import ABOUT_THE_WRITING, PLAN, Group

MAX_WORDS = 200


@require_GET
def index(request):
    words = request.GET.get("q", "").strip()[:MAX_WORDS]
    guides = Guide.objects.in_force()
    in_groups = [
        (group.label, [each for each in guides if each.group == group])
        for group in Group
        if group not in (Group.PLAN, Group.STEPS)
    ]
    context = {
        "steps": [each for each in guides if each.slug in ("step-1", "step-2", "step-3")],
        "groups": [(label, rows) for label, rows in in_groups if rows],
        "plan": plan_in_force(),
        "sees_desk": may_see_desk(request.user),
        "words": words,
        "found": find_guides(words) if words else [],
    }
    return render(request, "guidance/index.html", context)


@require_GET
def history(request):
    """改定履歴: its rows as printed, the later ones beside them, and every edition's address."""
    editions = list(_public_editions(PLAN))
    context = {
        "rows": sorted(
            (each for each in editions if each.history_number),
            key=lambda each: each.history_number,
        ),
        "editions": editions,
        "latest": editions[-1] if editions else None,
    }
    return render(request, "guidance/history.html", context)


@require_GET
def guide(request, slug):
    """A guide as it is in force."""
    found = get_object_or_404(
        Edition.objects.in_force().select_related("guide__owner"), guide__slug=slug
    )
    reading = last_read(found.guide, request.user)
    context = {
        **_reading_page(found),
        "is_current": True,
        "reading": reading,
        "has_read_this": reading is not None and reading.edition_id == found.pk,
        "feedback_form": FeedbackForm(auto_id="opinion_%s"),
        "may_write": may_write(request.user),
        "older": [each for each in _public_editions(slug) if each.pk != found.pk],
        "today": timezone.localdate(),
    }
    return render(request, "guidance/guide.html", context)


@require_GET
def guide_text(request, slug):
    """A guide as a text file, to fill in with a word processor."""
    found = get_object_or_404(Edition.objects.in_force().select_related("guide"), guide__slug=slug)
    answer = HttpResponse(as_text(found), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{found.guide}.txt")
    return answer


@require_GET
def edition(request, code):
    return guide_edition(request, PLAN, code)


@require_GET
def guide_edition(request, slug, code):
    """An edition as it was and stays, at an address that never changes."""
    found = _edition_or_404(slug, code)
    context = {
        **_reading_page(found),
        "current": Edition.objects.in_force().filter(guide=found.guide).first(),
        "today": timezone.localdate(),
    }
    return render(request, "guidance/edition.html", context)


def _reading_page(found: Edition) -> dict:
    chapters = chapters_of(passages_of(found))
    marker = Marker(GlossaryTerm.objects.all() if found.state == "in_force" else [])
    shown = [(chapter, *_marked(chapter, marker)) for chapter in chapters]
    titled = [(chapter.anchor, chapter.title) for chapter in chapters if chapter.title]
    headings = [(words.key, words.heading) for chapter in chapters for words in chapter.passages]
    return {
        "edition": found,
        "guide": found.guide,
        "chapters": shown,
        "sections": titled or headings,
    }


def _marked(chapter: Chapter, marker: Marker) -> tuple[list, list]:
    """What the chapter says, and how it was written: pairs of a passage and its HTML."""
    said = [each for each in chapter.passages if each.sort not in ABOUT_THE_WRITING]
    written = [each for each in chapter.passages if each.sort in ABOUT_THE_WRITING]
    return [(each, marker.mark(each.html)) for each in said], [
        (each, each.safe_html) for each in written
    ]


@require_GET
def choose_changes(request):
    """From the two boxes of the history page to the address of the comparison."""
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    slug = request.GET.get("guide", PLAN)
    _edition_or_404(slug, old)
    _edition_or_404(slug, new)
    return redirect(changes_address(slug, old, new))


def changes_address(slug: str, old: str, new: str) -> str:
    if slug == PLAN:
        return reverse("guidance:changes", args=[old, new])
    return reverse("guidance:guide_changes", args=[slug, old, new])


@require_GET
def changes(request, old, new):
    return guide_changes(request, PLAN, old, new)


@require_GET
def guide_changes(request, slug, old, new):
    """What changed between two editions: as a list, and by chapter with the words marked."""
    before, after = _edition_or_404(slug, old), _edition_or_404(slug, new)
    without_text = [each for each in (before, after) if not each.has_text]
    found = [] if without_text else changes_between(passages_of(before), passages_of(after))
    context = {
        "guide": after.guide,
        "old": before,
        "new": after,
        "without_text": without_text,
        "moved": [each for each in found if each.is_change],
        "stayed": [each for each in found if not each.is_change],
        "chapters": by_chapter([each for each in found if each.is_change]),
        "editions": list(_public_editions(slug)),
    }
    return render(request, "guidance/changes.html", context)


@require_POST
def guide_read(request, slug):
    current = get_object_or_404(
        Edition.objects.in_force().select_related("guide"), guide__slug=slug
    )
    try:
        mark_read(current, request.user, shown=request.POST.get("edition", ""), now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "読んだ印を付けました。次に変わったら、そこだけ見られます。")
    return redirect("guidance:guide", slug)


@require_POST
def guide_opinion(request, slug):
    found = get_object_or_404(Edition.objects.in_force().select_related("guide"), guide__slug=slug)
    form = FeedbackForm(request.POST, auto_id="opinion_%s")
    if not form.is_valid():
        context = {"guide": found.guide, "form": form}
        return render(request, "guidance/opinion.html", context)
    values = form.cleaned_data
    say(found, request.user, values["opinion"], values["words"], now=timezone.now())
    messages.success(request, "ありがとうございます。ページを直すときに使います。")
    return redirect("guidance:guide", slug)


@require_GET
def one_page(request):
    """デジ順 on one sheet, to print and to put up."""
    rules = Edition.objects.in_force().filter(guide__slug="five-less").first()
    context = {
        "plan": plan_in_force(),
        "targets": [each for each in passages_of(rules) if each.key == "targets"] if rules else [],
    }
    return render(request, "guidance/one_page.html", context)


@require_http_methods(["GET", "POST"])
def worksheet(request):
    """A sheet to fill in and to print. What is written is shown and not kept."""
    form = WorksheetForm(request.POST or None)
    filled = []
    if request.method == "POST" and form.is_valid():
        filled = [(form[name].label, form.cleaned_data[name]) for name in form.fields]
    return render(request, "guidance/worksheet.html", {"form": form, "filled": filled})


def _public_editions(slug: str):
    return Edition.objects.public().filter(guide__slug=slug).select_related("guide").by_age()


def _edition_or_404(slug: str, code: str) -> Edition:
    editions = Edition.objects.public().select_related("guide__owner")
    return get_object_or_404(editions, guide__slug=slug, code=code)
