"""The casebook in the CMS: municipalities as a list, and no half-finished publication."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from casebook.models import Case, Municipality
from casebook.notices import beginning_is_published
from casebook.publishing import (
    NeedsSecondReader,
    NotReadyToPublish,
    check_ready,
    check_second_reader,
)
from casebook.reviewing import NotYourOwn, note_publication, refuse_own
from portal.audit.trail import record
from portal.community.announcing import announce, take_back


class MunicipalityViewSet(SnippetViewSet):
    model = Municipality
    icon = "site"
    menu_label = "自治体"
    add_to_admin_menu = True
    list_display = [
        "full_name",
        "code",
        Column("get_kind_display", label="種類", sort_key="kind"),
        "population",
    ]
    list_filter = ["prefecture", "kind"]
    ordering = ["code"]


register_snippet(MunicipalityViewSet)


@hooks.register("before_bulk_action")
def refuse_unready_cases(request, action_type, objects, action):
    """Publishing from a list passes the form by; the same rule holds there."""
    if action_type != "publish":
        return None
    for page in objects:
        try:
            if isinstance(page.specific, Case):
                check_ready(page.specific.get_latest_revision_as_object())
                refuse_own(page.specific, by=request.user)
                check_second_reader(page.specific, request.user)
        except (NotReadyToPublish, NeedsSecondReader, NotYourOwn) as refusal:
            messages.error(request, f"「{page.get_admin_display_title()}」は{refusal}")
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_publish_page")
def refuse_own_proposal(request, page):
    """Four eyes: whoever proposed a case leaves its publication to somebody else."""
    try:
        if isinstance(page, Case):
            refuse_own(page, by=request.user)
    except NotYourOwn as refusal:
        messages.error(request, str(refusal))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("after_publish_page")
def record_publication(request, page):
    _record("casebook.case.published", request, page)


@hooks.register("after_unpublish_page")
def record_unpublication(request, page):
    _record("casebook.case.unpublished", request, page)


@hooks.register("after_delete_page")
def record_deletion(request, page):
    _record("casebook.case.deleted", request, page)


BULK_ACTS = {
    "publish": "casebook.case.published",
    "unpublish": "casebook.case.unpublished",
    "delete": "casebook.case.deleted",
}


@hooks.register("before_bulk_action")
def know_what_is_deleted(request, action_type, objects, action):
    """After a deletion the rows are gone, and with them what kind of page each was."""
    request.cases_in_bulk = [p.specific for p in objects if isinstance(p, Page)]


@hooks.register("after_bulk_action")
def record_bulk_action(request, action_type, objects, action):
    for page in getattr(request, "cases_in_bulk", []):
        if action_type in BULK_ACTS:
            _record(BULK_ACTS[action_type], request, page)


def _record(action, request, page):
    if not isinstance(page, Case):
        return
    if action == "casebook.case.published":
        announce(page, by=None, now=timezone.now())
        note_publication(page, by=request.user, now=timezone.now())
        beginning_is_published(page, now=timezone.now())
    elif action == "casebook.case.deleted":
        take_back(page)
    record(action, actor=request.user, obj=page)
