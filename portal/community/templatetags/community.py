"""The talk below an object: ``{% load community %}{% talk page %}`` on its page."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.community.conversation import conversation_on
from portal.community.forms import CommentForm
from portal.submitting.forms import new_key

register = template.Library()


@register.inclusion_tag("community/talk.html", takes_context=True)
def talk(context, target):
    """Buttons, comments and the form, for an object that this person may see."""
    request = context["request"]
    return {
        "talk": conversation_on(target, request.user),
        "submit_key": new_key(),
        "comment_field": _comment_field(),
        "here": request.get_full_path(),
        "user": request.user,
        "csrf_token": context.get("csrf_token"),
    }


@cache
def _comment_field() -> SafeString:
    """The empty field, the same below everything."""
    field = CommentForm(auto_id="talk_%s")["body"]
    return render_to_string("components/field.html", {"field": field})
