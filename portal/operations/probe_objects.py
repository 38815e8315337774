"""Which objects stand in the addresses while the map is walked, and whose they are.

Most addresses say it in the map itself (``portal.rights.route_map``, columns sample and own).
A function here is for an odd address: it takes the route and returns its samples.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from portal.community.models import Entry
from portal.operations.probe_people import Walker
from portal.rights.route_map import NOTHING, Route, Tie
from portal.staff.account_links import path_of_link
from portal.staff.models import Department, Role, StaffMember

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
GROUP = re.compile(r"\(\([^)]*\)[^)]*\)|\([^)]*\)")
ROWS_LOOKED_AT = 50
SAMPLES = 3
NOBODYS = {"int": "999999999", "uuid": "00000000-0000-4000-8000-000000000000"}
Holds = Callable[[str, StaffMember], bool]


class Sample(NamedTuple):
    """A path to try. ``holds`` says whether a letter gives somebody a right on its object."""

    path: str
    holds: Holds


def samples_of(route: Route, tie: Tie, walkers: list[Walker]) -> list[Sample]:
    """The paths to try for a route. Empty when the database has no object for it."""
    if not tie.sample:
        return [Sample(path_of(route, {}), _everything)]
    if tie.sample in FUNCTIONS:
        return FUNCTIONS[tie.sample](route)
    rows = list(apps.get_model(tie.sample)._default_manager.order_by("pk")[:ROWS_LOOKED_AT])
    return [
        Sample(path_of(route, arguments_from(row, route)), _holding(row, tie.own))
        for row in _telling(rows, tie.own, walkers)
    ]


def path_of(route: Route, arguments: dict[str, object], *groups: str) -> str:
    """The pattern with its arguments filled in; ``groups`` are those without a name."""
    path = ARGUMENT.sub(lambda found: str(arguments.get(found[1] or found[2], "1")), route.pattern)
    waiting = list(groups)
    path = GROUP.sub(lambda _found: waiting.pop(0) if waiting else "1", path)
    return re.sub(r"[\^$\\?]", "", path)


def argument_names(route: Route) -> list[str]:
    return [first or second for first, second in ARGUMENT.findall(route.pattern)]


def arguments_from(row: models.Model, route: Route) -> dict[str, object]:
    return {name: _argument(row, name) for name in argument_names(route)}


def _argument(row, name):
    stem = name.removesuffix("_pk").removesuffix("_id")
    for attribute in (name, f"{stem}_id"):
        if hasattr(row, attribute):
            return getattr(row, attribute)
    return row.pk


def _telling(rows, own, walkers):
    """A few rows, so that as many walkers as possible have one of their own among them."""
    chosen, seen = [], set()
    people = [walker.staff for walker in walkers if walker.staff]
    for row in rows:
        holds = _holding(row, own)
        owners = {person for person in people if any(holds(letter, person) for letter in own)}
        if owners - seen:
            chosen.append(row)
            seen |= owners
    return [*chosen, *(row for row in rows if row not in chosen)][:SAMPLES]


def _holding(row, own: dict[str, str]) -> Holds:
    def holds(letter, staff):
        return letter in own and _is_of(_follow(row, own[letter]), staff)

    return holds


def _follow(value, attributes: str):
    """What hangs on a row; None where something between is missing (a course without a session)."""
    for attribute in attributes.split("."):
        if value is None:
            return None
        value = getattr(value, attribute)
        if callable(value) and not isinstance(value, models.Manager):
            value = value()
    return value


def _is_of(value, staff: StaffMember) -> bool:
    if isinstance(value, Department):
        return staff.department_id == value.pk
    if isinstance(value, models.Manager | models.QuerySet):
        return value.filter(pk=staff.pk).exists()
    if isinstance(value, StaffMember):
        return value == staff
    if isinstance(value, Iterable):
        return staff in value
    return bool(value)


def _everything(letter, staff) -> bool:
    return letter != "G"


def _nothing(letter, staff) -> bool:
    return False


def no_object(route: Route) -> list[Sample]:
    """An object that never was: 404, whoever asks."""
    found = re.findall(r"<(?:(\w+):)?(\w+)>", route.pattern)
    arguments = {name: NOBODYS.get(converter, "nothing") for converter, name in found}
    return [Sample(path_of(route, arguments, "no-such-page/"), _nothing)]


def first_password_link(route: Route) -> list[Sample]:
    staff = StaffMember.objects.filter(is_active=True).first()
    return [Sample(path_of_link(staff), _everything)] if staff else []


def own_app(route: Route) -> list[Sample]:
    return [Sample(path_of(route, {}), _with_factor(Authenticator.Type.TOTP))]


def own_codes(route: Route) -> list[Sample]:
    return [Sample(path_of(route, {}), _with_factor(Authenticator.Type.RECOVERY_CODES))]


def _with_factor(kind: str) -> Holds:
    """The letter O holds for who has set this up; for others there is no such page."""
    return lambda _letter, staff: Authenticator.objects.filter(user=staff, type=kind).exists()


def own_passkey(route: Route) -> list[Sample]:
    """allauth gives each passkey a page of its own; the letter O holds for its person."""
    keys = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).order_by("pk")
    return [
        Sample(path_of(route, {"pk": key.pk}), _holding(key, {"O": "user"}))
        for key in keys[:SAMPLES]
    ]


def picture_file(route: Route) -> list[Sample]:
    picture = get_image_model().objects.first()
    return [Sample(path_of(route, {"path": picture.file.name}), _everything)] if picture else []


def document_file(route: Route) -> list[Sample]:
    document = get_document_model().objects.first()
    if document is None:
        return []
    return [Sample(path_of(route, {}, str(document.pk), document.filename), _everything)]


def roster_kind(route: Route) -> list[Sample]:
    return [Sample(path_of(route, {"kind": "people", "ending": "csv"}), _everything)]


def request_kind(route: Route) -> list[Sample]:
    staff = StaffMember.objects.filter(role_grants__role=Role.ADMINISTRATOR).first()
    arguments = {"pk": staff.pk if staff else 1, "kind": "reset_mfa"}
    return [Sample(path_of(route, arguments), _everything)]


def developers_page(route: Route) -> list[Sample]:
    """The letter Y holds in demo mode; elsewhere there is no such page."""
    return [Sample(path_of(route, {}), lambda _letter, _staff: settings.DEMO_MODE)]


def two_editions(route: Route) -> list[Sample]:
    """The plan in force, compared with itself."""
    editions = apps.get_model("guidance.Edition")._default_manager
    edition = editions.filter(state="in_force", guide__slug="plan").first()
    if edition is None:
        return []
    arguments = {"slug": "plan", "old": edition.code, "new": edition.code}
    query = f"?old={edition.code}&new={edition.code}"
    return [Sample(path_of(route, arguments) + query, _everything)]


def talked_about(route: Route) -> list[Sample]:
    """What stands in the feed: the letter P holds for what is published."""
    entries = Entry.objects.order_by("pk")[:ROWS_LOOKED_AT]
    targets = [(entry, apps.get_model(entry.kind)) for entry in entries]
    return [
        Sample(
            path_of(route, {"label": entry.kind, "object_id": entry.object_id}),
            _everything if _is_shown(model.objects.get(pk=entry.object_id)) else _nothing,
        )
        for entry, model in targets
    ]


def _is_shown(row: models.Model) -> bool:
    return getattr(row, "live", True) and not getattr(row, "hidden_at", None)


def manual_of_a_role(route: Route) -> list[Sample]:
    """Manuals are files of the product: there is always the one for everybody."""
    return [Sample(path_of(route, {"slug": "staff"}), _everything)]


def tour_step(route: Route) -> list[Sample]:
    return [Sample(path_of(route, {"step": 1}), _everything)]


def report_as_case(route: Route) -> list[Sample]:
    """The letter O holds for who wrote the report."""
    reports = apps.get_model("leaders.ActivityReport")._default_manager.order_by("pk")
    return [
        Sample(path_of(route, {"pk": each.pk, "name": "case"}), _holding(each, {"O": "staff"}))
        for each in reports[:SAMPLES]
    ]


def ticket_file(route: Route) -> list[Sample]:
    """A file in a thread: for who brought it in just now, and for the desk of its consultation."""
    tie = {"O": "uploaded_by", "Y": "owner.consultation.desk_readers"}
    return [
        Sample(path_of(route, {"pk": each.pk}), _holding(each, tie)) for each in _thread_files()
    ]


def private_file(route: Route) -> list[Sample]:
    """A file that nobody's part speaks for, files of threads, and videos of courses for all."""
    letter = ContentType.objects.filter(app_label="notifications", model="notification")
    nobodys = apps.get_model("files.StoredFile")._default_manager.filter(owner_type__in=letter)
    shut = [Sample(path_of(route, {"pk": each.pk}), _nothing) for each in nobodys[:1]]
    return (
        shut
        + [
            Sample(path_of(route, {"pk": each.pk}), _reading_thread_of(each))
            for each in _thread_files()
        ]
        + [Sample(path_of(route, {"pk": each.pk}), _everything) for each in _course_videos()]
    )


