"""Who reads a consultation may change after it was asked, and what is taken out leaves a trace."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.contenttypes.models import ContentType
from openpyxl import load_workbook

from portal.audit.models import AuditEvent
from portal.consultations.advising import Scope, make_packet
from portal.consultations.asking import NobodyMayRead
from portal.consultations.checking import check_all
from portal.consultations.confiding import (
    AlreadyAsked,
    AlreadyHidden,
    IsTied,
    NotTheAsker,
    ask_to_open,
    hide,
    open_up,
    refuse_to_open,
)
from portal.consultations.desk import take
from portal.consultations.merging import link, merge
from portal.consultations.models import Consultation, RemovedFile
from portal.consultations.removing import may_remove, remove_file
from portal.consultations.sharing import agree, ask_to_share
from portal.consultations.threads import add, reply, take_note
from portal.consultations.vocabulary import Status
from portal.files.models import StoredFile
from portal.notifications.models import Notification
from tests.builders import a_staff_member
from tests.consultations.builders import a_consultation, a_leader, an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return an_officer("officer")


@pytest.fixture
def other():
    return an_officer("other")


def test_hidden_at_once_from_everybody_who_is_not_named(officer, other, now):
    leader, adviser = a_leader(), a_staff_member()
    row = a_consultation(trouble="秘密の事情", now=now)
    take(row, by=other, now=now)
    agree(ask_to_share(row, leader, by=officer, now=now), by=row.asker, now=now)
    scope = Scope("団体", "頼む", "表", "DX課", ("trouble",), (now + timedelta(days=7)).date())
    packet = make_packet(row, scope, adviser=adviser, by=officer, now=now)
    link(row, a_consultation(now=now), by=officer, now=now)

    hide(row, [officer], by=row.asker, now=now)

    row.refresh_from_db()
    packet.refresh_from_db()
    people = [row.asker, officer, other, leader, adviser]
    reads = [Consultation.objects.visible_to(who).filter(pk=row.pk).exists() for who in people]
    assert reads == [True, True, False, False, False]
    assert (row.assignee, row.status, row.related.count()) == (None, Status.OPEN, 0)
    assert packet.revoked_at == now
    assert check_all() == []


def test_what_was_told_before_keeps_no_words(officer, other, now):
    row = a_consultation(trouble="秘密の事情", now=now)
    reply(row, "返事", by=officer, then=Status.ANSWERED, now=now)

    hide(row, [officer], by=officer, now=now)

    told = Notification.objects.filter(link=f"/consultations/{row.pk}/")
    assert not told.filter(recipient=other).exists()
    assert not told.filter(title__contains="秘密").exists()
    assert all(kind.endswith("_confidential") for kind in told.values_list("kind", flat=True))
    assert told.filter(recipient=row.asker, cause__startswith="hidden/").count() == 1


def test_nothing_is_hidden_from_everybody_nor_twice(officer, now):
    row, into = a_consultation(now=now), a_consultation(now=now)

    with pytest.raises(NobodyMayRead):
        hide(row, [a_staff_member()], by=row.asker, now=now)
    hide(row, [officer], by=row.asker, now=now)
    with pytest.raises(AlreadyHidden):
        hide(row, [officer], by=row.asker, now=now)
    merged = a_consultation(now=now)
    merge(merged, into, "まとめます。", by=officer, now=now)
    for tied in (merged, into):
        with pytest.raises(IsTied):
            hide(tied, [officer], by=officer, now=now)


def test_only_the_asker_opens_it_and_the_desk_asks(officer, other, now):
    row = a_consultation(now=now, is_confidential=True, named=(officer,))

    with pytest.raises(NotTheAsker):
        open_up(row, by=officer, now=now)
    asked = ask_to_open(row, by=officer, now=now)
    with pytest.raises(AlreadyAsked):
        ask_to_open(row, by=officer, now=now)
    refuse_to_open(asked, by=row.asker, now=now)
    assert not Consultation.objects.visible_to(other).filter(pk=row.pk).exists()

    ask_to_open(row, by=officer, now=now)
    open_up(row, by=row.asker, now=now)

    assert Consultation.objects.visible_to(other).filter(pk=row.pk).exists()
    assert list(row.openings.order_by("pk").values_list("is_agreed", flat=True)) == [False, True]
    actions = ["consultation.opening_refused", "consultation.opened_up"]
    assert AuditEvent.objects.filter(action__in=actions).count() == 2


def test_the_pages_say_what_will_happen_first(client, officer, other, now):
    row = a_consultation(now=now)
    client.force_login(row.asker)
    hiding, opening = (f"/consultations/{row.pk}/{act}/" for act in ("hide", "open"))

    assert "すでに読まれたことは、取り消せません" in client.get(hiding).content.decode()
    client.post(hiding, {"named": [officer.pk]})
    row.refresh_from_db()
    assert (row.is_confidential, list(row.named.all())) == (True, [officer])

    client.force_login(other)
    assert client.get(opening).status_code == client.post(hiding).status_code == 404
    client.force_login(officer)
    assert "同意するまで、何も変わりません" in client.get(opening).content.decode()
    client.post(opening)
    client.force_login(row.asker)
    assert "非公開をやめてよいですか" in client.get(f"/consultations/{row.pk}/").content.decode()
    client.post(f"/consultations/openings/{row.openings.get().pk}/answer/", {"agrees": "yes"})
    row.refresh_from_db()
    assert not row.is_confidential


def a_file_of(owner, now) -> StoredFile:
    return StoredFile.objects.create(
        name="秘密.pdf",
        kind="pdf",
        size=1,
        sha256="0" * 64,
        path=f"2026/{owner._meta.model_name}-{owner.pk}.pdf",
        uploaded_by=owner.author,
        uploaded_at=now,
        owner_type=ContentType.objects.get_for_model(owner),
        owner_id=str(owner.pk),
    )


def test_who_may_take_a_file_out_and_until_when(officer, now):
    row = a_consultation(now=now)
    own = a_file_of(add(row, "文章", by=row.asker, now=now), now)
    note = a_file_of(take_note(row, "メモ", by=officer, now=now), now)
    later = now + timedelta(minutes=16)

    assert (may_remove(row.asker, own, now), may_remove(row.asker, own, later)) == (True, False)
    assert may_remove(officer, own, later)
    assert (may_remove(row.asker, note, now), may_remove(officer, note, later)) == (False, True)
    assert not may_remove(a_staff_member(), own, now)


def test_a_file_goes_and_its_trace_stays(client, officer, now):
    row = a_consultation(now=now)
    stored = a_file_of(add(row, "文章", by=row.asker, now=now), now)
    client.force_login(officer)

    client.post(f"/consultations/files/{stored.pk}/remove/", {"reason": "まちがえて添えた"})

    assert StoredFile.objects.count() == 0
    assert RemovedFile.objects.get().by == officer
    client.force_login(row.asker)
    words = client.get(f"/consultations/{row.pk}/").content.decode()
    assert "まちがえて添えた" in words
    assert "秘密.pdf" not in words


def test_the_trace_of_a_notes_file_is_for_the_desk_alone(client, officer, now):
    row = a_consultation(now=now)
    stored = a_file_of(take_note(row, "メモ", by=officer, now=now), now)

    remove_file(stored, "メモの理由", by=officer, now=now)

    client.force_login(row.asker)
    assert "メモの理由" not in client.get(f"/consultations/{row.pk}/").content.decode()
    assert row.changes.filter(what="file").count() == 0


def test_a_thread_as_one_file_holds_no_note(client, officer, now):
    row = a_consultation(trouble="困りごと", now=now)
    take_note(row, "内部の言葉", by=officer, now=now)
    reply(row, "返事です。", by=officer, then=Status.ANSWERED, now=now)
    seen = {}
    for who in (row.asker, officer, a_staff_member()):
        client.force_login(who)
        answer = client.get(f"/consultations/{row.pk}/paper/")
        words = answer.content.decode()
        seen[who.username] = (answer.status_code, "返事です。" in words, "内部の言葉" in words)

    assert list(seen.values()) == [(200, True, False), (200, True, False), (404, False, False)]


def test_the_list_leaves_with_a_reason_and_nothing_confidential(client, officer, now):
    asker = a_staff_member(name="山田 花子")
    a_consultation(asker, trouble="出してよいこと", now=now)
    a_consultation(asker, trouble="非公開のこと", now=now, is_confidential=True, named=(officer,))
    a_consultation(asker, kind="online", trouble="別の種類", now=now)
    client.force_login(officer)
    path = "/consultations/desk/export/?view=open&kind=improvement"

    assert client.post(path).status_code == 302
    book = load_workbook(BytesIO(client.post(path, {"reason": "庁議の資料"}).content))

    cells = [cell for row in book["相談"].iter_rows(values_only=True) for cell in row]
    words = "".join(str(cell) for cell in cells)
    assert ("出してよいこと" in words, "非公開のこと" in words) == (True, False)
    assert ("別の種類" in words, "山田" in words) == (False, False)
    assert "庁議の資料" in str(list(book["この書き出しについて"].values))
    assert AuditEvent.objects.filter(action="consultation.exported", actor=officer).count() == 1
