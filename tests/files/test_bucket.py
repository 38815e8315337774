"""Files in a bucket (S3_BUCKET) against a real S3 interface: the same rules, nothing public."""

import io
import tarfile
import uuid
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.documents import get_document_model

from portal.files import bucket as buckets
from portal.files.cms_disk import cms_orphans, delete_cms_orphans
from portal.files.keeping import check_files, delete_orphans, keep_made_file, remove_files_of
from portal.files.models import FileWords, PortalImage
from portal.files.reading import read_files
from portal.files.refusals import FileRefused
from portal.files.rights import register_readers
from portal.files.rooms import rooms
from portal.operations.backup import keeping
from portal.operations.condition import State, condition
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.chaos.own_bucket import OwnBucket
from tests.chaos.own_postgres import free_port
from tests.files.packing import a_pdf
from tests.files.test_keeping import a_stored_file, only_the_owner
from tests.training.builders import a_course

NO_AGE = timedelta(0)
VIDEO = bytes(range(256)) * 4000


@pytest.fixture(scope="module")
def server():
    own = OwnBucket()
    yield own
    own.close()


@pytest.fixture
def bucket(server, settings):
    """A bucket of its own for each test; gives what asks it, as the portal does."""
    for name, value in server.variables.items():
        setattr(settings, name, value)
    settings.S3_BUCKET = f"portal-{uuid.uuid4().hex[:8]}"
    media = {"BACKEND": "portal.files.bucket.MediaStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": media}
    client = buckets.client()
    client.create_bucket(Bucket=settings.S3_BUCKET)
    return client


def keys(settings) -> list[str]:
    found = buckets.client().list_objects_v2(Bucket=settings.S3_BUCKET)
    return [each["Key"] for each in found.get("Contents", ())]


def a_picture() -> ContentFile:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(content, "PNG")
    return ContentFile(content.getvalue(), "a.png")