def _course_videos():
    files = apps.get_model("files.StoredFile")._default_manager.order_by("uploaded_at", "pk")
    return [each for each in files[:ROWS_LOOKED_AT] if each.is_video][:SAMPLES]


def _thread_files():
    kinds = ContentType.objects.filter(app_label="consultations", model="entry")
    files = apps.get_model("files.StoredFile")._default_manager.filter(owner_type__in=kinds)
    return list(files.order_by("uploaded_at", "pk")[:SAMPLES])


def _reading_thread_of(stored) -> Holds:
    found = stored.owner.consultation
    ties = ["asker", "desk_readers", "leader_readers"]
    return lambda _letter, staff: any(_is_of(_follow(found, tie), staff) for tie in ties)


def export_format(route: Route) -> list[Sample]:
    return [Sample(f"{path_of(route, {})}?format=csv", _everything)]


def cms(route: Route) -> list[Sample]:
    """Wagtail's own addresses: a page, a picture, a document or a row, as the argument says."""
    page = Page.objects.filter(depth__gt=2).order_by("pk").first()
    if page is None:
        return []
    kind = ContentType.objects.get_for_id(page.content_type_id)
    revision = page.latest_revision_id or 1
    arguments = {name: _first_row(route) for name in argument_names(route)}
    arguments |= dict.fromkeys(("page_id", "page_to_move_id"), page.pk)
    arguments |= dict.fromkeys(("parent_page_id", "destination_id"), page.get_parent().pk)
    arguments |= dict.fromkeys(("content_type_app_name", "app_label", "app_name"), kind.app_label)
    arguments |= dict.fromkeys(("content_type_model_name", "model_name"), kind.model)
    arguments |= {"revision_id": revision, "action": "publish", "action_name": "approve"}
    arguments |= {"filter_spec": "max-100x100", "object_id": page.pk, "slug": page.slug}
    groups = (str(page.pk), "earliest", "latest")
    return [Sample(path_of(route, arguments, *groups), _everything)]


