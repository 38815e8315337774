import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nothing_kept():
    """A test's database begins with the same keys as the last one's: so would the cache."""
    cache.clear()
    yield
    cache.clear()
