"""事例の交換 on its pages: who arranges it, what is said, and what a stranger's file shows."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from casebook.models import Case, CaseImport, ExchangeFile, FeedToken, Partner
from casebook.travelling.exchanging import accept_case, receive_exchange
from casebook.travelling.importing import AT_ONCE
from casebook.travelling.signing import fingerprint, make_key
from portal.staff.models import Role
from portal.submitting.forms import new_key
from tests.builders import a_case, a_municipality, a_staff_member
from tests.casebook.test_exchange import ID, Hand, a_record
from tests.casebook.travel_files import a_partner, another_key, publish_all

pytestmark = pytest.mark.django_db
OUTSIDERS = [role for role in Role if role not in (Role.OFFICER, Role.EDITOR)]
GETS = ["", "file/", "receive/", "partners/new/"]
POSTS = ["make/", "receive/", "partners/new/", "partners/{partner}/end/", "tokens/new/"]
PAGE_QUERIES = 8


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    settings.EXCHANGE_KEY_FILE = tmp_path / "key.pem"


@pytest.fixture
def officer(client):
    officer = a_staff_member("officer", role=Role.OFFICER)
    client.force_login(officer)
    return officer


def hand():
    return Hand(*another_key())


def upload(client, content):
    data = {"file": SimpleUploadedFile("awara.zip", content), "submit_key": new_key()}
    return client.post("/casebook/exchange/receive/", data, follow=True)


@pytest.mark.parametrize("role", [None, *OUTSIDERS])
def test_the_exchange_is_not_there_for_anybody_else(client, role):
    now = timezone.now()
    partner = a_partner(another_key()[1], by=None, now=now)
    client.force_login(a_staff_member(role=role, is_manager=True))

    answers = [client.get(f"/casebook/exchange/{path}").status_code for path in GETS]
    answers += [
        client.post(f"/casebook/exchange/{path.format(partner=partner.pk)}").status_code
        for path in POSTS
    ]

    assert answers == [404] * (len(GETS) + len(POSTS))
    assert Partner.objects.get().ended_at is None


def test_an_editor_receives_but_decides_about_no_key(client):
    partner = a_partner(another_key()[1], by=None, now=timezone.now())
    client.force_login(a_staff_member(role=Role.EDITOR))
    page = client.get("/casebook/exchange/").content.decode()

    assert "交換ファイルを受け取る" in page
    assert "自治体を登録する" not in page
    assert client.get("/casebook/exchange/receive/").status_code == 200
    assert client.get("/casebook/exchange/partners/new/").status_code == 404
    assert client.post(f"/casebook/exchange/partners/{partner.pk}/end/").status_code == 404
    assert client.post("/casebook/exchange/make/").status_code == 404


def test_without_a_key_the_page_says_what_to_do(client, officer):
    page = client.get("/casebook/exchange/").content.decode()

    assert "署名の鍵がまだありません" in page
    assert "manage.py make_exchange_key" in page


def test_an_officer_makes_a_file_and_takes_it(client, officer, settings):
    public_key = make_key()
    a_case(municipality=a_municipality("わが市", code=settings.OWN_MUNICIPALITY))
    data = {"scope": "own", "licence": "自由", "contact": "DX課", "submit_key": new_key()}

    page = client.post("/casebook/exchange/make/", data, follow=True).content.decode()
    file = client.get("/casebook/exchange/file/")

    assert public_key in page
    assert fingerprint(public_key) in page
    assert file["Content-Disposition"].startswith('attachment; filename="casebook-exchange-')
    assert file.content == bytes(ExchangeFile.objects.get().content)


def test_a_refusal_to_make_a_file_stands_on_the_form(client, officer):
    data = {"scope": "own", "licence": "自由", "contact": "DX課", "submit_key": new_key()}
    make_key()

    page = client.post("/casebook/exchange/make/", data).content.decode()

    assert "自分の自治体が自治体の一覧にありません。" in page
    assert ExchangeFile.objects.count() == 0


def test_a_strangers_file_is_shown_as_unknown_and_leads_to_the_telephone(client, officer):
    stranger = hand()

    page = upload(client, stranger.file(a_record())).content.decode()

    assert "登録していない自治体のファイルです" in page
    assert stranger.public_key in page
    # Who reads it off the page has compared nothing.
    assert fingerprint(stranger.public_key) not in page
    assert (CaseImport.objects.count(), Case.objects.count()) == (0, 0)


def test_a_tampered_file_is_refused_on_the_form(client, officer):
    stranger = hand()
    a_partner(stranger.public_key, by=officer, now=timezone.now())

    changed = {"cases.jsonl": b"{}\n"}
    page = upload(client, stranger.file(a_record(), changed=changed)).content.decode()

    assert "署名と中身が合いません。" in page
    assert "エラー：" in page
    assert CaseImport.objects.count() == 0


def test_subscribing_asks_for_the_fingerprint_that_was_heard(client, officer):
    public_key = another_key()[1]
    data = {"code": "182087", "name": "福井県あわら市", "public_key": public_key}

    wrong = client.post(
        "/casebook/exchange/partners/new/",
        {**data, "heard": "1" * 40, "submit_key": new_key()},
    ).content.decode()
    before = Partner.objects.count()
    right = {**data, "heard": fingerprint(public_key), "submit_key": new_key()}
    client.post("/casebook/exchange/partners/new/", right)

    assert "電話で聞いた指紋と、公開鍵の指紋が違います。" in wrong
    assert (before, Partner.objects.get().subscribed_by) == (0, officer)


def test_a_case_is_compared_and_accepted_on_its_page(client, officer):
    awara = hand()
    a_partner(awara.public_key, by=officer, now=timezone.now())
    upload(client, awara.file(a_record()))
    arrived = CaseImport.objects.get().cases.get()

    page = client.get(f"/casebook/travel/cases/{arrived.pk}/").content.decode()
    client.post(f"/casebook/travel/cases/{arrived.pk}/accept/")

    assert "この事例を受け取る" in page
    assert "届いた要約" in page
    assert list(Case.objects.values_list("title", "live")) == [("あわらの事例", False)]


def test_editors_read_on_the_case_from_where_it_came_and_nobody_else_does(client, officer):
    awara = hand()
    a_partner(awara.public_key, by=officer, now=timezone.now())
    came = receive_exchange(awara.file(a_record()), name="x.zip", by=officer, now=timezone.now())
    accept_case(came.cases.get(), {}, by=officer, now=timezone.now())
    publish_all()
    told = "福井県あわら市の交換ファイル「x.zip」から受け取りました"

    for_officers = client.get("/casebook/awara/").content.decode()
    client.force_login(a_staff_member())
    for_staff = client.get("/casebook/awara/").content.decode()

    assert (told in for_officers, told in for_staff) == (True, False)


def test_a_large_file_is_laid_out_by_a_job(client, officer, django_capture_on_commit_callbacks):
    awara = hand()
    a_partner(awara.public_key, by=officer, now=timezone.now())
    records = [a_record(id=f"{ID[:-12]}{n:012}", slug="") for n in range(AT_ONCE + 1)]

    with django_capture_on_commit_callbacks(execute=True):
        came = receive_exchange(awara.file(*records), name="x.zip", by=officer, now=timezone.now())
        before = (came.cases.count(), CaseImport.objects.get().state)
    came.refresh_from_db()

    assert before == (0, "checking")
    assert (came.cases.count(), came.state) == (AT_ONCE + 1, "ready")


def test_a_file_is_never_taken_as_a_whole_by_the_other_door(client, officer):
    awara = hand()
    a_partner(awara.public_key, by=officer, now=timezone.now())
    came = receive_exchange(awara.file(a_record()), name="x", by=officer, now=timezone.now())

    client.post(f"/casebook/travel/imports/{came.pk}/apply/")
    client.post(
        "/casebook/travel/import/",
        {
            "file": SimpleUploadedFile("x.zip", awara.file(a_record())),
            "submit_key": new_key(),
        },
    )

    assert (Case.objects.count(), CaseImport.objects.count()) == (0, 1)


def test_a_token_is_shown_once(client, officer):
    make_key()
    data = {"holder": "あわら市", "submit_key": new_key()}

    page = client.post("/casebook/exchange/tokens/new/", data)
    again = client.post("/casebook/exchange/tokens/new/", data).content.decode()
    token = FeedToken.objects.get()
    client.post(f"/casebook/exchange/tokens/{token.pk}/revoke/")

    assert "この画面を離れると、もう表示されません" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "もう表示されません" not in again
    assert FeedToken.objects.get().revoked_by == officer


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(
    client, officer, count, django_assert_num_queries
):
    now = timezone.now()
    for _each in range(count):
        awara = hand()
        a_partner(awara.public_key, by=officer, now=now)
        receive_exchange(awara.file(a_record()), name="x", by=officer, now=now)

    with django_assert_num_queries(PAGE_QUERIES):
        client.get("/casebook/exchange/")
