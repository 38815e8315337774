"""Who reads the files of this part, what the glass opens, and where answers are looked for.

Loaded once, when the apps are ready.
"""

from django.urls import reverse

from portal.authority.glass_objects import GlassObject, opens_by_glass
from portal.consultations.rights import may_read_entry_file, may_read_note_file
from portal.consultations.similar import own_earlier_questions, similar_faqs, suggest_from
from portal.files.rights import register_readers


def _describe(consultation) -> str:
    return f"相談 {consultation.pk}番"


def _owner_of(consultation):
    return consultation.asker


def _link_to(consultation) -> str:
    return reverse("consultations:consultation", args=[consultation.pk])


register_readers("consultations.Entry", may_read_entry_file)
register_readers("consultations.InternalNote", may_read_note_file)
opens_by_glass(GlassObject("consultations.Consultation", _describe, _owner_of, _link_to))
suggest_from("FAQ", similar_faqs)
suggest_from("自分の前の相談", own_earlier_questions)
