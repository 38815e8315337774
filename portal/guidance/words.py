"""Keeping the glossary and the trend notes."""

from datetime import date, datetime

from django.db import transaction

from portal.audit.trail import record
from portal.errors import DomainError
from portal.guidance.models import GlossaryTerm, TrendNote
from portal.staff.models import StaffMember

TERM_FIELDS = ["term", "reading", "meaning", "source"]
TREND_FIELDS = ["origin", "title", "dated_on", "dated_words", "what", "meaning", "source"]


class TermIsThere(DomainError):
    message = "この用語は、もう用語集にあります。そちらを直してください。"


@transaction.atomic
def add_term(values: dict, *, by: StaffMember, now: datetime) -> GlossaryTerm:
    """Raises TermIsThere."""
    term, is_new = GlossaryTerm.objects.get_or_create(term=values["term"], defaults=values)
    if not is_new:
        raise TermIsThere
    record("guidance.term.written", actor=by, obj=term)
    return term


@transaction.atomic
def rewrite_term(term: GlossaryTerm, values: dict, *, by: StaffMember) -> None:
    """Raises TermIsThere."""
    if GlossaryTerm.objects.filter(term=values["term"]).exclude(pk=term.pk).exists():
        raise TermIsThere
    for name in TERM_FIELDS:
        setattr(term, name, values[name])
    term.save(update_fields=TERM_FIELDS)
    record("guidance.term.written", actor=by, obj=term)


@transaction.atomic
def add_trend(values: dict, *, by: StaffMember, now: datetime) -> TrendNote:
    note = TrendNote.objects.create(**values, written_by=by, written_at=now)
    record("guidance.trend.written", actor=by, obj=note)
    return note


@transaction.atomic
def rewrite_trend(note: TrendNote, values: dict, *, by: StaffMember, on: date) -> None:
    """Who rewrites a note has looked at its source again: that day is kept."""
    for name in TREND_FIELDS:
        setattr(note, name, values[name])
    note.confirmed_on, note.written_by = on, by
    note.save(update_fields=[*TREND_FIELDS, "confirmed_on", "written_by"])
    record("guidance.trend.written", actor=by, obj=note)
