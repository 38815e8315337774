import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.models import UploadedFile

from portal.audit.models import AuditEvent
from portal.files.checking import check
from portal.files.kinds import ANY_KIND, BYTES_PER_DAY, FILES_PER_DAY, MEGABYTE, Allowance
from portal.files.models import PortalImage, StoredFile
from portal.files.refusals import REASONS, FileRefused
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.files.packing import a_pdf
from tests.files.samples import (
    a_moving_picture,
    a_picture,
    a_turned_photo,
    all_samples,
    good_pictures,
)
from tests.files.sending import doors, post
from tests.files.trial_room import OneFileForm, TrialForm

SAMPLES = all_samples()


def an_upload(name="要綱.pdf", content=None) -> SimpleUploadedFile:
    upload = SimpleUploadedFile("file", a_pdf() if content is None else content)
    # The class of Django would clean the name, which the parser of requests does not.
    upload._name = name
    return upload


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.what)
def test_a_good_file_is_taken_and_a_bad_one_refused(sample):
    try:
        check(an_upload(sample.name, sample.content), ANY_KIND)
        is_taken = True
    except FileRefused:
        is_taken = False

    assert is_taken == sample.is_good


def test_the_samples_are_enough():
    assert sum(sample.is_good for sample in SAMPLES) >= 25
    assert sum(not sample.is_good for sample in SAMPLES) >= 60


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_says_what_to_do_in_one_or_two_short_sentences(reason):
    words = REASONS[reason]

    assert words.endswith(("。", "{kinds}"))
    assert len(words) <= 60


def test_a_photo_is_kept_upright_and_without_what_it_carried():
    sent = a_turned_photo()

    kept = check(an_upload("現地.jpg", sent), ANY_KIND).content

    with Image.open(BytesIO(kept)) as picture:
        assert picture.size == (40, 80)
        assert dict(picture.getexif()) == {}
        assert "comment" not in picture.info
    assert b"CameraMaker" in sent
    assert b"CameraMaker" not in kept


def test_a_moving_picture_goes_on_moving():
    kept = check(an_upload("動き.gif", a_moving_picture(frames=4)), ANY_KIND).content

    with Image.open(BytesIO(kept)) as picture:
        assert picture.n_frames == 4


def test_bytes_behind_a_picture_are_not_kept():
    kept = check(an_upload("電話.jpg", a_picture("JPEG") + b"secret" * 9), ANY_KIND).content

    assert b"secret" not in kept


def test_a_form_takes_only_the_kinds_and_sizes_of_its_allowance():
    allowance = Allowance(("pdf",), limit=MEGABYTE)

    with pytest.raises(FileRefused) as other_kind:
        check(an_upload("写真.png", a_picture()), allowance)
    with pytest.raises(FileRefused) as too_large:
        check(an_upload(content=bytes(MEGABYTE + 1)), allowance)
    assert [other_kind.value.reason, too_large.value.reason] == ["kind_unknown", "too_large"]


def a_form(*uploads, by, body="本文") -> TrialForm:
    files = {"attachments": list(uploads)}
    return TrialForm({"body": body}, _Files(files), by=by)


class _Files(dict):
    def getlist(self, name):
        return self.get(name, [])


@pytest.mark.django_db
def test_a_form_says_of_each_file_what_is_wrong_with_it():
    form = a_form(an_upload(), an_upload("絵.svg"), an_upload("空.pdf", b""), by=a_staff_member())

    assert form.errors["attachments"] == [
        "「絵.svg」：" + REASONS["kind_unknown"].format(kinds="、".join(ANY_KIND.kinds)),
        "「空.pdf」：" + REASONS["empty"],
    ]
    assert form.names_to_choose_again() == ["要綱.pdf", "絵.svg", "空.pdf"]


@pytest.mark.django_db
def test_a_form_takes_no_more_files_at_once_than_it_allows():
    form = a_form(*[an_upload() for _each in range(6)], by=a_staff_member())

    assert form.errors["attachments"] == ["一度に選べるのは5件までです。6件選ばれています。"]


@pytest.mark.django_db
def test_a_form_may_be_sent_without_files_unless_one_is_required():
    staff = a_staff_member()

    assert a_form(by=staff).is_valid()
    assert not OneFileForm({}, _Files(), by=staff).is_valid()


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, FILES_PER_DAY])
def test_what_one_person_brings_in_on_one_day_is_limited(rows):
    staff = a_staff_member()
    size = BYTES_PER_DAY if rows == 1 else 1
    some_stored_files(staff, rows, size)

    form = a_form(an_upload(), by=staff)

    assert form.errors["attachments"] == [REASONS["quota"]]
    assert a_form(an_upload(), by=a_staff_member()).is_valid()


def some_stored_files(staff, count, size):
    StoredFile.objects.bulk_create(
        StoredFile(
            name="a.pdf",
            kind="pdf",
            size=size,
            path=f"{number}.pdf",
            uploaded_by=staff,
            uploaded_at=timezone.now(),
            owner_type_id=1,
            owner_id="1",
        )
        for number in range(count)
    )


