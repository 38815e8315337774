"""The rights table in front of Wagtail: what it does not allow never reaches Wagtail's views.

Wagtail's group rights know pages and collections, but not every act of the table (deleting a
picture follows from changing it), and not every view of Wagtail or of ours asks for them. So this
guard asks first, by the route map; after it Wagtail decides about the single thing.
"""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.rights.law import right_to
from portal.rights.route_map import ties_of
from portal.staff.refusals import route_of
from portal.staff.roles import role_codes_of

ENTER = "Wagtail admin /cms/", "enter"
# Acts on many things at once stand behind one address.
BULK_DELETIONS = {
    ("wagtailimages", "image"): ("image, document", "delete"),
    ("files", "portalimage"): ("image, document", "delete"),
    ("wagtaildocs", "document"): ("image, document", "delete"),
    ("wagtailcore", "page"): ("page of the CMS", "delete"),
}
# The gate itself, and the doors that stay shut.
OUR_DOORS = "portal.staff.views"
PAGE = ("wagtailcore", "page")
MOVING = ("guidance", "copy, move, translate, alias")


class CmsGuardMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        if not match.route.startswith(("cms/", "^cms/")) or not request.user.is_authenticated:
            return None
        if view.__module__ == OUR_DOORS:
            return None
        rights = _rights_needed(match, request.method)
        roles = role_codes_of(request.user)
        if all(right.letters_of(roles) for right in rights):
            return None
        if right_to(*ENTER).letters_of(roles):
            raise PermissionDenied
        refused = AuditEvent.Result.REFUSED
        record("cms.refused", actor=request.user, result=refused, details=route_of(request))
        return redirect("cms_gate")


def _rights_needed(match, method) -> list:
    """The rights behind an address of the CMS. One that nobody has tied is for nobody."""
    name = match.view_name or f"/{match.route}"
    ties = ties_of(name)
    rights = [tie.right for tie in ties if method in tie.methods] or [tie.right for tie in ties]
    if name == "wagtail_bulk_action":
        rights += _of_bulk_action(**match.kwargs)
    return rights or [right_to("shut door", "open")]


def _of_bulk_action(app_label, model_name, action) -> list:
    kind = (app_label, model_name)
    if action == "delete":
        return [right_to(*BULK_DELETIONS.get(kind, ENTER))]
    return [right_to(*MOVING)] if (kind, action) == (PAGE, "move") else []
