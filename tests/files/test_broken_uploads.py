"""Uploads that break off leave nothing that is served, and nothing the sweep does not find."""

import errno
import resource
import signal
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from wagtail.documents import get_document_model

from portal.errors import NO_ROOM
from portal.files.cms_disk import cms_orphans, delete_cms_orphans
from portal.files.keeping import check_files, delete_orphans
from portal.files.receiving import IncomingFile
from portal.files.refusals import FileRefused
from portal.files.rooms import keep_new, private_room

NO_AGE = timedelta(0)


@pytest.fixture
def small_disk():
    """The system refuses a file of more than 100,000 bytes in the middle of writing it."""
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    signal.signal(signal.SIGXFSZ, before)


def test_a_full_disk_is_said_in_words_and_leaves_nothing(small_disk):
    with pytest.raises(FileRefused) as refusal:
        keep_new(b"a" * 200_000, "pdf", now=timezone.now())

    assert refusal.value.reason == "no_room"
    assert errno.EFBIG in NO_ROOM
    assert list(private_room().everything()) == []


@pytest.mark.django_db
def test_an_upload_on_its_way_in_lies_where_the_sweep_finds_it(private_root):
    coming = IncomingFile("a.pdf", "application/pdf", 0, None)
    coming.write(b"half")
    coming.flush()
    path = coming.temporary_file_path()

    assert [each for each, _at in private_room().everything()] == [
        f"incoming/{path.rpartition('/')[2]}"
    ]
    assert check_files(now=timezone.now()).orphans == []
    later = timezone.now() + timedelta(hours=25)
    assert delete_orphans(now=later) == 1
    assert check_files(now=later, age=NO_AGE) == ([], [], [])
    coming.close()


@pytest.mark.django_db
def test_a_document_that_never_got_its_row_is_found_and_swept(settings, tmp_path):
    file_system = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": file_system}
    settings.MEDIA_ROOT = tmp_path / "media"
    kept = get_document_model().objects.create(title="手引き", file=ContentFile(b"a", "a.txt"))
    default_storage.save("documents/half.pdf", ContentFile(b"half"))
    now = timezone.now() + timedelta(seconds=1)

    assert cms_orphans(now=now, age=timedelta(hours=1)) == []
    assert cms_orphans(now=now, age=NO_AGE) == ["documents/half.pdf"]
    assert delete_cms_orphans(now=now, age=NO_AGE) == 1
    assert cms_orphans(now=now, age=NO_AGE) == []
    assert default_storage.exists(kept.file.name)
