"""Signed files between municipalities: whose they are is known, and each case is decided alone."""

import hashlib
import json
from base64 import b64encode
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO, StringIO
from threading import Thread
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from casebook.models import ArrivedCase, Case, CaseImport, CaseOrigin, ExchangeFile, Partner
from casebook.travelling.exchange_file import NewerSchema, NoExchangeFile, Tampered
from casebook.travelling.exchanging import (
    AlreadyDecided,
    NothingToExchange,
    OlderFile,
    SignedByAnother,
    UnknownSigner,
    accept_case,
    leave_case,
    make_exchange,
    receive_exchange,
)
from casebook.travelling.exporting import lines_of
from casebook.travelling.fetching import fetch_exchange_files, fetches_exchange_files
from casebook.travelling.importing import forget_case_imports, undo_import
from casebook.travelling.merging import NotChosen
from casebook.travelling.packages import packed
from casebook.travelling.partners import (
    AlreadySubscribed,
    Card,
    FingerprintDiffers,
    end_partner,
    make_token,
    revoke_token,
    subscribe,
    use_token,
)
from casebook.travelling.signing import (
    KeyIsNone,
    NoKeyYet,
    fingerprint,
    make_key,
    own_public_key,
)
from portal.audit.models import AuditEvent
from portal.staff.models import Role
from tests.builders import a_case, a_municipality, a_staff_member
from tests.casebook.travel_files import a_partner, another_key, publish_all

pytestmark = pytest.mark.django_db
ID, OTHER = "11111111-2222-4333-8444-555555555555", "11111111-2222-4333-8444-555555555556"
AWARA = {"code": "182087", "name": "福井県あわら市"}


@pytest.fixture
def officer():
    return a_staff_member("officer", role=Role.OFFICER)


@pytest.fixture
def awara(officer, now):
    """Another municipality that we subscribed to, and the hand that signs for it."""
    key, public_key = another_key()
    a_partner(public_key, by=officer, now=now)
    return Hand(key, public_key)


@pytest.fixture
def own_key(settings, tmp_path):
    settings.EXCHANGE_KEY_FILE = tmp_path / "key.pem"
    return make_key()


class Hand:
    """Signs exchange files for a municipality, as its own portal would."""

    def __init__(self, key, public_key, town=AWARA):
        self.key, self.public_key, self.town = key, public_key, town

    def file(self, *records, at="2026-11-20T09:00:00+09:00", changed=None, **about):
        members = {"cases.jsonl": lines_of(list(records))}
        hashes = {n: {"sha256": hashlib.sha256(c).hexdigest()} for n, c in members.items()}
        manifest = {
            "format": "dx-portal-casebook-exchange",
            "schema_version": 1,
            "municipality": self.town,
            "created_at": at,
            "licence": "出典を書けば自由に使えます。",
            "contact": "あわら市",
            "scope": "own",
            "public_key": self.public_key,
            "files": hashes,
            **about,
        }
        text = json.dumps(manifest).encode()
        signature = b64encode(self.key.sign(text))
        return packed(
            {"manifest.json": text, "manifest.sig": signature, **members, **(changed or {})}
        )


def a_record(**fields):
    town = {**AWARA, "reading": "あわらし", "prefecture": "18", "kind": "city"}
    return {
        "schema_version": 1,
        "id": ID,
        "slug": "awara",
        "title": "あわらの事例",
        "municipality": town | {"name": "あわら市"},
        "department": "",
        "summary": "届いた要約",
        **fields,
    }


def receive(content, *, by, now):
    return receive_exchange(content, name="awara.zip", by=by, now=now)


def nothing_was_read():
    models = (Case, CaseImport, ArrivedCase, CaseOrigin)
    return [model.objects.count() for model in models] == [0, 0, 0, 0]


def newest(pk):
    return Case.objects.get(pk=pk).get_latest_revision_as_object()


def only(came):
    return came.cases.get()


def accept_all(content, *, by, now):
    came = receive(content, by=by, now=now)
    for arrived in came.cases.filter(state="waiting"):
        accept_case(arrived, {}, by=by, now=now)
    return came


def test_our_file_is_taken_by_a_portal_that_compared_our_key(officer, own_key, now, settings):
    own = a_municipality("わが市", code=settings.OWN_MUNICIPALITY)
    a_case("わが市の事例", municipality=own, points=["要点"])
    a_case("よその事例")
    made = make_exchange("own", contact="DX課", licence="自由", by=officer, now=now)
    content = bytes(made.content)
    Case.objects.all().delete()
    a_partner(own_key, by=officer, now=now, code=own.code, name=own.full_name)

    accept_all(content, by=officer, now=now)

    assert made.count == 1
    assert list(Case.objects.values_list("title", "live")) == [("わが市の事例", False)]
    manifest = json.loads(ZipFile(BytesIO(content)).read("manifest.json"))
    assert (manifest["licence"], manifest["contact"]) == ("自由", "DX課")


