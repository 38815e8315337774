"""The gate of the CMS, and the doors that stay shut."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect


@login_not_required
def cms_gate(request):
    """Where Wagtail sends people it does not let in.

    Signed out: to the entrance. Signed in without CMS rights: 403, because allauth would send
    a signed-in person straight back here, for ever.
    """
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", "/cms/"))


@login_not_required
def to_entrance(request):
    """Wagtail's own login addresses: they would let people in by password alone."""
    return redirect("account_login")


def shut_door(request, *args, **kwargs):
    """An address of a library that this portal does not use."""
    raise Http404
