"""Words inside of files are found by those who may read the file, and by nobody else."""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from leaders.reporting import report
from portal.community.publishing import Written, keep_article, publish
from portal.consultations.threads import reply, take_note
from portal.consultations.vocabulary import Status
from portal.files.checking import CheckedFile
from portal.files.keeping import store
from portal.files.kinds import KINDS
from portal.files.models import FileWords
from portal.files.reading import has_unread_files
from portal.home.searching import Asked, answer
from portal.operations.housekeeping import read_new_files
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.consultations.builders import a_consultation
from tests.leaders.builders import a_told
from tests.training.builders import a_booking, a_course, a_session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _room(settings, tmp_path, monkeypatch):
    """The reader in this process: that it runs apart is tested beside it."""
    settings.PRIVATE_ROOT = tmp_path
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("portal.files.reading._words", lambda content, kind: content.decode())


def a_file(word) -> CheckedFile:
    return CheckedFile(f"{word}.txt", KINDS["txt"], f"{word} のしるし".encode(), False)


def a_document(word, collection):
    file = ContentFile(f"{word} のしるし".encode(), name=f"{word}.txt")
    return get_document_model().objects.create(title=word, file=file, collection=collection)


def finds(staff, word) -> bool:
    return answer(Asked(word), staff).exact_count == 1


@pytest.fixture
def people():
    people = {role.value: a_staff_member(role.value.lower(), role=role) for role in Role}
    people |= {"ST": a_staff_member("st"), "asker": a_staff_member("asker")}
    people["learner"] = a_staff_member("learner")
    return people


EVERYBODY = {"ST", "LD", "TR", "OF", "ED", "AU", "AD", "asker", "learner"}
READERS = {
    "fileofreport": EVERYBODY,
    "fileofarticle": EVERYBODY,
    "fileofdraft": {"LD", "OF"},
    "fileofentry": {"asker", "OF"},
    "fileofsecret": {"asker"},
    "fileofnote": set(),
    "fileofcourse": {"learner", "TR", "OF", "ED"},
    "filein": EVERYBODY,
    "fileclosed": {"ED"},
}


def plant(people):
    now = timezone.now()
    report(a_told(now), by=people["LD"], now=now, files=[a_file("fileofreport")])
    texts = {"title": "号", "summary": "要約", "body": "本文", "tags": ""}
    written, draft = (Written(texts, [a_file(f"fileof{each}")]) for each in ("article", "draft"))
    publish(keep_article(written, by=people["LD"], now=now), by=people["LD"], now=now)
    keep_article(draft, by=people["LD"], now=now)
    asked = a_consultation(people["asker"], now=now)
    officer = people["OF"]
    reply(asked, "返事", by=officer, then=Status.WAITING, files=[a_file("fileofentry")], now=now)
    take_note(asked, "メモ", by=officer, files=[a_file("fileofnote")], now=now)
    other = a_staff_member("named", role=Role.OFFICER)
    closed = a_consultation(people["asker"], now=now, is_confidential=True, named=(other,))
    reply(closed, "返事", by=other, then=Status.WAITING, files=[a_file("fileofsecret")], now=now)
    session = a_session(course=a_course())
    a_booking(session, people["learner"])
    store(a_file("fileofcourse"), by=people["TR"], owner=session.course, now=now)
    root = Collection.get_first_root_node()
    a_document("filein", root)
    shut = root.add_child(name="編集者だけ")
    a_document("fileclosed", shut)
    restriction = CollectionViewRestriction.objects.create(
        collection=shut, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(*people["ED"].groups.all())


def test_who_may_read_a_file_finds_its_words_and_nobody_else(people):
    plant(people)
    read_new_files()

    found = {
        word: {code for code, staff in people.items() if finds(staff, word)} for word in READERS
    }

    assert found == READERS
    assert not has_unread_files(timezone.now())
    # Nobody reads it by searching, so nobody opens it for the search either.
    assert not FileWords.objects.filter(words__contains="fileofnote").exists()


def test_a_file_that_went_is_found_no_more(people):
    plant(people)
    read_new_files()

    FileWords.objects.get(words__contains="fileofreport").stored.delete()
    document = get_document_model().objects.get(title="filein")
    document.file.save("new.txt", ContentFile("exchanged のしるし".encode()))
    document._set_document_file_metadata()
    document.save()
    assert has_unread_files(timezone.now())
    read_new_files()

    assert not finds(people["ST"], "fileofreport")
    assert finds(people["ST"], "exchanged")
