"""Who may take cases out, bring them in, and speak with other municipalities."""

from functools import wraps

from django.http import Http404

from portal.staff.roles import has_right


def may_import(staff) -> bool:
    return has_right(staff, "case, KPI, session CSV", "import")


def may_export(staff) -> bool:
    return has_right(staff, "case file", "export")


def may_compare(staff) -> bool:
    return has_right(staff, "case from a file", "view, compare, choose")


def may_receive(staff) -> bool:
    return has_right(staff, "case exchange file", "receive, accept")


def may_arrange(staff) -> bool:
    return has_right(staff, "case exchange", "make file, subscribe, give token")


def only_for(rule):
    """404 for everybody else, whatever the method."""

    def around(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not rule(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return around
