"""What the site search finds inside of files: who may read the file may find it."""

from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from leaders.models import ActivityReport
from portal.community.models import Article
from portal.consultations.models import Entry
from portal.files.kinds import KINDS
from portal.files.models import FileWords, saved_name
from portal.files.reading import reads_files_of
from portal.home.offers import consultations_of
from portal.search.kinds import Description, Kind, offer
from portal.staff.models import Role, StaffMember
from portal.staff.roles import roles_of
from training.models import Booking, Completion, Course

FOUND_WITH = [ActivityReport, Article, Course, Entry]


def offer_files() -> None:
    """Called once, when the apps are ready. Files of others, as of internal notes, stay unread."""
    for model in FOUND_WITH:
        reads_files_of(model._meta.label)
    offer(FILES)


def everything() -> QuerySet[FileWords]:
    return FileWords.objects.select_related("stored", "document")


def describe(file: FileWords) -> Description:
    if file.stored:
        url, name = reverse("files:download", args=[file.stored_id]), file.stored.name
        kind, dated = file.stored.kind, file.stored.uploaded_at
    else:
        document = file.document
        name = saved_name(document.title, document.file.name)
        url, kind, dated = document.url, document.file_extension, document.created_at
    label = KINDS[kind].label if kind in KINDS else ""
    return Description(name, file.words, url, note=f"{label}を保存して開きます", dated=dated)


def visible_to(staff: StaffMember) -> QuerySet[FileWords]:
    """Documents of collections that ``staff`` may open; files by the rule of their owner."""
    readable = Q(document__collection__in=_collections_of(staff))
    for model, rows in [
        (ActivityReport, ActivityReport.objects.all()),
        (Article, Article.objects.visible_to(staff)),
        (Course, _courses_of(staff)),
        (Entry, Entry.objects.filter(consultation__in=consultations_of(staff).values("pk"))),
    ]:
        readable |= _of_owners(model, rows)
    return FileWords.objects.filter(readable)


def _of_owners(model: type[Model], rows: QuerySet) -> Q:
    app_label, model_name = model._meta.label_lower.split(".")
    ids = rows.order_by().values_list(Cast("pk", CharField()), flat=True)
    return Q(
        stored__owner_type__app_label=app_label,
        stored__owner_type__model=model_name,
        stored__owner_id__in=ids,
    )


def _courses_of(staff: StaffMember) -> QuerySet[Course]:
    """The courses whose material ``staff`` reads. Source: training.rights.may_read_material."""
    if roles_of(staff) & {Role.TRAINER, Role.OFFICER, Role.EDITOR}:
        return Course.objects.all()
    booked = Booking.objects.booked().filter(staff=staff).values("session__course")
    completed = Completion.objects.filter(staff=staff).values("course")
    return Course.objects.filter(Q(pk__in=booked) | Q(pk__in=completed))


def _collections_of(staff: StaffMember) -> QuerySet[Collection]:
    """All but those below a restriction to groups that ``staff`` is not in."""
    closed = CollectionViewRestriction.objects.filter(
        restriction_type=CollectionViewRestriction.GROUPS
    ).exclude(groups__in=staff.groups.all())
    collections = Collection.objects.all()
    for path in closed.values_list("collection__path", flat=True):
        collections = collections.exclude(path__startswith=path)
    return collections


FILES = Kind(
    "file", "ファイル", "description", everything, describe, visible_to, "追加", is_common=False
)