@pytest.mark.django_db
def test_a_refusal_is_recorded_with_its_reason_and_without_the_name():
    staff = a_staff_member()

    a_form(an_upload("秘密の名前.svg"), by=staff).is_valid()

    event = AuditEvent.objects.get(action="files.refused")
    assert (event.actor, event.result) == (staff, "refused")
    assert event.details == {"reason": "kind_unknown", "kind": "other"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "研修　計画（令和８年度）.pdf",
        "髙﨑𠮷①㈱.pdf",
        "神\ufa19.pdf",
        "葛\U000e0100城.pdf",
        "a&amp;b.pdf",
    ],
)
def test_a_name_is_kept_as_it_was_typed(client, settings, typed):
    settings.ROOT_URLCONF = "tests.files.trial_room"
    client.force_login(a_staff_member())

    post(client, "/trial/", {"body": "本文"}, {"attachments": (typed, a_pdf())})

    assert StoredFile.objects.get().name == typed


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["C:\\書類\\要綱.pdf", "/etc/要綱.pdf", "../要綱.pdf"])
def test_a_path_before_the_name_is_dropped(client, settings, typed):
    settings.ROOT_URLCONF = "tests.files.trial_room"
    client.force_login(a_staff_member())

    post(client, "/trial/", {"body": "本文"}, {"attachments": (typed, a_pdf())})

    assert StoredFile.objects.get().name == "要綱.pdf"


@pytest.mark.django_db
def test_a_refused_form_keeps_what_was_typed_and_names_the_files_to_choose_again(client, settings):
    settings.ROOT_URLCONF = "tests.files.trial_room"
    client.force_login(a_staff_member())

    files = {"attachments": ("<b>絵.svg", b"<svg/>")}
    page = post(client, "/trial/", {"body": "書いた本文"}, files).content.decode()

    assert "書いた本文" in page
    assert "<li>&lt;b&gt;絵.svg</li>" in page
    assert 'id="id_attachments_error"' in page


@pytest.mark.django_db
def test_a_request_far_too_large_is_refused_before_it_is_read(client, settings):
    settings.ROOT_URLCONF = "tests.files.trial_room"
    client.force_login(a_staff_member())

    answer = client.post("/trial/", {"body": "a"}, CONTENT_LENGTH=str(61 * MEGABYTE))

    assert answer.status_code == 400


@pytest.fixture
def editor(client):
    client.force_login(a_staff_member(role=Role.EDITOR))
    return client


def one_of_each_trouble():
    """A sample of each way in which a picture or document is refused, but the slow ones."""
    wanted = {
        "cut PNG", "PNG with a wrong checksum", "WebP that lies about its length", "PNG of 0 by 0",
        "PNG with a text bomb", "pixel bomb", "SVG named PNG", "GIF with a zip behind it",
        "garbage named PDF", "PDF with JavaScript", "Word with macro", "zip bomb as Excel",
        "encrypted Word", "binary named CSV", "test virus", "name with NUL", "empty file",
        "name of 300 letters, large file", "extension of 300 letters, large file",
    }  # fmt: skip
    return [sample for sample in SAMPLES if sample.what in wanted]


@pytest.mark.django_db
def test_the_forms_of_the_cms_refuse_bad_files_as_field_errors(editor):
    kept = []
    for door in doors()[:4]:
        for sample in one_of_each_trouble():
            files = {door.field: (sample.name, sample.content)}
            answer = post(editor, door.address, door.texts, files)
            if answer.status_code != 200 or door.model.objects.exists():
                kept.append((door.label, sample.what, answer.status_code))

    assert len(one_of_each_trouble()) == 19
    assert kept == []


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(4))
def test_the_forms_of_the_cms_say_why_in_our_words(editor, number):
    door = doors()[number]

    answer = post(editor, door.address, door.texts, {door.field: ("絵.svg", b"<svg/>")})

    words = json.loads(answer.content)["error_message"] if number % 2 else answer.content.decode()
    assert "この種類のファイルは受け付けていません" in words


@pytest.mark.django_db
def test_a_picture_is_kept_under_a_generated_name_and_its_title_is_the_typed_one(editor):
    door = doors()[1]
    texts = {"collection": door.texts["collection"]}

    post(editor, door.address, texts, {"files[]": ("写真①㈱髙𠮷.png", a_picture())})

    picture = PortalImage.objects.get()
    assert picture.title == "写真①㈱髙𠮷.png"
    assert len(picture.file.name) == len("original_images/.png") + 32


@pytest.mark.django_db
def test_a_document_is_kept_under_a_generated_name_and_its_title_is_the_typed_one(editor):
    door = doors()[3]
    texts = {"collection": door.texts["collection"]}

    post(editor, door.address, texts, {"files[]": ("要綱　改正.pdf", a_pdf())})

    document = get_document_model().objects.get()
    assert document.title == "要綱　改正.pdf"
    assert len(document.file.name) == len("documents/.pdf") + 32


@pytest.mark.django_db
def test_a_picture_whose_title_is_wrong_waits_as_checked_not_as_sent(editor):
    door = doors()[1]
    texts = {**door.texts, "title": "あ" * 256}

    answer = post(editor, door.address, texts, {"files[]": ("現地.jpg", a_turned_photo())})

    assert json.loads(answer.content)["success"] is True
    assert PortalImage.objects.count() == 0
    waiting = UploadedFile.objects.get()
    assert "現地" not in waiting.file.name
    with waiting.file.open() as file:
        assert b"CameraMaker" not in file.read()


@pytest.mark.django_db
def test_the_multiple_form_keeps_the_clean_picture(editor):
    door = doors()[1]

    post(editor, door.address, door.texts, {"files[]": ("現地.jpg", a_turned_photo())})

    with PortalImage.objects.get().file.open() as file:
        assert b"CameraMaker" not in file.read()


def test_every_kind_of_picture_is_among_the_good_ones():
    kinds = {name.rpartition(".")[2].lower() for _what, name, _content in good_pictures()}

    assert kinds == {"png", "jpg", "jpeg", "gif", "webp"}