def test_what_we_received_is_not_handed_on(officer, own_key, awara, now, settings):
    accept_all(awara.file(a_record()), by=officer, now=now)
    publish_all()
    own = a_municipality("わが市", code=settings.OWN_MUNICIPALITY)
    a_case("うちが書いた事例", municipality=own)

    made = make_exchange("all", contact="DX課", licence="自由", by=officer, now=now)

    lines = ZipFile(BytesIO(bytes(made.content))).read("cases.jsonl").decode()
    assert (made.count, "うちが書いた事例" in lines, "あわらの事例" in lines) == (1, True, False)


def test_without_a_key_or_a_case_no_file_is_made(officer, now, settings, tmp_path):
    settings.EXCHANGE_KEY_FILE = tmp_path / "key.pem"
    own = a_municipality("わが市", code=settings.OWN_MUNICIPALITY)

    with pytest.raises(NothingToExchange):
        make_exchange("own", contact="c", licence="l", by=officer, now=now)
    a_case(municipality=own)
    with pytest.raises(NoKeyYet):
        make_exchange("own", contact="c", licence="l", by=officer, now=now)

    assert ExchangeFile.objects.count() == 0


def test_cases_are_accepted_one_by_one_as_drafts(officer, awara, now):
    came = receive(
        awara.file(a_record(), a_record(id=OTHER, title="もう一つ")), by=officer, now=now
    )
    first, second = came.cases.order_by("pk")

    accept_case(first, {}, by=officer, now=now)
    half_way = (list(Case.objects.values_list("title", "live")), came.cases.get(pk=second.pk).state)
    leave_case(second, by=officer, now=now)

    came.refresh_from_db()
    assert half_way == ([("あわらの事例", False)], "waiting")
    assert (Case.objects.count(), came.state, came.content) == (1, "closed", None)
    origin = CaseOrigin.objects.get()
    assert (origin.partner, origin.taken_by, origin.file_hash) == (
        Partner.objects.get(),
        officer,
        came.file_hash,
    )


def test_a_tampered_file_is_refused_before_anything_is_read(officer, awara, now):
    changed = {"cases.jsonl": lines_of([a_record(summary="書きかえた")])}
    added = {"attachments/" + "0" * 64 + ".png": b"x"}
    good = awara.file(a_record())
    members = {n: ZipFile(BytesIO(good)).read(n) for n in ZipFile(BytesIO(good)).namelist()}
    other_terms = members["manifest.json"].replace(b'"own"', b'"all"')

    for content in (
        awara.file(a_record(), changed=changed),
        awara.file(a_record(), changed=added),
        packed({**members, "manifest.json": other_terms}),
        packed({**members, "manifest.sig": b64encode(b"0" * 64)}),
        packed({n: c for n, c in members.items() if n != "cases.jsonl"}),
    ):
        with pytest.raises(Tampered):
            receive(content, by=officer, now=now)

    assert nothing_was_read()
    refused = AuditEvent.objects.filter(action="casebook.exchange.refused")
    assert {(event.result, event.details["reason"]) for event in refused} == {
        ("refused", "Tampered")
    }


def test_a_newer_schema_is_refused_with_what_to_do(officer, awara, now):
    with pytest.raises(NewerSchema) as refusal:
        receive(awara.file(a_record(), schema_version=2), by=officer, now=now)

    assert "ポータルを更新するか、相手に古い版で作ってもらってください。" in str(refusal.value)
    assert nothing_was_read()


@pytest.mark.parametrize(
    "about",
    [
        {"format": "other"},
        {"contact": "x" * 301},
        {"contact": "a\0"},
        {"municipality": {"code": "182080", "name": "あわら市"}},
        {"created_at": "きのう"},
        {"scope": "everything"},
        {"files": []},
    ],
)
def test_a_file_of_another_form_is_refused(officer, awara, now, about):
    with pytest.raises(NoExchangeFile):
        receive(awara.file(a_record(), **about), by=officer, now=now)

    assert nothing_was_read()


def test_an_unknown_signer_is_told_and_nothing_is_accepted(officer, awara, now):
    stranger = Hand(*another_key(), {"code": "062049", "name": "山形県酒田市"})

    with pytest.raises(UnknownSigner) as unknown:
        receive(stranger.file(a_record()), by=officer, now=now)

    assert (unknown.value.opened.name, unknown.value.has_changed) == ("山形県酒田市", False)
    assert nothing_was_read()


