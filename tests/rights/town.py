"""A small town hall: one person per role, and objects of every kind. The matrix walks in it.

A part adds its objects with a function of its own in ``PARTS``: it gets the people by role code.
"""

from datetime import timedelta
from io import BytesIO

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.models import Collection

from casebook.travelling.partners import make_token
from portal.authority.account_requests import ask_second
from portal.authority.breaking_glass import approve, ask
from portal.authority.models import AccountRequest
from portal.files.models import PortalImage, StoredFile
from portal.notifications.models import Mail, Notification
from portal.notifications.telling import Notice, notify
from portal.operations.models import Job
from portal.personal.asking import make_request
from portal.personal.holds import place_hold
from portal.personal.models import RetentionRun
from portal.staff.models import Role, StaffMember
from portal.staff.roles import grant_role, set_up_cms_groups
from tests.authority.builders import put_under_glass
from tests.builders import a_case, a_staff_member
from tests.casebook.travel_files import a_partner, a_travelled_case, another_key
from tests.rights.casebook_objects import casebook
from tests.rights.community_objects import community
from tests.rights.consultations_objects import consultations
from tests.rights.guidance_objects import guidance
from tests.rights.kpi_objects import kpi
from tests.rights.leaders_objects import leaders
from tests.rights.training_objects import training
from tests.staff.roster_files import HANAKO, a_csv, a_department, stage
from tests.staff.signing_in import a_passkey, an_app

People = dict[str, StaffMember]


def a_town() -> People:
    """Everybody and everything. Returns the people by role code, ST and manager among them."""
    set_up_cms_groups()
    section, other = a_department("1010", "市民課"), a_department("2010", "DX課")
    people = {
        "ST": a_staff_member("st", department=section, email="st@city.example.jp"),
        "manager": a_staff_member("manager", department=section, is_manager=True),
    }
    today = timezone.localdate()
    for role in Role:
        people[role.value] = a_staff_member(role.value.lower(), department=other)
        grant_role(people[role.value], role, by=None, on=today)
    for furnish in PARTS:
        furnish(people)
    return people


def ground(people: People) -> None:
    now = timezone.now()
    for number, staff in enumerate(people.values()):
        notify(Notice("role_granted", f"town-{number}", "見本", "/accounts/"), to=[staff], now=now)
    Mail.objects.update(state=Mail.State.GIVEN_UP)
    for staff in people.values():
        a_passkey(staff)
        an_app(staff)
    stage(a_csv(HANAKO), by=people["AD"], now=now)
    Job.objects.create(
        task_path="tests.rights.town.no_task",
        args_kwargs={"args": [], "kwargs": {}},
        status="FAILED",
        finished_at=now,
        exception_class_path="x.OutOfPaper",
        backend_name="default",
        run_after=now - timedelta(days=1),
    )
    StoredFile.objects.create(
        name="添付.pdf",
        kind="pdf",
        size=1,
        sha256="0" * 64,
        path="2026/nobody.pdf",
        uploaded_by=people["ST"],
        uploaded_at=now,
        owner_type=ContentType.objects.get_for_model(Notification),
        owner_id="1",
    )


def contents(people: People) -> None:
    a_case("公開した事例")
    a_case("下書きの事例", live=False)
    a_travelled_case(by=people["OF"], now=timezone.now())
    a_partner(another_key()[1], by=people["OF"], now=timezone.now())
    make_token("となりの市", by=people["OF"], now=timezone.now())
    root = Collection.get_first_root_node()
    get_document_model().objects.create(
        title="文書", file=ContentFile(b"words", name="words.txt"), collection=root
    )
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    PortalImage.objects.create(
        title="画像",
        file=ContentFile(picture.getvalue(), name="picture.png"),
        width=8,
        height=8,
        collection=root,
    )


def authority(people: People) -> None:
    """A thing under glass, a reading that waits, one that lasts, and a request of each kind."""
    now = timezone.now()
    letters = Notification.objects.order_by("pk")
    put_under_glass()
    ask(letters[0], by=people["AU"], reason="監査のために確かめます。", now=now)
    lasting = ask(letters[1], by=people["OF"], reason="本人と連絡がつきません。", now=now)
    approve(lasting, by=people["AD"], now=now)
    kind = AccountRequest.Kind.GRANT_ADMINISTRATOR
    on = timezone.localdate(now)
    ask_second(kind, people["ED"], by=people["AD"], now=now, starts_on=on)


def personal(people: People) -> None:
    """What somebody asks about their data, a retention run that waits, and a hold."""
    now = timezone.now()
    make_request(people["ST"], kind="correction", text="読みがなが違います。", now=now)
    place_hold(staff=people["ST"], model="", reason="訴訟のため", by=people["AD"], now=now)
    RetentionRun.objects.create(
        state=RetentionRun.State.PROPOSED, proposed_by=people["AD"], proposed_at=now, planned={}
    )


PARTS = [
    ground,
    contents,
    authority,
    personal,
    kpi,
    community,
    guidance,
    consultations,
    leaders,
    training,
    casebook,
]
