"""Giving and taking roles, and asking who holds one."""

from datetime import date, timedelta

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from portal.audit.trail import record
from portal.errors import DomainError
from portal.prepared import Prepared
from portal.rights.law import EVERYBODY, right_to, roles_with
from portal.staff.models import Role, RoleGrant, StaffMember

# The roles that work in the CMS. All rights of their groups are those of the rights table.
CMS_ROLES = frozenset(Role(code) for code in roles_with("Wagtail admin /cms/", "enter"))
# Wagtail's page permissions on the whole tree, and the row of the table that gives each.
PAGE_RIGHTS = {
    "add_page": ("guidance", "create, edit draft"),
    "change_page": ("case, published", "edit"),
    "publish_page": ("case", "return with comment, approve, publish, unpublish"),
    "lock_page": ("case, published", "edit"),
    "unlock_page": ("case, published", "edit"),
}
COLLECTION_RIGHTS = dict.fromkeys(
    [
        "add_image",
        "change_image",
        "choose_image",
        "add_document",
        "change_document",
        "choose_document",
    ],
    ("image, document", "upload, choose, edit"),
)
# Models that are kept in the CMS as snippets, with the row that gives all rights on each.
SNIPPET_RIGHTS = {
    "municipality": ("case, published", "edit"),
    "synonymgroup": ("zero-result report, list of synonyms", "view, edit"),
}

_roles_held = Prepared(
    lambda staff, today: RoleGrant.objects.filter(staff=staff).on(today).values_list("role")
)
# Wagtail's first migration makes these; nobody here is in them.
WAGTAILS_OWN_GROUPS = ["Editors", "Moderators"]


class RoleAlreadyHeld(DomainError):
    message = "この役割はすでに付与されています。"


class RoleNotHeld(DomainError):
    message = "この役割は付与されていません。"


@transaction.atomic
def grant_role(
    staff: StaffMember,
    role: Role,
    *,
    by: StaffMember | None,
    on: date,
    until: date | None = None,
) -> RoleGrant:
    """Give ``staff`` the role from the day ``on`` to ``until``, or until it is taken.

    Raises RoleAlreadyHeld, and then changes nothing.
    """
    staff = StaffMember.objects.select_for_update().get(pk=staff.pk)
    grants = staff.role_grants.filter(role=role).exclude(ends_on__lt=on)
    if (grants.filter(starts_on__lte=until) if until else grants).exists():
        raise RoleAlreadyHeld
    grant = RoleGrant.objects.create(
        staff=staff, role=role, starts_on=on, ends_on=until, granted_by=by
    )
    _match_cms_groups(staff, on)
    details = {"role": str(role), "from": str(on)} | ({"until": str(until)} if until else {})
    record("staff.role.granted", actor=by, obj=staff, details=details)
    return grant


@transaction.atomic
def withdraw_role(
    staff: StaffMember, role: Role, *, by: StaffMember | None = None, on: date
) -> None:
    """Take the role away: the day before ``on`` is the last day it was held.

    A grant that began on ``on`` itself is deleted, as it never held. Raises RoleNotHeld.
    """
    staff = StaffMember.objects.select_for_update().get(pk=staff.pk)
    grant = staff.role_grants.filter(role=role).on(on).first()
    if grant is None:
        raise RoleNotHeld
    if grant.starts_on == on:
        grant.delete()
    else:
        grant.ends_on = on - timedelta(days=1)
        grant.save(update_fields=["ends_on"])
    _match_cms_groups(staff, on)
    record("staff.role.withdrawn", actor=by, obj=staff, details={"role": str(role), "on": str(on)})


def roles_of(staff: StaffMember) -> frozenset[Role]:
    """The roles that ``staff`` holds today. Asked once per request: kept on the object."""
    if not hasattr(staff, "_roles_today"):
        held = _roles_held.rows(staff.pk, timezone.localdate())
        staff._roles_today = frozenset(Role(role) for (role,) in held)
    return staff._roles_today


def role_codes_of(staff: StaffMember) -> list[str]:
    """The columns of the rights table that hold for ``staff``: roles add up."""
    return [EVERYBODY, *roles_of(staff)]


def has_right(staff: StaffMember, thing: str, action: str) -> bool:
    """Whether the rights table gives ``staff`` this act on everything: the letter Y."""
    return "Y" in right_to(thing, action).letters_of(role_codes_of(staff))


def may_edit_pages(staff: StaffMember) -> bool:
    """Whether ``staff`` works in the CMS: officers and editors do, rank gives nothing."""
    return bool(roles_of(staff) & CMS_ROLES)


def set_up_cms_groups() -> None:
    """Make the Wagtail groups of the roles, with exactly the rights of the table. Repeatable."""
    Group.objects.filter(name__in=WAGTAILS_OWN_GROUPS).delete()
    tree = Page.get_first_root_node()
    collection = Collection.get_first_root_node()
    for role in sorted(CMS_ROLES):
        group, _created = Group.objects.get_or_create(name=role.label)
        group.permissions.set(_cms_permissions(role))
        _match(GroupPagePermission, group, tree, _given(PAGE_RIGHTS, role), "page")
        rights = _given(COLLECTION_RIGHTS, role)
        _match(GroupCollectionPermission, group, collection, rights, "collection")
    _close_collections(collection)


def _given(rights: dict[str, tuple[str, str]], role: Role) -> list[str]:
    """The codenames whose row of the table has a letter for ``role``."""
    return [codename for codename, row in rights.items() if role in roles_with(*row)]


def _cms_permissions(role: Role):
    models = _given(SNIPPET_RIGHTS, role)
    acts = ("add", "change", "view", "delete")
    codenames = ["access_admin", *(f"{act}_{model}" for model in models for act in acts)]
    return Permission.objects.filter(codename__in=codenames)


def _close_collections(root: Collection) -> None:
    """Documents are for those who are signed in; what a group keeps for itself stays so.

    Source: RIGHTS, "image or document in the open collection".
    """
    restriction = CollectionViewRestriction
    restriction.objects.filter(restriction_type=restriction.PASSWORD).delete()
    if not restriction.objects.filter(collection=root).exists():
        restriction.objects.create(collection=root, restriction_type=restriction.LOGIN)


def _match(model, group, place, codenames, field):
    wanted = Permission.objects.filter(codename__in=codenames)
    model.objects.filter(group=group).exclude(permission__in=wanted).delete()
    for permission in wanted:
        model.objects.get_or_create(group=group, permission=permission, **{field: place})


def _match_cms_groups(staff: StaffMember, on: date) -> None:
    held = staff.role_grants.on(on).values_list("role", flat=True)
    labels = [role.label for role in CMS_ROLES if role in set(held)]
    ours = Group.objects.filter(name__in=[role.label for role in CMS_ROLES])
    staff.groups.remove(*ours.exclude(name__in=labels))
    staff.groups.add(*[Group.objects.get_or_create(name=label)[0] for label in labels])
