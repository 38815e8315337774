"""Searching as pages do: published cases, words, slugs in their order."""

import pytest

from casebook.models import Case


@pytest.fixture
def slugs(db):
    """A function from words to the slugs of the published cases found, the near ones included."""

    def found(words, **options) -> list[str]:
        return [case.slug for case in Case.objects.live().search(words, **options)]

    return found


@pytest.fixture
def strict_slugs(db):
    """The same without the pages that are merely near."""

    def found(words, **options) -> set[str]:
        results = Case.objects.live().search(words, **options)
        return {case.slug for case in results[: results.related_from]}

    return found
