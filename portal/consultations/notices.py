"""What people are told of consultations: one function per kind. Never a text, never a note."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from portal.consultations.models import (
    Consultation,
    Entry,
    Faq,
    Idea,
    LeaderShare,
    OpeningRequest,
    Packet,
)
from portal.consultations.people import managers_of_officers, officers
from portal.notifications.telling import Notice, notify, unsay
from portal.staff.models import StaffMember


def _link(consultation: Consultation) -> str:
    return reverse("consultations:consultation", args=[consultation.pk])


def _kind(consultation: Consultation, kind: str) -> str:
    """Of a confidential consultation a mail says only that there is something."""
    return f"{kind}_confidential" if consultation.is_confidential else kind


def _tell(consultation, kind: str, cause: object, words: str, *, to, now: datetime) -> None:
    title = f"{consultation.safe_title}{words}"
    notice = Notice(_kind(consultation, kind), str(cause), title, _link(consultation))
    notify(notice, to=to, now=now)


def _those_who_work_on(consultation: Consultation) -> list[StaffMember]:
    """The assignee as long as they may read it, or else everybody at the desk."""
    readers = consultation.desk_readers()
    if consultation.assignee_id:
        return list(readers.filter(pk=consultation.assignee_id)) or list(readers)
    return list(readers)


def desk_is_asked(consultation: Consultation, *, now: datetime) -> None:
    words = "が届きました"
    to = consultation.desk_readers()
    _tell(consultation, "consultation_asked", consultation.pk, words, to=to, now=now)


def asker_is_answered(entry: Entry, *, now: datetime) -> None:
    consultation = entry.consultation
    to = [consultation.asker]
    _tell(consultation, "consultation_answered", entry.pk, "に返事が届きました", to=to, now=now)


def desk_is_written_to(entry: Entry, *, now: datetime) -> None:
    consultation = entry.consultation
    to = _those_who_work_on(consultation)
    _tell(consultation, "consultation_added", entry.pk, "に書き込みがありました", to=to, now=now)


def asker_is_told_of_status(consultation: Consultation, *, now: datetime) -> None:
    words = f"が「{consultation.get_status_display()}」になりました"
    cause = f"{consultation.pk}/{consultation.status}/{now.isoformat()}"
    to = [consultation.asker]
    _tell(consultation, "consultation_moved", cause, words, to=to, now=now)


def desk_is_told_of_status(consultation: Consultation, *, by: StaffMember, now: datetime) -> None:
    words = f"を相談者が「{consultation.get_status_display()}」にしました"
    cause = f"{consultation.pk}/{consultation.status}/{now.isoformat()}/desk"
    to = [each for each in _those_who_work_on(consultation) if each != by]
    _tell(consultation, "consultation_added", cause, words, to=to, now=now)


def officer_is_assigned(
    consultation: Consultation, *, to: StaffMember, by: StaffMember, now: datetime
) -> None:
    if to != by:
        cause = f"{consultation.pk}/{now.isoformat()}"
        words = "の担当になりました"
        _tell(consultation, "consultation_assigned", cause, words, to=[to], now=now)


def work_is_handed_over(
    count: int, *, from_name: str, to: StaffMember, cause: str, now: datetime
) -> None:
    title = f"{from_name}さんから相談{count}件を引き継ぎました"
    link = reverse("consultations:desk")
    notify(Notice("consultation_assigned", cause, title, f"{link}?view=mine"), to=[to], now=now)


def asker_is_told_of_readers(consultation: Consultation, *, cause: str, now: datetime) -> None:
    """Who may read a confidential consultation has changed."""
    words = "を読める担当者が変わりました"
    to = [consultation.asker]
    _tell(consultation, "consultation_moved", cause, words, to=to, now=now)


def earlier_notices_lose_their_words(consultation: Consultation, readers) -> None:
    """What was told before it became confidential: gone for all others, by its number for these."""
    title = f"{consultation.safe_title}のお知らせ"
    unsay(_link(consultation), title=title, readers=[consultation.asker, *readers])


def readers_are_told_it_is_hidden(
    consultation: Consultation, readers, *, by: StaffMember, cause: str, now: datetime
) -> None:
    words = "が非公開になりました。読めるのは選ばれた担当者だけです"
    desk = [person for person in readers if person != by]
    _tell(consultation, "consultation_added", cause, words, to=desk, now=now)
    if by != consultation.asker:
        to = [consultation.asker]
        _tell(consultation, "consultation_moved", cause, words, to=to, now=now)


def desk_is_told_it_is_open(consultation: Consultation, *, cause: str, now: datetime) -> None:
    words = "は、DX課の全員が読めるようになりました"
    to = _those_who_work_on(consultation)
    _tell(consultation, "consultation_added", cause, words, to=to, now=now)


def asker_is_asked_to_open(opening: OpeningRequest, *, now: datetime) -> None:
    words = "を、DX課の全員が読めるようにしてよいか、お尋ねします"
    to, cause = [opening.consultation.asker], f"opening/{opening.pk}"
    _tell(opening.consultation, "consultation_moved", cause, words, to=to, now=now)


def leader_share_is_asked(share: LeaderShare, *, now: datetime) -> None:
    words = f"を課のDXリーダー{share.leader.name}さんと共有してよいか、お尋ねします"
    to = [share.consultation.asker]
    _tell(share.consultation, "consultation_share", share.pk, words, to=to, now=now)


def leader_is_shown(share: LeaderShare, *, now: datetime) -> None:
    words = "を読めるようになりました"
    cause = f"{share.pk}/shown"
    _tell(share.consultation, "consultation_share", cause, words, to=[share.leader], now=now)


def reminded(consultation: Consultation, words: str, *, cause: str, now: datetime) -> None:
    to = _those_who_work_on(consultation)
    _tell(consultation, "consultation_due", cause, words, to=to, now=now)


def forgotten(consultation: Consultation, days: int, *, cause: str, now: datetime) -> None:
    """To the heads of the desk: by its number alone, as rank gives no right to read it."""
    name = consultation.assignee.name if consultation.assignee else "未定"
    title = f"相談 {consultation.pk}番が{days}日動いていません（担当：{name}）"
    link = reverse("notifications:notification_list")
    today = timezone.localdate(now)
    notice = Notice("consultation_forgotten", cause, title, link)
    notify(notice, to=managers_of_officers(today), now=now)


def adviser_is_asked(packet: Packet, *, now: datetime) -> None:
    title = f"{packet.organisation}への助言の依頼が届きました"
    link = reverse("consultations:packet", args=[packet.pk])
    notify(Notice("packet", str(packet.pk), title, link), to=[packet.adviser], now=now)


def desk_is_advised(packet: Packet, *, now: datetime) -> None:
    title = f"相談 {packet.consultation_id}番への助言が届きました"
    link = reverse("consultations:packet", args=[packet.pk])
    notice = Notice("packet", f"{packet.pk}/{now.isoformat()}", title, link)
    notify(notice, to=_those_who_work_on(packet.consultation), now=now)


def idea_is_submitted(idea: Idea, *, cause: str, now: datetime) -> None:
    title = f"アイデア「{idea.title}」が提出されました"
    link = reverse("ideas:idea", args=[idea.pk])
    others = officers(timezone.localdate(now)).exclude(pk=idea.author_id)
    notify(Notice("idea_submitted", cause, title, link), to=others, now=now)


def author_is_answered(idea: Idea, *, cause: str, now: datetime) -> None:
    title = f"アイデア「{idea.title}」が「{idea.get_state_display()}」になりました"
    link = reverse("ideas:idea", args=[idea.pk])
    notify(Notice("idea_moved", cause, title, link), to=[idea.author], now=now)


def second_reader_is_asked(faq: Faq, *, now: datetime) -> None:
    title = f"FAQ「{faq.question}」の確認をお願いします"
    cause = f"{faq.pk}/{now.isoformat()}"
    others = officers(timezone.localdate(now)).exclude(pk=faq.written_by_id)
    link = reverse("faq:faq", args=[faq.pk])
    notify(Notice("faq_in_review", cause, title, link), to=others, now=now)


def writer_is_told(faq: Faq, *, now: datetime) -> None:
    title = f"FAQ「{faq.question}」が「{faq.get_state_display()}」になりました"
    cause = f"{faq.pk}/{faq.state}/{now.isoformat()}"
    link = reverse("faq:faq", args=[faq.pk])
    notify(Notice("faq_moved", cause, title, link), to=[faq.written_by], now=now)