def test_another_key_for_a_municipality_we_know_is_said_aloud(officer, awara, now):
    with pytest.raises(UnknownSigner) as unknown:
        receive(Hand(*another_key()).file(a_record()), by=officer, now=now)

    assert unknown.value.has_changed is True
    assert nothing_was_read()


def test_nobody_signs_for_another_municipality(officer, awara, now):
    awara.town = {"code": "062049", "name": "山形県酒田市"}

    with pytest.raises(SignedByAnother):
        receive(awara.file(a_record()), by=officer, now=now)

    assert nothing_was_read()


def test_an_ended_subscription_makes_the_signer_unknown_again(officer, awara, now):
    end_partner(Partner.objects.get(), by=officer, now=now)

    with pytest.raises(UnknownSigner):
        receive(awara.file(a_record()), by=officer, now=now)


def test_a_changed_case_waits_beside_ours_and_an_edit_on_both_sides_is_asked(officer, awara, now):
    accept_all(awara.file(a_record()), by=officer, now=now)
    case = Case.objects.get()
    draft = newest(case.pk)
    draft.department, draft.summary = "うちで調べた課", "うちの要約"
    draft.save_revision(user=officer, log_action=True)
    changed = a_record(title="新しい題", summary="相手の新しい要約")
    later = awara.file(changed, at="2026-11-21T09:00:00+09:00")
    arrived = only(receive(later, by=officer, now=now))

    with pytest.raises(NotChosen):
        accept_case(arrived, {}, by=officer, now=now)
    untouched = newest(case.pk).title
    accept_case(arrived, {"summary": "local"}, by=officer, now=now)

    draft = newest(case.pk)
    assert (untouched, arrived.kind) == ("あわらの事例", "changed")
    assert (draft.title, draft.summary, draft.department) == (
        "新しい題",
        "うちの要約",
        "うちで調べた課",
    )


def test_withdrawn_cases_are_told_once_and_ours_stays(officer, awara, now):
    accept_all(awara.file(a_record(), a_record(id=OTHER, title="残る")), by=officer, now=now)
    kept = a_record(id=OTHER, title="残る")
    second = receive(awara.file(kept, at="2026-11-21T09:00:00+09:00"), by=officer, now=now)
    told = second.cases.get(state="waiting")

    leave_case(told, by=officer, now=now)
    third = receive(awara.file(kept, at="2026-11-22T09:00:00+09:00"), by=officer, now=now)

    assert (told.kind, told.title, Case.objects.count()) == ("withdrawn", "あわらの事例", 2)
    assert list(third.cases.values_list("kind", flat=True)) == ["same"]
    third.refresh_from_db()
    assert third.state == "closed"


def test_an_older_file_is_refused_and_the_same_one_is_the_same_import(officer, awara, now):
    newer = awara.file(a_record(), at="2026-11-21T09:00:00+09:00")
    came = receive(newer, by=officer, now=now)

    with pytest.raises(OlderFile):
        receive(awara.file(a_record(summary="古い")), by=officer, now=now)

    assert receive(newer, by=officer, now=now) == came
    assert CaseImport.objects.count() == 1


def test_a_newer_file_answers_what_still_waited(officer, awara, now):
    old = only(receive(awara.file(a_record()), by=officer, now=now))
    receive(awara.file(a_record(), at="2026-11-21T09:00:00+09:00"), by=officer, now=now)

    with pytest.raises(AlreadyDecided):
        accept_case(old, {}, by=officer, now=now)

    assert Case.objects.count() == 0


def test_a_case_is_decided_once(officer, awara, now):
    two = awara.file(a_record(), a_record(id=OTHER, title="もう一つ"))
    arrived = receive(two, by=officer, now=now).cases.order_by("pk")[0]
    accept_case(arrived, {}, by=officer, now=now)

    with pytest.raises(AlreadyDecided):
        accept_case(arrived, {}, by=officer, now=now)

    assert Case.objects.count() == 1


def test_accepted_cases_are_taken_back_together(officer, awara, now):
    came = accept_all(awara.file(a_record()), by=officer, now=now)

    undo_import(came, by=officer, now=now)

    assert (Case.objects.count(), CaseOrigin.objects.count(), came.state) == (0, 0, "undone")


def test_what_nobody_decided_is_closed_after_a_month(officer, awara, now):
    receive(awara.file(a_record()), by=officer, now=now)

    forget_case_imports(now=now + timedelta(days=31))

    came = CaseImport.objects.get()
    assert (came.state, came.content, ArrivedCase.objects.count()) == ("closed", None, 0)


