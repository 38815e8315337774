"""Objects of the consultation desk for tests."""

from datetime import date, timedelta

from portal.consultations.asking import Question, ask
from portal.consultations.faq_writing import draft
from portal.consultations.models import Consultation, Faq
from portal.staff.models import Role, RoleGrant
from tests.builders import a_staff_member


def an_officer(username="", **fields):
    """An officer since long before any test."""
    staff = a_staff_member(username, **fields)
    RoleGrant.objects.create(staff=staff, role=Role.OFFICER, starts_on=date(2020, 4, 1))
    return staff


def a_leader(username="", **fields):
    staff = a_staff_member(username, **fields)
    RoleGrant.objects.create(staff=staff, role=Role.LEADER, starts_on=date(2020, 4, 1))
    return staff


def a_question(**fields) -> Question:
    fields = {
        "kind": "improvement",
        "work": "転入届の窓口",
        "trouble": "同じことを3回書いてもらっている。",
        "wish": "1回で済むとよい。",
        **fields,
    }
    return Question(**fields)


def a_consultation(asker=None, *, now, **fields) -> Consultation:
    """Asked by ``asker``; the clock says ``now``. Question fields and model fields may be given."""
    asker = asker or a_staff_member()
    in_question = {name: fields.pop(name) for name in list(fields) if name in Question._fields}
    made = ask(asker, a_question(**in_question), now=now)
    if fields:
        Consultation.objects.filter(pk=made.pk).update(**fields)
        made.refresh_from_db()
    return made


def many_consultations(count: int, *, asker, now, **fields) -> None:
    """Rows without verbs, for lists."""
    fields = {"kind": "other", "work": "窓口", "trouble": "困りごと", **fields}
    Consultation.objects.bulk_create(
        Consultation(subject=f"相談{n}", asker=asker, asked_at=now, moved_at=now, **fields)
        for n in range(count)
    )


def a_faq(question="押印は要りますか", *, now, **fields) -> Faq:
    """Published, written and read by two officers."""
    texts = {"question": question, "answer": "要りません。", "category": "improvement"}
    made = draft(texts, source=None, by=a_staff_member(), now=now - timedelta(days=1))
    values = {"state": "published", "reviewed_by": a_staff_member(), "published_at": now, **fields}
    for name, value in values.items():
        setattr(made, name, value)
    made.save()
    return made
