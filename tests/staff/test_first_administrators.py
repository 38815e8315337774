"""A new house gets its first two administrators from the machine's own shell, and no third."""

from datetime import date
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.staff.models import Role, StaffMember
from portal.staff.roles import grant_role, roles_of
from tests.builders import a_staff_member

PASSWORD = "ひとつの長いパスワード2026"


def appoint(capsys, *arguments):
    """The path of the link that the command prints."""
    call_command("appoint_administrator", *arguments)
    return urlsplit(capsys.readouterr().out.splitlines()[-1]).path


@pytest.mark.django_db
def test_a_new_house_gets_an_administrator_who_can_sign_in(client, capsys):
    path = appoint(capsys, "kanri", "--name", "髙﨑 𠮷子")

    page = client.get(path, follow=True)
    address = page.request["PATH_INFO"]
    client.post(address, {"password1": PASSWORD, "password2": PASSWORD})

    kanri = StaffMember.objects.get(username="kanri")
    assert kanri.name == "髙﨑 𠮷子"
    assert roles_of(kanri) == {Role.ADMINISTRATOR}
    assert kanri.check_password(PASSWORD)


@pytest.mark.django_db
def test_a_person_of_the_roster_keeps_everything_but_the_password(capsys):
    hanako = a_staff_member("hanako", name="花子", password=PASSWORD)

    appoint(capsys, "hanako")

    hanako.refresh_from_db()
    assert hanako.name == "花子"
    assert not hanako.has_usable_password()
    acts = AuditEvent.objects.values_list("action", flat=True)
    assert {"staff.role.granted", "staff.password.link_made"} <= set(acts)


@pytest.mark.django_db
def test_there_is_no_third_from_the_shell(capsys):
    appoint(capsys, "kanri1", "--name", "一人目")
    appoint(capsys, "kanri2", "--name", "二人目")

    with pytest.raises(CommandError, match="すでに2人"):
        appoint(capsys, "kanri3", "--name", "三人目")
    assert not StaffMember.objects.filter(username="kanri3").exists()


@pytest.mark.django_db
def test_administrators_who_left_do_not_count(capsys):
    for number in (1, 2):
        a_staff_member(f"gone{number}", role=Role.ADMINISTRATOR, is_active=False)

    appoint(capsys, "kanri", "--name", "次の人")

    assert StaffMember.objects.filter(username="kanri").exists()


@pytest.mark.django_db
def test_a_role_that_begins_tomorrow_counts(capsys):
    for number in (1, 2):
        grant_role(a_staff_member(f"new{number}"), Role.ADMINISTRATOR, by=None, on=date(9999, 1, 1))

    with pytest.raises(CommandError, match="すでに2人"):
        appoint(capsys, "kanri", "--name", "三人目")


@pytest.mark.django_db
def test_the_second_asking_for_the_same_person_is_refused(capsys):
    appoint(capsys, "kanri", "--name", "一人目")

    with pytest.raises(CommandError, match="すでに付与"):
        appoint(capsys, "kanri")


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [["nobody"], ["gone"], ["gone", "--name", "戻る人"]])
def test_who_is_not_at_work_here_is_not_appointed(arguments, capsys):
    a_staff_member("gone", is_active=False)

    with pytest.raises(CommandError, match="在籍者はいません"):
        appoint(capsys, *arguments)
    assert not StaffMember.objects.filter(role_grants__starts_on__lte=timezone.localdate()).exists()
