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
    "leader_call": Kind("リーダーの募集", timedelta(days=30), Delivery.DIGEST),
    "leader_call_opened": Kind("リーダーの募集の受付開始", timedelta(days=30), Delivery.DIGEST),
    "leader_call_closing": Kind("リーダーの募集の締切間近", timedelta(days=3), Delivery.DIGEST),
    "leader_nomination": Kind(
        "リーダーの申出", timedelta(days=30), role=Role.OFFICER, is_confidential=True
    ),
    "leader_nomination_head": Kind(
        "部下のリーダーの申出", timedelta(days=30), is_confidential=True
    ),
    "leader_decided": Kind("自分のリーダーの結果と任期", timedelta(days=30), is_confidential=True),
    "leader_in_section": Kind("自分の課のリーダー", timedelta(days=30), Delivery.DIGEST),
    "leader_term_changed": Kind(
        "リーダーの任期の変化", timedelta(days=14), Delivery.DIGEST, role=Role.OFFICER
    ),
    "leader_meeting": Kind("リーダーの会議", timedelta(days=14)),
    "leader_report_due": Kind("活動報告のお願い", timedelta(days=7), Delivery.DIGEST),
    "leader_handed_over": Kind("リーダーの仕事の引き継ぎ", timedelta(days=14)),
    "retention_due": Kind("保存期間の確認", timedelta(days=14), Delivery.DIGEST, role=Role.OFFICER),
    "retention_to_audit": Kind(
        "保存期間の確認（監査）", timedelta(days=14), Delivery.DIGEST, role=Role.AUDITOR
    ),
    "retention_proposed": Kind("保存期間の処理の承認", timedelta(days=14), role=Role.ADMINISTRATOR),
    "kpi_decision_overdue": Kind(
        "期限を過ぎた本部会議の決定", timedelta(days=14), Delivery.DIGEST, role=Role.OFFICER
    ),
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
        "ログインの失敗が続いたとき",
        timedelta(hours=12),
        may_switch_off=False,
        is_urgent=True,
        role=Role.ADMINISTRATOR,
    ),
    "comment_on_own": Kind("自分の投稿へのコメント", timedelta(days=7), Delivery.DIGEST),
    "comment_after_own": Kind("コメントした先の新しいコメント", timedelta(days=7), Delivery.DIGEST),
    "thanks_received": Kind("お礼", timedelta(days=14), Delivery.DIGEST),
    "followed_news": Kind("フォローしている動き", timedelta(days=7), Delivery.DIGEST),
    "community_week": Kind("週に1度のまとめ", timedelta(days=5), Delivery.DIGEST),
    "comment_hidden": Kind("自分のコメントの非表示", timedelta(days=14)),
    "words_withdrawn": Kind("自分の記事の取り下げ、話題の非表示", timedelta(days=14)),
    "report_received": Kind("コメントなどの確認の依頼", timedelta(days=7)),
    "report_decided": Kind("知らせた件の確認の結果", timedelta(days=14), Delivery.DIGEST),
    "consultation_asked": Kind("相談の受付", timedelta(days=3), role=Role.OFFICER),
    "consultation_asked_confidential": Kind(
        "非公開の相談の受付", timedelta(days=3), is_confidential=True, role=Role.OFFICER
    ),
    "consultation_answered": Kind("相談への返事", timedelta(days=14)),
    "consultation_answered_confidential": Kind(
        "非公開の相談への返事", timedelta(days=14), is_confidential=True
    ),
    "consultation_added": Kind("相談者の書き込み", timedelta(days=7), role=Role.OFFICER),
    "consultation_added_confidential": Kind(
        "非公開の相談の書き込み", timedelta(days=7), is_confidential=True, role=Role.OFFICER
    ),
    "consultation_moved": Kind("相談の状態", timedelta(days=14), Delivery.DIGEST),
    "consultation_moved_confidential": Kind(
        "非公開の相談の状態", timedelta(days=14), Delivery.DIGEST, is_confidential=True
    ),
    "consultation_assigned": Kind("相談の担当", timedelta(days=7), role=Role.OFFICER),
    "consultation_assigned_confidential": Kind(
        "非公開の相談の担当", timedelta(days=7), is_confidential=True, role=Role.OFFICER
    ),
    "consultation_due": Kind("相談の期限", timedelta(days=1), Delivery.DIGEST, role=Role.OFFICER),
    "consultation_due_confidential": Kind(
        "非公開の相談の期限",
        timedelta(days=1),
        Delivery.DIGEST,
        is_confidential=True,
        role=Role.OFFICER,
    ),
    "consultation_forgotten": Kind("動きのない相談", timedelta(days=7), Delivery.DIGEST),
    "consultation_share": Kind("相談の共有", timedelta(days=14)),
    "case_drafted": Kind("事例の下書き", timedelta(days=30)),
    "case_published": Kind("自分の報告や回答からできた事例", timedelta(days=30), Delivery.DIGEST),
    "packet": Kind("外部の助言者への依頼", timedelta(days=14), is_confidential=True),
    "idea_submitted": Kind("アイデアの提出", timedelta(days=14), role=Role.OFFICER),
    "idea_moved": Kind("アイデアへの返事", timedelta(days=30)),
    "faq_in_review": Kind("FAQの確認の依頼", timedelta(days=14), role=Role.OFFICER),
    "faq_moved": Kind("FAQの状態", timedelta(days=14), Delivery.DIGEST),
    "case_proposed": Kind("事例の提案の確認の依頼", timedelta(days=14)),
    "case_proposal_moved": Kind("自分の事例の提案", timedelta(days=30)),
    "case_stale": Kind("確認から1年たった事例", timedelta(days=30), Delivery.DIGEST),
    "training_seat": Kind("研修の繰上げなど", timedelta(days=14)),
    # Of use for hours only: it must not wait for the morning.
    "training_last_minute": Kind("研修の直前の空席", timedelta(hours=8), is_urgent=True),
    "training_changed": Kind("研修の変更と中止", timedelta(days=30), may_switch_off=False),
    "training_follow_up": Kind("研修の3か月後の振り返り", timedelta(days=30), Delivery.DIGEST),
    "training_reminder": Kind("必須の研修のお願い", timedelta(days=30), Delivery.DIGEST),
    "training_question": Kind("研修への質問と答え", timedelta(days=30)),
    "training_certificate": Kind("研修の修了と修了証", timedelta(days=30), Delivery.DIGEST),
    "job_set_aside": Kind("ジョブの失敗", timedelta(days=3), role=Role.ADMINISTRATOR),
    "guidance_approval": Kind(
        "デジ順の改定の承認", timedelta(days=14), role=Role.OFFICER, may_switch_off=False
    ),
    "guidance_decided": Kind("デジ順の改定の結果", timedelta(days=14)),
    "guidance_in_force": Kind("デジ順の新しい版", timedelta(days=30), Delivery.DIGEST),
    "guidance_review": Kind("デジ順のページの見直し", timedelta(days=30), Delivery.DIGEST),
}
