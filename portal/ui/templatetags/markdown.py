"""Text from people on a page: ``{{ reply.body|markdown }}``, ``{{ reply.body|excerpt:100 }}``."""

from django import template

from portal.ui.sanitizing import plain, sanitize

register = template.Library()
register.filter("markdown", sanitize)
register.filter("excerpt", plain)
