"""What an outside adviser is shown of a consultation: chosen piece by piece, and for a time."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.consultations.models.consultation import Consultation, person
from portal.staff.models import StaffMember
from portal.ui.storable import StorableCharField, StorableTextField


class PacketQuerySet(models.QuerySet):
    def open_at(self, now: datetime):
        return self.filter(revoked_at=None, expires_on__gte=timezone.localdate(now))

    def visible_to(self, staff: StaffMember, now: datetime):
        """The adviser while it is open; the desk of its consultation always."""
        desk = Consultation.objects.on_desk_of(staff).values("pk")
        mine = Q(adviser=staff, pk__in=self.open_at(now).values("pk"))
        return self.filter(mine | Q(consultation__in=desk))


class Packet(models.Model):
    """A narrow share for GovTech東京 or another adviser, with the sheet that bounds their task.

    Source: DX推進計画 第7章2; 都城市 (one narrow task, the expected record, who interprets it).
    """

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="packets")
    adviser = person("助言者")
    organisation = StorableCharField("所属する団体", max_length=100)
    task = StorableTextField("頼むこと")
    expected_record = StorableTextField("受け取る記録")
    interpreter = StorableCharField("結果を読み解く人", max_length=100)
    pieces = models.JSONField("見せるもの")
    made_by = person("作った人")
    made_at = models.DateTimeField("作った日時")
    expires_on = models.DateField("いつまで")
    accepted_at = models.DateTimeField("守秘に同意した日時", null=True)
    revoked_at = models.DateTimeField("取り消した日時", null=True)
    result = StorableTextField("助言の結果", blank=True)

    objects = PacketQuerySet.as_manager()

    class Meta:
        verbose_name = "外部の助言者への提供"
        verbose_name_plural = "外部の助言者への提供"

    def is_open(self, now: datetime) -> bool:
        return self.revoked_at is None and timezone.localdate(now) <= self.expires_on

    def open_adviser(self) -> StaffMember | None:
        """The adviser who may read it just now, or None."""
        return self.adviser if self.is_open(timezone.now()) else None

    def desk_readers(self):
        return self.consultation.desk_readers()


class PacketView(models.Model):
    """That somebody opened a packet, each time."""

    packet = models.ForeignKey(Packet, models.CASCADE, related_name="views")
    staff = person("見た人")
    at = models.DateTimeField("見た日時")

    class Meta:
        verbose_name = "提供したものの閲覧"
        verbose_name_plural = "提供したものの閲覧"
