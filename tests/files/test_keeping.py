import os
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.documents import get_document_model

from portal.audit.models import AuditEvent
from portal.files.checking import check
from portal.files.disk import DiskRoom
from portal.files.keeping import check_files, delete_orphans, remove, remove_files_of, store
from portal.files.kinds import ANY_KIND, FILES_PER_DAY
from portal.files.models import StoredFile
from portal.files.refusals import FileRefused
from portal.files.rights import AlreadyRegistered, may_read, register_readers
from portal.files.rooms import private_room
from portal.staff.models import Role
from tests.builders import a_case, a_staff_member
from tests.files.packing import a_pdf
from tests.files.samples import CSV
from tests.files.test_uploads import some_stored_files

MISSING = "/files/00000000-0000-4000-8000-000000000000/"


def a_checked_file(name="要綱　改正①.pdf", content=None):
    return check(SimpleUploadedFile(name, content or a_pdf()), ANY_KIND)


def a_stored_file(*, owner=None, by=None, **fields) -> StoredFile:
    by = by or a_staff_member()
    return store(a_checked_file(**fields), by=by, owner=owner or by, now=timezone.now())


def only_the_owner(staff, owner) -> bool:
    return staff == owner


def test_what_was_put_back_may_be_read_by_the_group_of_nginx(tmp_path):
    source = tmp_path / "unpacked"
    source.mkdir(mode=0o700)
    (source / "a.pdf").write_bytes(a_pdf())
    room = DiskRoom(tmp_path / "private")

    room.exchange(source, now=timezone.now())

    assert room.root.stat().st_mode & 0o777 == 0o750
    assert [path for path, _time in room.everything()] == ["a.pdf"]


@pytest.mark.django_db
def test_a_file_is_kept_under_an_unguessable_name_with_its_hash(private_root):
    stored = a_stored_file()

    place = private_root / stored.path
    assert place.read_bytes() == a_pdf()
    assert place.stat().st_mode & 0o777 == 0o640
    assert "要綱" not in stored.path
    assert check_files(now=timezone.now(), age=timedelta(0)) == ([], [], [])


@pytest.mark.django_db
def test_two_files_of_one_name_are_both_kept():
    staff = a_staff_member()

    first, second = (a_stored_file(by=staff) for _each in range(2))

    assert first.path != second.path
    assert list(StoredFile.objects.of(staff)) == [first, second]


@pytest.mark.django_db
def test_nothing_is_kept_beyond_the_quota(private_root):
    staff = a_staff_member()
    some_stored_files(staff, FILES_PER_DAY, 1)

    with pytest.raises(FileRefused):
        a_stored_file(by=staff)

    assert list(private_room().everything()) == []


@pytest.mark.django_db
def test_what_was_brought_in_yesterday_does_not_count(now):
    staff = a_staff_member()
    some_stored_files(staff, FILES_PER_DAY, 1)
    StoredFile.objects.update(uploaded_at=now - timedelta(days=1))

    store(a_checked_file(), by=staff, owner=staff, now=now)

    assert StoredFile.objects.count() == FILES_PER_DAY + 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["a\0.pdf", "a\ud800.pdf"])
def test_a_name_that_no_database_keeps_is_refused_whatever_the_way(name, private_root):
    upload = a_checked_file()._replace(name=name)
    staff = a_staff_member()

    with pytest.raises(Exception, match="保存できない文字"), transaction.atomic():
        store(upload, by=staff, owner=staff, now=timezone.now())

    assert StoredFile.objects.count() == 0
    assert list(private_room().everything()) == []


@pytest.mark.django_db
def test_a_removed_file_leaves_the_disk_when_the_transaction_is_through(
    django_capture_on_commit_callbacks,
):
    staff = a_staff_member()
    a_stored_file(by=staff)

    with django_capture_on_commit_callbacks(execute=True):
        remove_files_of(staff, by=staff)
        assert len(list(private_room().everything())) == 1

    assert list(private_room().everything()) == []
    assert StoredFile.objects.count() == 0
    assert AuditEvent.objects.filter(action="files.removed").count() == 1


