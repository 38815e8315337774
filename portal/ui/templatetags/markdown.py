"""Text from people on a page: ``{{ reply.body|markdown }}``."""

from django import template

from portal.ui.sanitizing import sanitize

register = template.Library()
register.filter("markdown", sanitize)
