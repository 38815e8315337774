"""Cases that were checked a year ago, and links that no longer open."""

from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.urls import reverse

from casebook.article import needs_recheck
from casebook.link_checking import check_links, is_outside, is_switched_on, try_link
from casebook.models import Case, LinkCheck
from casebook.refreshing import NotPublished, confirm, remind_of_stale, stale
from portal.notifications.models import Notification
from portal.operations.periodic import PERIODIC
from tests.builders import a_case, a_staff_member
from tests.casebook.builders import an_editor, an_officer
from tests.staff.roster_files import a_department

TODAY = date(2026, 11, 20)
Result = LinkCheck.Result


@pytest.mark.django_db
@pytest.mark.parametrize(
    "checked", [None, "2024-12-01", "2025-11-01", "2025-11-30", "2025-12-01", "2026-11-20"]
)
@pytest.mark.parametrize("today", [TODAY, date(2026, 12, 31), date(2026, 1, 1)])
def test_the_list_and_the_page_agree_on_what_is_stale(checked, today):
    case = a_case(verified_on=checked and date.fromisoformat(checked))

    assert list(stale(today)) == ([case] if needs_recheck(case, today=today) else [])


@pytest.mark.django_db
def test_its_owner_is_told_once_a_month_and_the_manager_when_nothing_happens(now):
    section = a_department("2010", "DX課")
    owner, other = an_editor(), an_officer(department=section)
    manager = a_staff_member(department=section, is_manager=True)
    a_case(verified_on=date(2025, 11, 5), owner=owner)
    a_case(verified_on=date(2026, 11, 5), owner=owner)
    a_case("下書き", live=False, verified_on=date(2020, 1, 1))

    first = [remind_of_stale(now), remind_of_stale(now + timedelta(days=1))]
    told = {each.recipient for each in Notification.objects.filter(kind="case_stale")}
    remind_of_stale(now + timedelta(days=40))

    notices = Notification.objects.filter(kind="case_stale")
    assert first == [1, 1]
    assert told == {owner}
    assert notices.filter(recipient=owner).count() == 2
    assert [each.title for each in notices.filter(recipient=manager)] == [
        "事例1件が30日以上、確認を待っています"
    ]
    assert not notices.filter(recipient=other).exists()


@pytest.mark.django_db
def test_a_case_without_an_owner_is_everybodys(now):
    people = {an_officer(), an_editor()}
    a_case(verified_on=date(2024, 1, 1), owner=a_staff_member())

    remind_of_stale(now)

    assert {each.recipient for each in Notification.objects.filter(kind="case_stale")} == people


@pytest.mark.django_db
def test_confirming_keeps_a_draft_a_draft(now):
    editor, case = an_editor(), a_case("公開中の題", verified_on=date(2024, 1, 1))
    draft = case.get_latest_revision_as_object()
    draft.title = "書きかけの題"
    draft.save_revision()

    confirm(case, by=editor, now=now)

    case.refresh_from_db()
    assert (case.title, case.verified_on, case.has_unpublished_changes) == (
        "公開中の題",
        TODAY,
        True,
    )
    draft = case.get_latest_revision_as_object()
    assert (draft.title, draft.verified_on) == ("書きかけの題", TODAY)


@pytest.mark.django_db
def test_confirming_on_the_page_takes_the_case_off_the_list(client):
    case = a_case("古い事例", verified_on=date(2020, 1, 1))
    client.force_login(an_editor())
    before = client.get("/casebook/freshness/").context["page"].object_list

    client.post(reverse("casebook:freshness_confirm", args=[case.pk]))

    after = client.get("/casebook/freshness/").context["page"].object_list
    case.refresh_from_db()
    assert (list(before), list(after)) == ([case], [])
    assert not case.has_unpublished_changes
    client.force_login(a_staff_member())
    assert client.get("/casebook/freshness/").status_code == 404


@pytest.mark.django_db
def test_a_draft_is_not_confirmed(now):
    case = a_case(live=False)

    with pytest.raises(NotPublished):
        confirm(case, by=an_editor(), now=now)

    assert Case.objects.get().verified_on is None


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        status = int(self.path.strip("/"))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/inside")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        return


@pytest.fixture(scope="module")
def elsewhere():
    """A server that answers with the number it is asked for."""
    server = HTTPServer(("127.0.0.1", 0), _Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "result"),
    [("200", Result.OPENED), ("403", Result.OPENED), ("404", Result.GONE), ("500", Result.GONE)],
)
def test_a_link_opens_or_is_gone(elsewhere, path, result):
    assert try_link(f"{elsewhere}/{path}", may_ask=lambda _url: True) == (result, int(path))


def test_a_redirect_into_the_house_is_not_followed(elsewhere):
    found = try_link(f"{elsewhere}/302", may_ask=lambda url: url.startswith(elsewhere))

    assert found == (Result.SILENT, None)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://10.1.2.3/",
        "http://169.254.169.254/latest/",
        "http://localhost:8000/",
        "file:///etc/passwd",
        "ftp://example.jp/",
        "http://",
    ],
)
def test_the_machine_does_not_look_inside_the_house(url):
    assert not is_outside(url)
    assert try_link(url, may_ask=is_outside) == (Result.NOT_ASKED, None)


@pytest.mark.django_db
def test_links_are_tried_once_a_month_and_shown_to_editors(client, elsewhere, now, settings):
    url = f"{elsewhere}/404"
    case = a_case(
        verified_on=TODAY,
        links=[{"label": "資料", "url": url, "checked_on": None}],
    )
    tried = [
        check_links(now + timedelta(days=days), may_ask=lambda _url: True) for days in (0, 1, 31)
    ]
    settings.LINK_CHECK = True
    client.force_login(an_editor())

    page = client.get("/casebook/freshness/?view=broken").content.decode()

    assert tried == [1, 0, 1]
    assert [each.result for each in case.link_checks.all()] == [Result.GONE]
    assert url in page


@pytest.mark.django_db
def test_a_closed_network_is_left_alone(now, settings):
    work = PERIODIC["look_after_links"].has_work

    assert (work(now), work) == (False, is_switched_on)
    settings.LINK_CHECK = True
    assert work(now)
