"""The case that made somebody ask. Its page is known by number and title alone."""

from wagtail.models import Page

CASE = {"content_type__app_label": "casebook", "content_type__model": "case"}


def case_of(reference: str) -> Page | None:
    """The published case by its number or the word in its address."""
    by = {"pk": int(reference)} if reference.isascii() and reference.isdigit() else {}
    if len(reference) > 100 or (by and by["pk"] >= 2**31):
        return None
    cases = Page.objects.live().public().filter(**CASE)
    return cases.filter(**by or {"slug": reference}).first()
