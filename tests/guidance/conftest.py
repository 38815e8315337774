import pytest

from portal.guidance.loading import load_guidance


@pytest.fixture(scope="module")
def content(rows_of_the_module, now):
    """The guidance as the city begins with it."""
    load_guidance(now)
