"""The rules that a city gives its programme: one row, edited by the DX section."""

from datetime import date

from django.db import models

from portal.ui.storable import StorableCharField, StorableTextField

THE_ONLY_ROW = 1
# Source: DXプラン 第7章3, leaders are appointed until the plan ends with 令和8年度.
PLAN_ENDS_ON = date(2027, 3, 31)
# Source: 総務省 自治体DX推進参考事例集【1.体制整備】, あわら市.
PROMISE = """自分の業務を第一に考え、差し支えない範囲で参加します。
活動は勤務時間のなかで行います。
むずかしくなったら、早めに休むか退任を申し出ます。"""

# Source: the same collection of cases, 酒田市 (業務遂行のために) and 上里町 (操作説明).
ROLE_SHEET = """- 月1回の会議に参加し、課題や情報を共有します。
- 研修などに参加し、道具を知ります。使い方を課に伝え、全員が集まらなくてもすむようにします。
- 課の相談を受け、DX課につなぎます。
- 小さな気づきを共有します。"""
# Source: the same collection, 西会津町, and あわら市 for the last line.
STARTER_KIT = """1. 協力してくれそうな人と、1つの小さな仕事から始めます。
2. 忙しい時期をさけて、声をかけます。
3. 小さな成功ができたら、活動報告で全庁に知らせます。
4. うまくいかなければ、やめてもかまいません。「やっぱり止めた」も大事です。"""


def proposed_months() -> list[int]:
    """April and September. Source: あわら市 in the same collection of cases."""
    return [4, 9]


class ProgrammeQuerySet(models.QuerySet):
    def current(self) -> "Programme":
        """The rules in force; before anybody edited them, the proposed ones (not saved)."""
        return self.filter(pk=THE_ONLY_ROW).first() or Programme(pk=THE_ONLY_ROW)


class Programme(models.Model):
    """How this city calls its leaders, who may become one, and until when."""

    class Heads(models.TextChoices):
        NOT_TOLD = "not_told", "知らせない"
        INFORMED = "informed", "申出があったことを知らせる"
        CONSULTED = "consulted", "知らせて、業務の調整について意見を聞く"

    class OpenTo(models.TextChoices):
        EVERYBODY = "everybody", "全職員（職位を問わない）"
        NOT_HEADS = "not_heads", "所属長を除く職員"

    role_name = StorableCharField("役割の呼び名", max_length=30, default="DXリーダー")
    plan_name = StorableCharField("計画の名前", max_length=60, default="DXプラン")
    plan_ends_on = models.DateField("計画の最終日（任期の終わり）", default=PLAN_ENDS_ON)
    months = models.JSONField("募集する月", default=proposed_months)
    open_to = models.CharField(
        "申し出られる人", max_length=12, choices=OpenTo.choices, default=OpenTo.EVERYBODY
    )
    department_codes = models.JSONField("対象の部署（空はすべて）", default=list)
    promise = StorableTextField("本人との約束", default=PROMISE)
    heads = models.CharField(
        "所属長への連絡", max_length=10, choices=Heads.choices, default=Heads.INFORMED
    )
    role_sheet = StorableTextField("役割の説明", blank=True, default=ROLE_SHEET)
    starter_kit = StorableTextField("はじめの一歩", blank=True, default=STARTER_KIT)
    hours_cap = models.PositiveSmallIntegerField(
        "1か月の活動時間の目安（時間）", null=True, blank=True
    )
    report_every = models.PositiveSmallIntegerField("活動報告の間隔（日）", null=True, blank=True)
    saved_at = models.DateTimeField("変更した日時", null=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = "リーダー制度の設定"
        verbose_name_plural = "リーダー制度の設定"
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=THE_ONLY_ROW), name="one_programme")
        ]

    def tells_heads(self) -> bool:
        return self.heads != self.Heads.NOT_TOLD

    def asks_heads(self) -> bool:
        return self.heads == self.Heads.CONSULTED
