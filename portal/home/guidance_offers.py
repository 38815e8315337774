"""What the guidance offers to the site search: its texts in force, and what moves between two."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet, Subquery
from django.urls import reverse

from portal.guidance.boards import passages_of_project
from portal.guidance.models import Edition, GlossaryTerm, Guide, LeadingProject, TrendNote
from portal.guidance.vocabulary import PLAN
from portal.search.kinds import Description, Kind, lines, numbers


def _guides() -> QuerySet[Guide]:
    in_force = Prefetch("editions", queryset=Edition.objects.in_force())
    return Guide.objects.in_force().prefetch_related(in_force)


def _guide(guide: Guide) -> Description:
    current = next(iter(guide.editions.all()), None)
    return Description(
        guide.title,
        lines(guide.lead, current.running_text() if current else ""),
        guide.get_absolute_url(),
        note=f"{current}" if current else "",
        dated=current.applies_from if current else None,
    )


def _guides_of_editions(ids: list[str]) -> Iterable[int]:
    return Edition.objects.filter(pk__in=numbers(ids)).values_list("guide", flat=True)


def _projects() -> QuerySet[LeadingProject]:
    """With the text of the plan in force, which says what each of them is."""
    plan = Edition.objects.in_force().filter(guide__slug=PLAN)
    return LeadingProject.objects.annotate(plan=Subquery(plan.values("frozen")[:1]))


def _project(project: LeadingProject) -> Description:
    told = Edition(frozen=passages_of_project(Edition(frozen=project.plan), project.number))
    return Description(
        project.name,
        lines(told.running_text(), project.get_status_display(), project.status_note),
        reverse("guidance:project", args=[project.number]),
        note=f"目標 {project.planned_word()}・{project.get_status_display()}",
        dated=project.confirmed_on,
    )


def _projects_of_editions(ids: list[str]) -> Iterable[int]:
    touched = Edition.objects.filter(pk__in=numbers(ids), guide__slug=PLAN)
    return LeadingProject.objects.values_list("pk", flat=True) if touched.exists() else []


def _trend(note: TrendNote) -> Description:
    return Description(
        note.title,
        lines(note.what, note.meaning, note.source),
        f"{reverse('guidance:trend_list')}?note={note.pk}",
        note=f"{note.get_origin_display()} {note.dated_words}".strip(),
        dated=note.dated_on,
    )


def _term(term: GlossaryTerm) -> Description:
    address = f"{reverse('guidance:glossary')}#{term.anchor}"
    return Description(term.term, lines(term.reading, term.meaning), address, note=term.reading)


GUIDES = Kind(
    "guidance",
    "デジ順",
    "auto_stories",
    _guides,
    _guide,
    lambda _staff: _guides(),
    "適用",
    {"guidance.edition": _guides_of_editions},
)
PROJECTS = Kind(
    "project",
    "リーディングプロジェクト",
    "account_balance",
    _projects,
    _project,
    lambda _staff: LeadingProject.objects.all(),
    "最終確認",
    {"guidance.edition": _projects_of_editions},
)
TRENDS = Kind(
    "trend",
    "国・東京都の動き",
    "description",
    TrendNote.objects.all,
    _trend,
    lambda _staff: TrendNote.objects.all(),
    "発表など",
)
TERMS = Kind(
    "term",
    "用語",
    "description",
    GlossaryTerm.objects.all,
    _term,
    lambda _staff: GlossaryTerm.objects.all(),
)
