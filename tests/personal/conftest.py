import pytest


@pytest.fixture(autouse=True)
def private_root(settings, tmp_path):
    """A private room and an index of the erased of its own for each test."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.ERASURE_INDEX = tmp_path / "erased.jsonl"
    return settings.PRIVATE_ROOT
