"""Who of us asked whom about a case, and what was learnt."""

from django.db import models

from casebook.models.case import Case
from casebook.models.proposal import person
from casebook.people import may_review
from portal.staff.models import StaffMember
from portal.ui.storable import StorableCharField, StorableTextField


class Contact(models.Model):
    """One conversation. ``details`` (names, numbers, addresses of people) are for few eyes."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="contacts")
    asked_by = person("聞いた人")
    asked_on = models.DateField("聞いた日")
    whom = StorableCharField("聞いた相手（部署）", max_length=120)
    means = StorableCharField("聞き方", max_length=60, blank=True)
    learnt = StorableTextField("分かったこと")
    details = StorableTextField("相手の名前と連絡先", blank=True)
    written_at = models.DateTimeField("書いた日時")
    corrected_at = models.DateTimeField("直した日時", null=True)

    class Meta:
        verbose_name = "聞いた記録"
        verbose_name_plural = "聞いた記録"
        indexes = [models.Index(fields=["case", "-asked_on", "-id"], name="contacts_of_a_case")]

    def __str__(self):
        return f"{self.whom}（{self.asked_on}）"

    def details_for(self, reader: StaffMember) -> str:
        """For officers, editors and whoever wrote them down; empty for everybody else."""
        return self.details if self.asked_by_id == reader.pk or may_review(reader) else ""

    def case_is_public(self) -> bool:
        return self.case.live
