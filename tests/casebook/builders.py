"""Objects of the growing casebook for tests."""

from datetime import date

from casebook.models import Proposal
from casebook.proposing import Correction, Words, keep_draft, send_in
from portal.staff.models import Role, RoleGrant, StaffMember
from tests.builders import a_staff_member

CASE_WORDS = {
    "place": "福井県あわら市",
    "title": "推進員を年に2回募る",
    "body": "本人の手挙げで募っています。",
    "heard": "県の研修会で聞きました。",
    "source": "https://example.jp/awara 12ページ",
    "reason": "うちの募集の参考になります。",
    "is_credited": True,
}
CORRECTION_WORDS = {
    "part": "costs",
    "body": "費用は100万円です。",
    "source": "令和7年度 予算書",
    "is_credited": False,
}


def an_officer(username="", **fields) -> StaffMember:
    return _since_long(a_staff_member(username, role=Role.OFFICER, **fields))


def an_editor(username="", **fields) -> StaffMember:
    return _since_long(a_staff_member(username, role=Role.EDITOR, **fields))


def _since_long(staff: StaffMember) -> StaffMember:
    """Holds the role on any day that a test may speak of."""
    RoleGrant.objects.filter(staff=staff).update(starts_on=date(2020, 4, 1))
    return staff


def a_draft(by=None, *, now, **texts) -> Proposal:
    return keep_draft(Words({**CASE_WORDS, **texts}), by=by or a_staff_member(), now=now)


def a_proposal(by=None, *, now, **texts) -> Proposal:
    """Sent in, and waiting for somebody to look after it."""
    made = a_draft(by, now=now, **texts)
    send_in(made, by=made.proposer, now=now)
    return made


def a_correction(case, by=None, *, now, wanted="", wanted_id="", **texts) -> Proposal:
    by = by or a_staff_member()
    words = Words({**CORRECTION_WORDS, **texts})
    made = keep_draft(words, about=Correction(case, wanted, wanted_id), by=by, now=now)
    send_in(made, by=by, now=now)
    return made
