import pytest

from portal.community.kinds import close_for_talk, open_for_talk
from portal.personal.asking import make_request
from portal.personal.models import DataRequest
from portal.personal.rights import requests_visible_to
from tests.builders import a_case, a_staff_member


@pytest.fixture
def hanako(client):
    """Signed in."""
    staff = a_staff_member("hanako", name="山田 花子")
    client.force_login(staff)
    return staff


@pytest.fixture
def taro():
    return a_staff_member("taro", name="髙﨑 太郎")


@pytest.fixture
def case():
    return a_case("年2回募る")


@pytest.fixture
def private_kind():
    """A kind that its author and the officers see, nobody else: requests about one's own data."""
    open_for_talk(
        "personal.DataRequest",
        word="申出",
        visible_to=requests_visible_to,
        title=lambda request: f"ひみつの申出{request.pk}",
        url=lambda request: f"/privacy/requests/{request.pk}/",
        author=lambda request: request.staff,
        tags=lambda request: ["ひみつのテーマ"],
    )
    yield DataRequest
    close_for_talk("personal.DataRequest")


@pytest.fixture
def secret(private_kind, now):
    """One of taro's alone."""
    staff = a_staff_member("secretary", name="秘書")
    return make_request(staff, kind="correction", text="読みがな", now=now)