def _first_row(route: Route) -> int:
    models_of = {
        "wagtailimages": get_image_model(),
        "wagtaildocs": get_document_model(),
        "wagtailusers_users": StaffMember,
    }
    rule = route.name.split(":")[0].removesuffix("_chooser")
    if rule in models_of:
        row = models_of[rule].objects.order_by("pk").first()
        return row.pk if row else 1
    label = re.fullmatch(r"wagtailsnippet(?:s|choosers)_(\w+)_([a-z]+)", rule)
    row = apps.get_model(label[1], label[2])._default_manager.first() if label else None
    return row.pk if row else 1


FUNCTIONS: dict[str, Callable[[Route], list[Sample]]] = {
    NOTHING: no_object,
    "first_password_link": first_password_link,
    "own_app": own_app,
    "own_codes": own_codes,
    "own_passkey": own_passkey,
    "picture_file": picture_file,
    "document_file": document_file,
    "roster_kind": roster_kind,
    "request_kind": request_kind,
    "developers_page": developers_page,
    "two_editions": two_editions,
    "export_format": export_format,
    "manual_of_a_role": manual_of_a_role,
    "tour_step": tour_step,
    "report_as_case": report_as_case,
    "ticket_file": ticket_file,
    "private_file": private_file,
    "talked_about": talked_about,
    "cms": cms,
}
