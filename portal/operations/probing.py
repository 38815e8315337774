"""Walking the map: every address, as everybody, by every method, compared with the law."""

import logging
import re
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction

from portal.operations.outside import loaded_from_outside
from portal.operations.probe_objects import Sample, samples_of
from portal.operations.probe_people import Walker
from portal.rights.law import ONLY_TO_READ
from portal.rights.route_map import NOTHING, Route, Tie, ties_of

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
# Wagtail's forms take nothing else, and its views answer other methods as it likes.
CMS_METHODS = ["GET", "POST"]
DOORS = ("/accounts/login/", "/cms/gate/", "/cms/login/")
SHUT = "shut door"
WRITING = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
# A refusal is an event, and a session is kept alive by every request.
MAY_BE_WRITTEN = {"audit_auditevent", "audit_chainhead", "staff_staffsession"}
# allauth leads a signed-in person away before it looks at the method.
REFUSED_METHOD = {301, 302, 403, 404, 405}
# Wagtail's own faults with a form that no browser sends, for those who may enter the CMS.
FAULTS_OF_WAGTAIL = {
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_pages:copy",
    "wagtailsnippetchoosers",
}
ALLOWED, DENIED, NO_METHOD = "allowed", "denied", "no method"


class Visit(NamedTuple):
    """One cell: somebody tries an address in one way. ``expected`` is what the law says."""

    route: Route
    walker: Walker
    method: str
    sample: Sample
    tie: Tie
    expected: str

    def __str__(self):
        return f"{self.walker.code} {self.method} {self.sample.path}（{self.route.name}）"


class Answer(NamedTuple):
    status: int
    location: str
    body: bytes
    written: frozenset[str]
    error: str


class Figures(NamedTuple):
    routes: int
    cells: int
    denials: int
    faults: list[str]
    without_object: list[str]

    def words(self) -> str:
        return (
            f"アドレス {self.routes}、確かめた組み合わせ {self.cells}（うち拒否 {self.denials}）、"
            f"表と違うもの {len(self.faults)}、"
            f"対象がなく確かめられないもの {len(self.without_object)}"
        )


def route_map(routes: Iterable[Route], walkers: list[Walker]) -> Iterator[dict]:
    """The map for a checker: a line per route and right, with a path to try."""
    for route in routes:
        for tie in ties_of(route.name):
            samples = samples_of(route, tie, walkers)
            yield {
                "route": route.name,
                "pattern": route.pattern.replace("^", ""),
                "methods": list(tie.methods),
                "object": tie.right.object,
                "action": tie.right.action,
                "row": tie.right.letters,
                "denied_as": tie.right.deny,
                "own": tie.own,
                "example": samples[0].path if samples else None,
                "examples": [sample.path for sample in samples],
            }


def walk(
    walkers: list[Walker],
    routes: Iterable[Route],
    lines: list[Tie] | None = None,
    *,
    is_quick: bool = False,
) -> Figures:
    """Try everything and undo everything: each visit is rolled back.

    A quick walk tries by the stranger and one more what several may do or may not.
    """
    logger = logging.getLogger("django.request")
    logger.disabled = True
    try:
        return _walk(walkers, routes, lines, is_quick)
    finally:
        logger.disabled = False


def _walk(walkers, routes, lines, is_quick):
    missing = {walker.code: ask_for(walker, "GET", "/no/such/page/").body for walker in walkers}
    faults, without_object, count, cells, denials = [], [], 0, 0, 0
    for route in routes:
        count += 1
        visits = list(_visits(route, walkers, lines))
        visits = _without_repetitions(visits, count) if is_quick else visits
        if not visits:
            without_object.append(route.name)
        for visit in visits:
            cells += 1
            denials += visit.expected != ALLOWED
            answer = ask_for(visit.walker, visit.method, visit.sample.path)
            if fault := fault_in(visit, answer, missing[visit.walker.code]):
                faults.append(f"{visit}: {fault}")
    return Figures(count, cells, denials, faults, without_object)


def _visits(route, walkers, lines):
    found = ties_of(route.name, lines)
    samples = {tie: samples_of(route, tie, walkers) for tie in found}
    by_method = {method: tie for tie in found for method in tie.methods}
    for method in (CMS_METHODS if _is_cms(route) else METHODS) if found else []:
        tie = by_method.get(method)
        # A method that is taken from nobody depends on no object.
        for sample in samples[tie] if tie else samples[found[0]][:1]:
            for walker in walkers:
                expected = expectation(tie, walker, sample, method)
                yield Visit(route, walker, method, sample, tie or found[0], expected)


