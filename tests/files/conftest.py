import pytest

from portal.files.rights import _predicates


@pytest.fixture(autouse=True)
def private_root(settings, tmp_path):
    """Rooms of its own for each test."""
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    return settings.PRIVATE_ROOT


@pytest.fixture(autouse=True)
def _forgotten_readers():
    known = dict(_predicates)
    yield
    _predicates.clear()
    _predicates.update(known)
