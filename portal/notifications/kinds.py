"""Every kind of notice there is, and how each reaches people. One line per kind."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import TextChoices

from portal.staff.models import Role


class Delivery(TextChoices):
    """How a notice reaches a person besides the list in the portal, where every notice stands."""

    AT_ONCE = "at_once", "すぐにメールで"
    DIGEST = "digest", "1日1回まとめてメールで"
    NEVER = "never", "メールなし（画面だけ）"


class Kind(NamedTuple):
    """A kind of notice.

    After ``useful_for`` it is no longer mailed. An urgent kind is mailed outside of working time,
    too, and cannot wait for a digest. Of a confidential kind a mail says only that there is one.
    With ``role`` only those who hold it are told, also at the moment of sending.
    """

    label: str
    useful_for: timedelta
    delivery: Delivery = Delivery.AT_ONCE
    may_switch_off: bool = True
    is_urgent: bool = False
    is_confidential: bool = False
    role: Role | None = None

    def choices(self) -> list[Delivery]:
        """The deliveries that a person may choose from."""
        offered = [Delivery.AT_ONCE]
        if not self.is_urgent:
            offered.append(Delivery.DIGEST)
        if self.may_switch_off:
            offered.append(Delivery.NEVER)
        return offered


KINDS = {
    "role_granted": Kind("役割の付与", timedelta(days=30)),
    "role_withdrawn": Kind("役割の取り消し", timedelta(days=30)),
    # Somebody who did not ask for this must hear of it, at night and whatever they chose.
    "sign_in_changed": Kind(
        "管理者によるログインの変更", timedelta(days=7), may_switch_off=False, is_urgent=True
    ),
    "roster_applied": Kind(
        "名簿の反映", timedelta(days=7), Delivery.DIGEST, role=Role.ADMINISTRATOR
    ),
    "own_data_ready": Kind("自分の情報の書き出し", timedelta(days=1)),
    "data_request_received": Kind(
        "個人情報についての申出", timedelta(days=30), role=Role.OFFICER, is_confidential=True
    ),
    "data_request_moved": Kind(
        "自分の申出の状態", timedelta(days=30), may_switch_off=False, is_confidential=True
    ),
    "retention_due": Kind("保存期間の確認", timedelta(days=14), Delivery.DIGEST, role=Role.OFFICER),
    "retention_to_audit": Kind(
        "保存期間の確認（監査）", timedelta(days=14), Delivery.DIGEST, role=Role.AUDITOR
    ),
    "retention_proposed": Kind("保存期間の処理の承認", timedelta(days=14), role=Role.ADMINISTRATOR),
    "kpi_year_passed": Kind(
        "目標年度を過ぎた指標", timedelta(days=30), Delivery.DIGEST, role=Role.OFFICER
    ),
    # Confidential: a mail says no more than that there is something to look at.
    "glass_asked": Kind(
        "非常時の閲覧の申請",
        timedelta(days=1),
        may_switch_off=False,
        is_urgent=True,
        is_confidential=True,
    ),
    "glass_decided": Kind(
        "非常時の閲覧の承認",
        timedelta(hours=8),
        may_switch_off=False,
        is_urgent=True,
        is_confidential=True,
    ),
    "glass_ended": Kind(
        "自分の情報の非常時の閲覧",
        timedelta(days=30),
        may_switch_off=False,
        is_urgent=True,
        is_confidential=True,
    ),
    "second_asked": Kind(
        "管理者どうしの確認の依頼",
        timedelta(days=1),
        may_switch_off=False,
        is_urgent=True,
        role=Role.ADMINISTRATOR,
    ),
    "sign_in_alarm": Kind(
        "サインインの失敗が続いたとき",
        timedelta(hours=12),
        may_switch_off=False,
        is_urgent=True,
        role=Role.ADMINISTRATOR,
    ),
    "comment_on_own": Kind("自分の投稿へのコメント", timedelta(days=7), Delivery.DIGEST),
    "comment_after_own": Kind("コメントした先の新しいコメント", timedelta(days=7), Delivery.DIGEST),
    "thanks_received": Kind("お礼", timedelta(days=14), Delivery.DIGEST),
    "followed_news": Kind("フォローしている動き", timedelta(days=7), Delivery.DIGEST),
    "comment_hidden": Kind("自分のコメントの非表示", timedelta(days=14)),
    "report_received": Kind("コメントなどの確認の依頼", timedelta(days=7)),
    "report_decided": Kind("知らせた件の確認の結果", timedelta(days=14), Delivery.DIGEST),
    "job_set_aside": Kind("ジョブの失敗", timedelta(days=3), role=Role.ADMINISTRATOR),
}