@pytest.mark.django_db
def test_a_removal_that_is_rolled_back_loses_nothing():
    stored = a_stored_file()

    with transaction.atomic():
        remove(stored, by=None)
        transaction.set_rollback(True)

    assert len(list(private_room().everything())) == 1
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db
def test_missing_changed_and_orphan_files_are_found(private_root):
    lost, changed = a_stored_file(), a_stored_file()
    (private_root / lost.path).unlink()
    (private_root / changed.path).write_bytes(b"other")
    (private_root / "orphan.pdf").write_bytes(b"x")

    found = check_files(now=timezone.now() + timedelta(minutes=1), age=timedelta(0))

    assert found == ([lost.path], [changed.path], ["orphan.pdf"])


@pytest.mark.django_db
def test_only_orphans_older_than_a_day_are_swept(private_root):
    kept = a_stored_file()
    young, old = private_root / "young.part", private_root / "old.part"
    for place in (young, old):
        place.write_bytes(b"x")
    yesterday = (timezone.now() - timedelta(hours=25)).timestamp()
    for place in (old, private_root / kept.path):
        os.utime(place, (yesterday, yesterday))

    assert delete_orphans(now=timezone.now()) == 1

    assert sorted(path for path, _at in private_room().everything()) == sorted(
        [kept.path, "young.part"]
    )


@pytest.mark.django_db
def test_the_command_ends_with_2_and_names_what_does_not_fit(private_root, capsys):
    call_command("check_files")
    stored = a_stored_file()
    (private_root / stored.path).unlink()

    with pytest.raises(SystemExit) as ended:
        call_command("check_files")

    assert ended.value.code == 2
    assert f"  {stored.path}" in capsys.readouterr().out.splitlines()


@pytest.mark.django_db
def test_the_command_sweeps_when_it_is_told_to(private_root, capsys):
    private_root.mkdir()
    (private_root / "orphan.pdf").write_bytes(b"x")

    call_command("check_files", sweep=True, older_than=0)

    assert capsys.readouterr().out.splitlines()[0] == "消したファイル：1件"
    assert list(private_room().everything()) == []


@pytest.mark.parametrize("path", ["../evil.pdf", "/etc/passwd", "a/../../evil", "", "."])
def test_no_path_leads_out_of_the_private_room(path):
    with pytest.raises(ValueError, match="|".join([path or "^$"]).replace(".", r"\.")):
        private_room().place_of(path)


@pytest.mark.django_db
def test_nobody_reads_a_file_whose_part_has_said_nothing():
    staff = a_staff_member()
    stored = a_stored_file(by=staff)

    assert not may_read(staff, stored)


@pytest.mark.django_db
def test_a_part_says_who_reads_its_files_once():
    register_readers("staff.StaffMember", only_the_owner)
    register_readers("staff.StaffMember", only_the_owner)

    with pytest.raises(AlreadyRegistered):
        register_readers("staff.StaffMember", lambda staff, owner: True)


@pytest.mark.django_db
def test_a_file_whose_owner_is_gone_is_nobodys():
    case = a_case()
    register_readers("casebook.Case", lambda staff, owner: True)
    stored = a_stored_file(owner=case)
    staff = a_staff_member()
    assert may_read(staff, stored)

    case.delete()

    assert not may_read(staff, StoredFile.objects.get())


@pytest.mark.django_db
def test_a_reader_saves_the_file_under_the_name_it_was_given(client):
    register_readers("staff.StaffMember", only_the_owner)
    staff = a_staff_member()
    stored = a_stored_file(by=staff, name="一覧　髙﨑𠮷.csv", content=CSV.encode("cp932"))
    client.force_login(staff)

    answer = client.get(f"/files/{stored.pk}/")

    assert b"".join(answer.streaming_content) == CSV.encode("cp932")
    assert {name: answer[name] for name in SEALS} == SEALS
    assert answer["Content-Type"] == "text/csv"
    assert not answer.has_header("ETag")


