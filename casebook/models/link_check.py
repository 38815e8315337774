"""What the machine found when it opened the links of cases."""

from django.db import models

from casebook.models.case import Case


class LinkCheck(models.Model):
    """The last try of one address in one case."""

    class Result(models.TextChoices):
        OPENED = "opened", "開けました"
        GONE = "gone", "見つかりません"
        SILENT = "silent", "つながりません"
        NOT_ASKED = "not_asked", "調べません（庁内のアドレスなど）"

    case = models.ForeignKey(Case, models.CASCADE, related_name="link_checks")
    url = models.URLField("アドレス", max_length=2000)
    result = models.CharField("結果", max_length=10, choices=Result.choices)
    status = models.PositiveSmallIntegerField("応答の番号", null=True)
    checked_at = models.DateTimeField("調べた日時")

    class Meta:
        verbose_name = "リンクの点検"
        verbose_name_plural = "リンクの点検"
        constraints = [
            models.UniqueConstraint(fields=["case", "url"], name="one_check_per_case_and_link")
        ]
