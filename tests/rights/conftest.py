import pytest

from portal.authority import glass_objects


@pytest.fixture(autouse=True)
def _forgotten_objects():
    known = dict(glass_objects._objects)
    yield
    glass_objects._objects.clear()
    glass_objects._objects.update(known)