SEALS = {
    "Content-Disposition": "attachment; filename*=utf-8''%E4%B8%80%E8%A6%A7%E3%80%80%E9%AB%99"
    "%EF%A8%91%F0%A0%AE%B7.csv",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.django_db
def test_for_others_a_file_is_missing_in_the_same_words_as_one_that_never_was(client):
    register_readers("staff.StaffMember", only_the_owner)
    stored = a_stored_file()
    client.force_login(a_staff_member(role=Role.ADMINISTRATOR))

    refused, missing = client.get(f"/files/{stored.pk}/"), client.get(MISSING)

    assert (refused.status_code, missing.status_code) == (404, 404)
    assert _words(refused, f"/files/{stored.pk}/") == _words(missing, MISSING)


def _words(answer, address: str) -> str:
    """The page, without what differs between any two requests."""
    return answer.content.decode().replace(answer["X-Request-ID"], "").replace(address, "")


@pytest.mark.django_db
def test_downloads_are_recorded_refused_ones_too(client):
    register_readers("staff.StaffMember", only_the_owner)
    staff = a_staff_member()
    stored = a_stored_file(by=staff)

    for reader in (staff, a_staff_member()):
        client.force_login(reader)
        list(client.get(f"/files/{stored.pk}/"))

    events = AuditEvent.objects.filter(action="files.downloaded", object_id=str(stored.pk))
    assert [event.result for event in events] == ["ok", "refused"]


@pytest.mark.django_db
def test_a_file_that_the_disk_lost_is_missing_not_an_error(client, private_root):
    register_readers("staff.StaffMember", only_the_owner)
    staff = a_staff_member()
    stored = a_stored_file(by=staff)
    (private_root / stored.path).unlink()
    client.force_login(staff)

    assert client.get(f"/files/{stored.pk}/").status_code == 404


@pytest.mark.django_db
def test_the_web_server_in_front_hands_the_file_out_where_it_is_told_to(client, settings):
    settings.PRIVATE_FILES_LOCATION = "/_private/"
    register_readers("staff.StaffMember", only_the_owner)
    staff = a_staff_member()
    stored = a_stored_file(by=staff)
    client.force_login(staff)

    answer = client.get(f"/files/{stored.pk}/")

    assert answer["X-Accel-Redirect"] == f"/_private/{stored.path}"
    assert answer.content == b""
    assert answer["Cache-Control"] == "private, no-store"


def a_document(title="要綱　改正.pdf"):
    file = SimpleUploadedFile("0123456789abcdef.pdf", a_pdf())
    return get_document_model().objects.create(title=title, file=file, file_hash="a" * 40)


@pytest.mark.django_db
def test_a_document_of_the_cms_is_saved_under_its_title_and_kept_by_no_cache(client):
    client.force_login(a_staff_member())
    document = a_document("要綱/改正")

    answer = client.get(document.url, headers={"If-None-Match": f'"{document.file_hash}"'})

    assert answer.status_code == 200
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E8%A6%81%E7%B6%B1_%E6%94%B9%E6%AD%A3.pdf"
    )
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.has_header("ETag")


@pytest.mark.django_db
def test_a_document_is_closed_to_strangers(client):
    assert client.get(a_document().url).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["documents/a.pdf", "private/a.pdf", "uploaded_files/a.png"])
def test_the_address_of_pictures_shows_nothing_else(client, settings, tmp_path, path):
    file_system = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": file_system}
    settings.MEDIA_ROOT = tmp_path
    for each in (path, "original_images/a.png"):
        (tmp_path / each).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / each).write_bytes(b"x")
    client.force_login(a_staff_member())

    assert client.get(f"/media/{path}").status_code == 404
    assert client.get(f"/media/original_images/../{path}").status_code == 404
    shown = client.get("/media/original_images/a.png")
    assert b"".join(shown.streaming_content) == b"x"
