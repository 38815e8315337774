"""Working groups across sections: who is in, what for, until when, and what they did."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from portal.community.models.anything import person
from portal.ui.storable import StorableCharField, StorableTextField


class GroupQuerySet(models.QuerySet):
    def visible_to(self, staff):
        """Everybody reads of every group: it is work of the city, open to whoever wants to join."""
        return self.all()

    def at_work(self, on: date):
        return self.filter(closed_at=None).filter(Q(ends_on=None) | Q(ends_on__gte=on))

    def over(self, on: date):
        return self.filter(Q(closed_at__isnull=False) | Q(ends_on__lt=on))

    def with_members(self):
        here = Q(memberships__left_at=None)
        return self.annotate(member_count=models.Count("memberships", filter=here))


class Group(models.Model):
    name = StorableCharField("名前", max_length=80)
    mission = StorableTextField("めざすこと")
    starts_on = models.DateField("始める日")
    ends_on = models.DateField("終える日", null=True, blank=True)
    made_by = person("作った人")
    made_at = models.DateTimeField("作った日時")
    closed_at = models.DateTimeField("終えた日時", null=True)
    outcome = StorableTextField("分かったこと", blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = "ワーキンググループ"
        verbose_name_plural = "ワーキンググループ"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="a_group_ends_after_it_starts",
            )
        ]

    def is_at_work(self, on: date) -> bool:
        return self.closed_at is None and (self.ends_on is None or self.ends_on >= on)

    def leads(self) -> list:
        return [each.staff for each in self.memberships.here().filter(is_lead=True)]

    def members(self) -> list:
        return [each.staff for each in self.memberships.here()]


class MembershipQuerySet(models.QuerySet):
    def here(self):
        return self.filter(left_at=None)


class Membership(models.Model):
    """That a person was in a group from a moment to a moment. A lead looks after it."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    staff = person("職員")
    is_lead = models.BooleanField("世話役", default=False)
    joined_at = models.DateTimeField("加わった日時")
    left_at = models.DateTimeField("抜けた日時", null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "ワーキンググループのメンバー"
        verbose_name_plural = "ワーキンググループのメンバー"
        constraints = [
            models.UniqueConstraint(
                fields=["group", "staff"],
                condition=Q(left_at=None),
                name="one_membership_per_person_and_group",
            )
        ]


class LogEntryQuerySet(models.QuerySet):
    def visible_to(self, staff):
        return self.filter(group__in=Group.objects.visible_to(staff)).select_related(
            "group", "author"
        )


class LogEntry(models.Model):
    """What a group did on a day."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="log")
    author = person("書いた人")
    on = models.DateField("活動した日")
    title = StorableCharField("したこと", max_length=100)
    text = StorableTextField("くわしく", blank=True)
    at = models.DateTimeField("書いた日時")

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "グループの活動記録"
        verbose_name_plural = "グループの活動記録"
        indexes = [models.Index(fields=["group", "-on"], name="log_of_group")]
