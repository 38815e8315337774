"""The CMS: nobody without the right gets past the door, and nobody inside past the table.

Reports, choosers, previews, comparison, history, copies, bulk acts, usage and workflow have each
had holes in Wagtail; each is asked here by name, with real pages, pictures and documents.
"""

import pytest
from django.contrib.auth.models import Permission
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
)

from casebook.models import Case
from portal.audit.models import AuditEvent
from portal.rights.law import law, roles_with
from portal.rights.route_map import every_route, ties_of
from portal.search.reports import ZeroResultView
from portal.staff.cms_guard import ENTER
from portal.staff.models import Role
from portal.staff.roles import CMS_ROLES, set_up_cms_groups
from tests.builders import a_case, a_staff_member

pytestmark = pytest.mark.django_db
SECRET = "だれにも見せない下書き"


@pytest.fixture
def draft():
    case = a_case(SECRET, live=False)
    case.save_revision()
    case.title = f"{SECRET}の続き"
    case.save_revision()
    return case


def surfaces(case) -> dict[str, str]:
    """Where Wagtail has shown more than it should, or could: name → address."""
    first, last = case.revisions.order_by("pk").values_list("pk", flat=True)[:2]
    page = f"/cms/pages/{case.pk}"
    return {
        "explorer": f"/cms/pages/{case.get_parent().pk}/",
        "edit": f"{page}/edit/",
        "preview": f"{page}/edit/preview/",
        "draft": f"{page}/view_draft/",
        "history": f"{page}/history/",
        "compare": f"{page}/revisions/compare/{first}...{last}/",
        "revision": f"{page}/revisions/{first}/view/",
        "revert": f"{page}/revisions/{first}/revert/",
        "usage": f"{page}/usage/",
        "copy": f"{page}/copy/",
        "move": f"{page}/move/",
        "privacy": f"{page}/privacy/",
        "workflow history": f"{page}/workflow_history/",
        "type usage": "/cms/pages/usage/casebook/case/",
        "search": "/cms/pages/search/?q=下書き",
        "chooser": "/cms/choose-page/?page_type=casebook.case",
        "chooser below": f"/cms/choose-page/{case.get_parent().pk}/",
        "chosen": f"/cms/choose-page/chosen-multiple/?id={case.pk}",
        "bulk": f"/cms/bulk/wagtailcore/page/publish/?id={case.pk}",
        "bulk delete": f"/cms/bulk/wagtailcore/page/delete/?id={case.pk}",
        "api": "/cms/api/main/pages/?fields=*",
        "api detail": f"/cms/api/main/pages/{case.pk}/",
        "report of locked pages": "/cms/reports/locked/",
        "report of workflows": "/cms/reports/workflow/",
        "report of tasks": "/cms/reports/workflow_tasks/",
        "site history": "/cms/reports/site-history/",
        "aging pages": "/cms/reports/aging-pages/?export=csv",
        "page types": "/cms/reports/page-types-usage/",
        "zero results": "/cms/reports/zero-results/?export=csv",
        "documents": "/cms/documents/chooser/",
        "images": "/cms/images/chooser/",
        "municipalities": "/cms/snippets/choose/casebook/municipality/",
    }


@pytest.mark.parametrize("role", [None, Role.LEADER, Role.TRAINER, Role.AUDITOR, "AD", "bare"])
def test_no_surface_of_the_cms_shows_anything_to_who_has_no_right(client, draft, role):
    named = role in list(Role)
    staff = a_staff_member(role=Role(role) if named else None)
    if role == "bare":
        staff.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(staff)

    answers = {name: client.get(path) for name, path in surfaces(draft).items()}

    assert {name: a.status_code for name, a in answers.items() if a.status_code != 302} == {}
    assert all(SECRET not in answer.content.decode() for answer in answers.values())


@pytest.mark.parametrize("role", [Role.OFFICER, Role.EDITOR])
def test_who_works_there_reaches_the_surfaces_of_the_table(client, draft, role):
    client.force_login(a_staff_member(role=role))
    only_officers = {"copy", "move", "privacy", "bulk delete"}

    shut = {name for name, path in surfaces(draft).items() if client.get(path).status_code == 403}

    assert shut == (set() if role == Role.OFFICER else only_officers)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.EDITOR])
@pytest.mark.parametrize(
    "path",
    ["users/", "groups/", "sites/", "workflows/list/", "redirects/", "embeds/chooser/"],
)
def test_the_machine_of_wagtail_is_shut_even_to_a_forgotten_right(client, role, path):
    staff = a_staff_member(role=role)
    staff.user_permissions.set(Permission.objects.all())
    client.force_login(staff)

    assert client.get(f"/cms/{path}").status_code == 403


def test_a_superuser_without_a_role_meets_the_gate(client):
    client.force_login(a_staff_member(is_superuser=True))

    assert client.get("/cms/users/", follow=True).status_code == 403


def test_an_editor_cannot_delete_what_an_officer_can(client, draft):
    paths = [f"/cms/pages/{draft.pk}/delete/", f"/cms/bulk/wagtailcore/page/delete/?id={draft.pk}"]
    client.force_login(a_staff_member(role=Role.EDITOR))
    assert [client.post(path).status_code for path in paths] == [403, 403]
    assert Case.objects.filter(pk=draft.pk).exists()

    client.force_login(a_staff_member(role=Role.OFFICER))
    client.post(paths[0])

    assert not Case.objects.filter(pk=draft.pk).exists()


def test_the_groups_have_exactly_the_rights_of_the_table():
    set_up_cms_groups()
    GroupPagePermission.objects.all().delete()
    stray = Permission.objects.get(codename="delete_staffmember")
    for role in CMS_ROLES:
        a_staff_member(role=role).groups.get().permissions.add(stray)

    set_up_cms_groups()

    assert {role.value for role in CMS_ROLES} == roles_with(*ENTER)
    for model, count in ((GroupPagePermission, 5), (GroupCollectionPermission, 6)):
        assert model.objects.count() == count * len(CMS_ROLES)
    assert not stray.group_set.exists()


def test_the_open_collection_is_for_those_who_are_signed_in(client):
    root = Collection.get_first_root_node()
    restrictions = CollectionViewRestriction.objects
    restrictions.create(collection=root, restriction_type="password", password="shared")

    set_up_cms_groups()
    set_up_cms_groups()

    assert [each.restriction_type for each in restrictions.filter(collection=root)] == ["login"]


def test_every_report_of_ours_asks_for_a_right_itself():
    ours = [
        route
        for route in every_route()
        if route.pattern.startswith("/cms/reports/")
        and route.entry.callback.__module__.startswith("portal")
    ]

    assert ours
    assert all(ties_of(route.name)[0].right in law().values() for route in ours)
    assert ZeroResultView.permission_policy
    assert ZeroResultView.any_permission_required


def test_a_refusal_in_the_cms_is_an_event_with_its_address(client, draft):
    staff = a_staff_member()
    client.force_login(staff)

    client.get(f"/cms/pages/{draft.pk}/edit/")

    event = AuditEvent.objects.get(action="cms.refused")
    assert (event.actor, event.details) == (staff, {"route": "wagtailadmin_pages:edit"})
