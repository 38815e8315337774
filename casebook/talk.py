"""Cases are open for talk, files of proposals have readers. Loaded when the apps are ready."""

from django.urls import reverse

from casebook.models import Case, Proposal
from portal.community.kinds import open_for_talk
from portal.files.rights import register_readers
from portal.staff.models import StaffMember

open_for_talk(
    "casebook.Case",
    word="事例",
    visible_to=Case.objects.visible_to,
    title=lambda case: case.title,
    url=lambda case: reverse("casebook:case_page", args=[case.slug]),
    tags=lambda case: case.tags.names(),
)


def may_read_file(staff: StaffMember, proposal: Proposal) -> bool:
    return Proposal.objects.visible_to(staff).filter(pk=proposal.pk).exists()


register_readers("casebook.Proposal", may_read_file)