def test_mistakes_in_a_signed_file_are_shown_and_nothing_is_offered(officer, awara, now):
    came = receive(awara.file(a_record(mic_group=9)), by=officer, now=now)

    assert (came.state, came.problem_count, came.cases.count()) == ("refused", 1, 0)


def test_a_key_is_trusted_only_when_the_heard_fingerprint_fits(officer, now):
    public_key = another_key()[1]
    card = Card("182087", "福井県あわら市", public_key, "")
    heard = fingerprint(public_key)
    wrong = heard[:-1] + str((int(heard[-1]) + 1) % 10)

    for said in (wrong, "", fingerprint(another_key()[1])):
        with pytest.raises(FingerprintDiffers):
            subscribe(card, heard=said, by=officer, now=now)
    with pytest.raises(KeyIsNone):
        subscribe(card._replace(public_key="bm90IGEga2V5"), heard=heard, by=officer, now=now)
    # Full-width figures, and the spaces of whoever wrote it down.
    wide = heard.replace(" ", "　").translate({ord(str(n)): 0xFF10 + n for n in range(10)})
    subscribe(card, heard=wide, by=officer, now=now)
    with pytest.raises(AlreadySubscribed):
        subscribe(card, heard=heard, by=officer, now=now)

    assert Partner.objects.count() == 1


def test_the_key_is_made_once_and_for_its_owner_alone(settings, tmp_path):
    settings.EXCHANGE_KEY_FILE = tmp_path / "data" / "key.pem"
    out = StringIO()

    call_command("make_exchange_key", stdout=out)
    first = own_public_key()
    with pytest.raises(CommandError):
        call_command("make_exchange_key", stdout=out)
    kept = own_public_key()
    call_command("make_exchange_key", "--replace", stdout=out)

    assert first == kept != own_public_key()
    assert settings.EXCHANGE_KEY_FILE.stat().st_mode & 0o777 == 0o600
    assert fingerprint(first) in out.getvalue()


def test_the_feed_gives_the_last_file_to_who_has_a_live_token(
    client, officer, own_key, now, settings
):
    a_case(municipality=a_municipality("わが市", code=settings.OWN_MUNICIPALITY))
    made = make_exchange("own", contact="DX課", licence="自由", by=officer, now=now)
    token, secret = make_token("あわら市", by=officer, now=now)
    right = {"Authorization": f"Bearer {secret}"}
    address = "/casebook/exchange/latest"

    taken = client.get(address, headers=right)
    again = client.get(address, headers={**right, "If-None-Match": taken["ETag"]})
    refused = [
        client.get(address, headers=headers).status_code
        for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": f"Basic {secret}"})
    ]
    revoke_token(token, by=officer, now=now)

    assert (taken.content, again.status_code) == (bytes(made.content), 304)
    assert refused == [404, 404, 404]
    assert client.get(address, headers=right).status_code == 404
    token.refresh_from_db()
    assert secret not in token.hash
    assert use_token(f"Bearer {secret}", now=now) is None


@pytest.fixture
def feed():
    """Another municipality's machine: a real server that hands out what is laid there."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.append(self.headers["Authorization"])
            if self.server.redirect:
                self.send_response(302)
                self.send_header("Location", "/elsewhere")
                self.end_headers()
                return
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.server.content)

        def log_message(self, *_arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.redirect, server.content = [], False, b""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_feed_is_fetched_only_when_it_is_switched_on(officer, awara, now, settings, feed):
    feed.content = awara.file(a_record())
    address = f"http://127.0.0.1:{feed.server_port}/latest"
    Partner.objects.update(feed_address=address, feed_key="secret")

    off = (fetches_exchange_files(now), fetch_exchange_files())
    settings.EXCHANGE_FETCH = True
    on = fetch_exchange_files()

    assert off == (False, "切ってあります")
    assert (on, feed.asked) == ("届いた1件、失敗0件", ["Bearer secret"])
    assert only(CaseImport.objects.get()).state == "waiting"


def test_a_feed_that_leads_elsewhere_or_is_no_secure_address_is_not_followed(
    officer, awara, now, settings, feed
):
    settings.EXCHANGE_FETCH = True
    address = f"http://127.0.0.1:{feed.server_port}/latest"
    Partner.objects.update(feed_address=address, feed_key="secret")

    feed.redirect = True
    led = fetch_exchange_files()
    settings.HTTPS = True
    in_the_clear = fetch_exchange_files()

    assert (led, in_the_clear) == ("届いた0件、失敗1件", "届いた0件、失敗1件")
    assert len(feed.asked) == 1
    assert nothing_was_read()
