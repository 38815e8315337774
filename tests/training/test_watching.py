"""Videos: a part at a time to those who may see them, and completed by having been watched."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.files.checking import check
from portal.files.kinds import VIDEOS, Allowance
from portal.files.refusals import FileRefused
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.training.builders import NOW, a_booking, a_course, a_session, a_video, mp4
from training.models import Certificate, Completion, Viewing
from training.watching import note_position, say_finished, viewers_of, watched_by

pytestmark = pytest.mark.django_db
WEBM = (
    b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"
    + b"\0" * 90
)


@pytest.fixture
def trainer():
    return a_staff_member(role=Role.TRAINER)


@pytest.fixture
def course():
    return a_course("情報セキュリティ", form="video", is_compulsory=True)


def answer_of(client, video, asked=""):
    headers = {"Range": asked} if asked else {}
    return client.get(f"/training/videos/{video.pk}/play/", headers=headers)


@pytest.mark.parametrize(
    ("asked", "status", "span"),
    [
        ("", 200, None),
        ("bytes=0-9", 206, (0, 9)),
        ("bytes=1000-", 206, (1000, None)),
        ("bytes=-5", 206, (-5, None)),
        ("bytes=3-999999", 206, (3, None)),
        ("bytes=999999-", 416, None),
        ("bytes=9-3", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=0-1,5-9", 200, None),
        ("nonsense", 200, None),
    ],
)
def test_the_player_gets_the_part_it_asks_for(client, trainer, course, asked, status, span):
    content = mp4(1000)
    video = a_video(course, by=trainer, content=content)
    client.force_login(a_staff_member())

    answer = answer_of(client, video, asked)

    assert answer.status_code == status
    assert answer["Accept-Ranges"] == "bytes"
    if status == 416:
        assert answer["Content-Range"] == f"bytes */{len(content)}"
        return
    body = b"".join(answer.streaming_content)
    first, last = span or (0, None)
    wanted = content[first : None if last is None else last + 1]
    assert body == wanted
    assert answer["Content-Length"] == str(len(wanted))
    assert answer["Content-Type"] == "video/mp4"
    if span:
        begin = first % len(content)
        assert answer["Content-Range"] == f"bytes {begin}-{begin + len(wanted) - 1}/{len(content)}"


def test_a_video_of_a_class_is_for_those_who_have_a_seat(client, trainer):
    session = a_session()
    video = a_video(session.course, by=trainer)
    staff = a_staff_member()
    client.force_login(staff)
    addresses = [f"/training/videos/{video.pk}/{end}" for end in ("", "play/", "at/", "done/")]

    assert [client.get(each).status_code for each in addresses[:2]] == [404, 404]
    assert [client.post(each).status_code for each in addresses[2:]] == [404, 404]
    assert not Viewing.objects.exists()

    a_booking(session, staff)
    assert [client.get(each).status_code for each in addresses[:2]] == [200, 200]


def test_without_scripts_one_says_so_and_the_last_video_completes_the_course(
    client, trainer, course
):
    videos = [a_video(course, by=trainer, name=f"第{number}章.mp4") for number in (1, 2)]
    staff = a_staff_member()
    client.force_login(staff)

    client.post(f"/training/videos/{videos[0].pk}/done/")
    assert not Completion.objects.exists()
    for _again in range(2):
        page = client.post(f"/training/videos/{videos[1].pk}/done/", follow=True).content.decode()

    assert "見終わりました" in page
    assert Completion.objects.get().course == course
    assert Certificate.objects.get().staff == staff
    assert {row.how for row in Viewing.objects.all()} == {Viewing.How.SAID}


def test_the_player_notes_the_furthest_place_and_finishes_near_the_end(client, trainer, course):
    video, staff = a_video(course, by=trainer), a_staff_member()
    client.force_login(staff)
    address = f"/training/videos/{video.pk}/at/"

    answers = [
        client.post(address, {"position": position, "length": 100}).content
        for position in (60, 20, 94)
    ]
    assert answers == [b"noted"] * 3
    assert Viewing.objects.get().position == 94
    assert client.post(address, {"position": 95, "length": 100}).content == b"finished"

    row = Viewing.objects.get()
    assert (row.how, row.position) == (Viewing.How.PLAYED, 95)
    assert Completion.objects.count() == 1
    for wrong in ({}, {"position": -1, "length": 5}, {"position": "x", "length": 5}):
        assert client.post(address, wrong).status_code == 400


def test_a_class_is_not_completed_by_its_video(trainer):
    session, staff = a_session(), a_staff_member()
    video = a_video(session.course, by=trainer)

    say_finished(video, staff, now=NOW)

    assert watched_by(session.course, staff)[0].is_finished
    assert not Completion.objects.exists()


def test_the_trainer_sees_who_has_finished(client, trainer, course):
    videos = [a_video(course, by=trainer) for _ in range(2)]
    one, other = a_staff_member(name="見終わった人"), a_staff_member(name="途中の人")
    for video in videos:
        say_finished(video, one, now=NOW)
    note_position(videos[0], other, position=3, length=100, now=NOW)

    viewers = {viewer.staff: viewer for viewer in viewers_of(course)}
    assert (viewers[one].finished, viewers[one].completed) == (2, True)
    assert (viewers[other].begun, viewers[other].finished) == (1, 0)
    address = f"/training/manage/courses/{course.pk}/viewers/"
    client.force_login(trainer)
    assert "途中の人" in client.get(address).content.decode()
    client.force_login(one)
    assert client.get(address).status_code == 404


def test_a_trainer_puts_a_video_in_place_of_a_file(client, trainer, course):
    client.force_login(trainer)
    address = f"/training/courses/{course.pk}/material/"
    film = SimpleUploadedFile("研修.mp4", mp4(500), content_type="video/mp4")

    client.post(address, {"submit_key": "k1", "video": film})
    refused = client.post(address, {"submit_key": "k2"}).content.decode()

    assert [each.video.name for each in watched_by(course, trainer)] == ["研修.mp4"]
    assert "ファイルか動画を選んでください。" in refused
    page = client.get(f"/training/courses/{course.pk}/").content.decode()
    assert "研修.mp4を見る" in page


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.mp4", mp4(500), ""),
        ("a.webm", WEBM, ""),
        ("a.mp4", WEBM, "content_differs"),
        ("a.webm", mp4(500), "content_differs"),
        ("a.mp4", mp4(500)[:-3], "video_broken"),
        ("a.mp4", mp4(500) + b"x", "video_broken"),
        ("a.mp4", mp4()[:28], "video_broken"),
        ("a.mp4", mp4() + b"\0\0\0\x0cEVIL" + b"x" * 4, "video_broken"),
        ("a.mp4", b"\0\0\0\0" * 4, "content_differs"),
        ("a.avi", mp4(500), "kind_unknown"),
    ],
)
def test_only_whole_videos_are_taken(name, content, reason):
    found = ""
    try:
        check(SimpleUploadedFile(name, content), Allowance(VIDEOS, count=1))
    except FileRefused as refusal:
        found = refusal.reason

    assert found == reason