def _without_repetitions(visits: list[Visit], turn: int) -> list[Visit]:
    """The stranger, and of all others who meet the same, one: the turn goes round by route.

    Where a form is shown and sent, it is sent: it does more than the page around it.
    """
    alike = {}
    for visit in visits:
        if visit.method != (visit.tie.methods or METHODS[:1])[-1]:
            continue
        is_stranger = visit.walker.staff is None
        alike.setdefault((visit.method, visit.tie, visit.expected, is_stranger), []).append(visit)
    return [same[turn % len(same)] for same in alike.values()]


def expectation(tie: Tie | None, walker: Walker, sample: Sample, method: str) -> str:
    if tie is None:
        return NO_METHOD
    if tie.sample == NOTHING:
        return DENIED
    if tie.right.letters_of(()):
        return ALLOWED
    letters = tie.right.letters_of(walker.roles)
    if method != "GET":
        letters -= ONLY_TO_READ
    unbound = ({"Y"} | ONLY_TO_READ) - tie.own.keys()
    held = walker.staff and any(
        letter in unbound or sample.holds(letter, walker.staff) for letter in letters
    )
    return ALLOWED if held else DENIED


def fault_in(visit: Visit, answer: Answer, missing: bytes) -> str:
    """What is wrong with an answer, in words; empty when it is as the law says."""
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR and not _is_wagtails(visit):
        return f"{answer.status} {answer.error}"
    if outside := _fault_in_page(visit, answer):
        return outside
    if visit.expected == ALLOWED:
        return _fault_in_leave(visit, answer)
    if changed := answer.written - MAY_BE_WRITTEN:
        return f"拒否されたのに書き込まれた：{', '.join(sorted(changed))}"
    if visit.expected == NO_METHOD:
        return "" if answer.status in REFUSED_METHOD else f"{answer.status}"
    if not _is_refusal(visit, answer):
        return f"拒否のはずが {answer.status} {answer.location}".rstrip()
    if answer.status == HTTPStatus.NOT_FOUND and not _is_loose(visit) and answer.body != missing:
        return "404の中身が、ないページと違う"
    return ""


def _fault_in_leave(visit, answer):
    # Wagtail's group rights decide about the single thing; the law opened the room.
    if _is_cms(visit.route):
        return ""
    if answer.status in (401, 403, 404, 405) or _leads_to_a_door(answer):
        return f"できるはずが {answer.status} {answer.location}".rstrip()
    return ""


def _fault_in_page(visit, answer) -> str:
    """Source: SAFETY C2, 0 external sub-resources."""
    if visit.method != "GET" or answer.body.lstrip()[:1] != b"<":
        return ""
    own = (settings.BASE_URL, f"http://{visit.walker.browser.defaults['SERVER_NAME']}")
    outside = loaded_from_outside(answer.body.decode(errors="replace"), *own)
    return f"外から読み込む：{', '.join(outside)}" if outside else ""


def _is_refusal(visit, answer) -> bool:
    if answer.status == HTTPStatus.NOT_FOUND:
        return True
    if visit.walker.staff is None or _is_loose(visit):
        return answer.status in (403, 405) or _leads_to_a_door(answer, loose=_is_loose(visit))
    return False


def _is_loose(visit) -> bool:
    """Wagtail answers in its own ways, and shut doors may lead to the entrance."""
    return _is_cms(visit.route) or visit.tie.right.object == SHUT or visit.tie.sample == NOTHING


def _is_wagtails(visit) -> bool:
    may_enter = visit.expected == ALLOWED and visit.method == "POST"
    return may_enter and visit.route.name.startswith(tuple(FAULTS_OF_WAGTAIL))


def _leads_to_a_door(answer, *, loose=False) -> bool:
    doors = (*DOORS, "/cms/", "/", "/accounts/reauthenticate/") if loose else DOORS
    path = answer.location.partition("?")[0]
    return answer.status in (301, 302) and path.startswith(DOORS) or loose and path in doors


def _is_cms(route) -> bool:
    return route.pattern.startswith(("/cms/", "/^cms/"))


def ask_for(walker: Walker, method: str, path: str) -> Answer:
    """Try one address as somebody, and undo whatever it did."""
    written = set()

    def note_writing(execute, sql, *rest):
        if found := WRITING.match(sql):
            written.add(found[1])
        return execute(sql, *rest)

    cookies = walker.browser.cookies.copy()
    with transaction.atomic(), connection.execute_wrapper(note_writing):
        response = walker.browser.generic(method, path)
        body = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    walker.browser.cookies = cookies
    error = getattr(response, "exc_info", None)
    return Answer(
        response.status_code,
        response.get("Location", ""),
        body.replace(getattr(response.wsgi_request, "id", "-").encode(), b""),
        frozenset(written),
        repr(error[1]) if error else "",
    )
