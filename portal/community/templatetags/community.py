"""The talk below an object: ``{% load community %}{% talk page %}`` on its page."""

from django import template

from portal.community.conversation import conversation_on
from portal.community.forms import CommentForm

register = template.Library()


@register.inclusion_tag("community/talk.html", takes_context=True)
def talk(context, target):
    """Buttons, comments and the form, for an object that this person may see."""
    request = context["request"]
    return {
        "talk": conversation_on(target, request.user),
        "form": CommentForm(auto_id="talk_%s"),
        "here": request.get_full_path(),
        "user": request.user,
        "csrf_token": context.get("csrf_token"),
    }