@pytest.mark.django_db
def test_the_owner_is_given_the_file_and_for_others_it_is_missing(client, bucket, settings):
    settings.PRIVATE_FILES_LOCATION = ""
    register_readers("staff.StaffMember", only_the_owner)
    staff = a_staff_member()
    stored = a_stored_file(by=staff)
    client.force_login(staff)

    answer = client.get(f"/files/{stored.pk}/")

    assert keys(settings) == [f"private/{stored.path}"]
    assert b"".join(answer.streaming_content) == a_pdf()
    assert answer["Content-Length"] == str(len(a_pdf()))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert settings.S3_ENDPOINT_URL not in str(answer.headers)
    client.force_login(a_staff_member())
    assert client.get(f"/files/{stored.pk}/").status_code == 404
    client.logout()
    assert client.get(f"/files/{stored.pk}/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "status", "span"),
    [
        ("", 200, slice(None)),
        ("bytes=0-0", 206, slice(0, 1)),
        ("bytes=300000-", 206, slice(300_000, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=2000000-", 416, slice(0, 0)),
    ],
)
def test_a_player_is_given_the_part_it_asks_for(client, bucket, asked, status, span):
    trainer = a_staff_member(role=Role.TRAINER)
    video = keep_made_file(VIDEO, "a.mp4", by=trainer, owner=a_course(), now=timezone.now())
    client.force_login(trainer)

    answer = client.get(reverse("training:video_file", args=[video.pk]), headers={"Range": asked})

    assert answer.status_code == status
    assert answer.getvalue() == VIDEO[span]


@pytest.mark.django_db
def test_what_is_removed_leaves_the_bucket_and_what_does_not_fit_is_found(
    bucket, settings, django_capture_on_commit_callbacks
):
    staff, other = a_staff_member(), a_staff_member()
    a_stored_file(by=staff)
    lost, changed = a_stored_file(by=other), a_stored_file(by=other)
    with django_capture_on_commit_callbacks(execute=True):
        remove_files_of(staff, by=staff)
    private = rooms()["private"]
    private.remove(lost.path)
    private.keep(changed.path, b"other")
    private.keep("half.pdf", b"half")
    now = timezone.now() + timedelta(minutes=1)

    assert check_files(now=now, age=NO_AGE) == ([lost.path], [changed.path], ["half.pdf"])
    assert delete_orphans(now=now, age=NO_AGE) == 1
    assert keys(settings) == [f"private/{changed.path}"]


@pytest.mark.django_db
def test_pictures_and_documents_of_the_cms_are_shown_by_the_portal_alone(
    client, bucket, settings, django_capture_on_commit_callbacks
):
    picture = PortalImage.objects.create(title="庁舎", file=a_picture())
    small = picture.get_rendition("width-20")
    document = get_document_model().objects.create(
        title="要綱", file=ContentFile(a_pdf(), "a.pdf"), file_hash="a" * 40
    )

    assert small.url.startswith("/media/images/")
    assert client.get(small.url).status_code == 302
    client.force_login(a_staff_member())
    shown = client.get(small.url)
    assert Image.open(io.BytesIO(shown.getvalue())).size == (20, 15)
    assert shown["Cache-Control"] == "private, no-store"
    assert client.get("/media/images/none.png").status_code == 404
    assert client.get(f"/media/{document.file.name}").status_code == 404
    assert client.get(document.url).content == a_pdf()
    assert len(keys(settings)) == 3

    rooms()["media"].keep("documents/half.pdf", b"half")
    now = timezone.now() + timedelta(minutes=1)
    assert cms_orphans(now=now, age=NO_AGE) == ["documents/half.pdf"]
    assert delete_cms_orphans(now=now, age=NO_AGE) == 1
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    assert f"media/{picture.file.name}" not in keys(settings)


@pytest.mark.django_db
def test_the_search_reads_the_words_of_a_file(bucket):
    document = get_document_model().objects.create(
        title="手引き", file=ContentFile("押印の見直し".encode(), "a.txt")
    )

    read_files(timezone.now())

    assert FileWords.objects.get(document=document).words == "押印の見直し"


@pytest.mark.django_db
def test_a_backup_takes_the_bucket_along_and_puts_it_back(bucket, settings, tmp_path):
    stored, hashes, archive = a_stored_file(), {}, io.BytesIO()
    rooms()["media"].keep("images/a.png", b"picture")
    before = keys(settings)

    with tarfile.open(fileobj=archive, mode="w|") as writing:
        keeping._add_rooms(writing, hashes)
    archive.seek(0)
    with tarfile.open(fileobj=archive) as reading:
        reading.extractall(tmp_path, filter="data")

    assert hashes[f"private/{stored.path}"] == stored.sha256
    assert sorted(hashes) == before
    rooms()["private"].keep("later.pdf", b"after the backup")
    for name, room in rooms().items():
        room.exchange(tmp_path / name, now=timezone.now())
    now_there = keys(settings)
    assert [key for key in now_there if "-until-" not in key] == before
    assert any("private-until-" in key and key.endswith("/later.pdf") for key in now_there)
    with rooms()["private"].opened(stored.path) as file:
        assert file.read() == a_pdf()


def found_of(now):
    return next(each for each in condition(now) if each.code == "bucket")


@pytest.mark.django_db
def test_a_bucket_that_fails_is_trouble_and_refuses_in_words(client, bucket, settings):
    register_readers("staff.StaffMember", only_the_owner)
    staff, now = a_staff_member(), timezone.now()
    stored = a_stored_file(by=staff)
    assert found_of(now).state == State.FINE

    bucket.put_object_acl(
        Bucket=settings.S3_BUCKET, Key=f"private/{stored.path}", ACL="public-read"
    )
    assert found_of(now).words == "鍵なしで、だれでも読めます"
    settings.S3_BUCKET = "not-there"
    assert found_of(now).words == "バケットがありません"

    settings.S3_ENDPOINT_URL = f"http://127.0.0.1:{free_port()}"
    assert found_of(now).words == "つながりません"
    with pytest.raises(FileRefused) as refusal:
        a_stored_file(by=staff)
    assert refusal.value.reason == "files_away"
    client.force_login(staff)
    client.raise_request_exception = False
    answer = client.get(f"/files/{stored.pk}/")
    assert answer.status_code == 503
    assert settings.S3_ENDPOINT_URL not in answer.content.decode()


@pytest.mark.parametrize("path", ["../media/a.png", "/etc/passwd", "a/../../b", "a\0b", ""])
def test_no_path_leads_out_of_its_part_of_the_bucket(bucket, path):
    for ask in (rooms()["private"].size_of, rooms()["private"].opened, rooms()["private"].remove):
        with pytest.raises(ValueError):  # noqa: PT011 - the path is all it says
            ask(path)
