"""What leaders, applicants, heads and the DX section are told. No motive, no reason, ever."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from leaders.models import Appointment, Pause, Programme, RecruitmentWindow, SelfNomination
from portal.notifications.telling import Notice, notify
from portal.staff.models import Role, RoleGrant, StaffMember


def holders(role: Role, now: datetime) -> QuerySet[StaffMember]:
    grants = RoleGrant.objects.filter(role=role).on(timezone.localdate(now))
    return StaffMember.objects.filter(is_active=True, role_grants__in=grants).distinct()


def heads_of(staff: StaffMember) -> list[StaffMember]:
    """The heads of the person's section; where there is none, or it is the person, those above."""
    department, seen = staff.department, set()
    while department and department.pk not in seen:
        seen.add(department.pk)
        heads = department.members.filter(is_manager=True, is_active=True).exclude(pk=staff.pk)
        if found := list(heads):
            return found
        department = department.parent
    return []


def day_words(day) -> str:
    return f"{day.month}月{day.day}日"


def window_announced(window: RecruitmentWindow, *, now: datetime) -> None:
    opens = day_words(timezone.localdate(window.opens_at))
    title = f"{window.title}：{opens}から受け付けます。手を挙げてみませんか"
    _tell_everybody("leader_call", window, title, now)


def window_opened(window: RecruitmentWindow, *, now: datetime) -> None:
    closes = day_words(timezone.localdate(window.closes_at))
    title = f"{window.title}の受付が始まりました（{closes}まで）"
    _tell_everybody("leader_call_opened", window, title, now)


def window_closes_soon(window: RecruitmentWindow, *, now: datetime) -> None:
    """Once, to those who have not raised their hand."""
    closes = timezone.localtime(window.closes_at)
    title = f"{window.title}は{day_words(closes)} {closes:%H:%M}に締め切ります"
    others = StaffMember.objects.filter(is_active=True).exclude(
        pk__in=window.nominations.live().values("staff")
    )
    _tell_everybody("leader_call_closing", window, title, now, to=others)


def _tell_everybody(kind, window, title, now, to=None):
    link = reverse("leaders:window", args=[window.pk])
    notice = Notice(kind, str(window.pk), title, link, useful_until=window.closes_at)
    notify(notice, to=to or StaffMember.objects.filter(is_active=True), now=now)


def nomination_received(nomination: SelfNomination, programme: Programme, *, now) -> None:
    """To the DX section; and to the heads, when the city does so: that it was done, not why."""
    title = f"{nomination.window.title}に申出がありました"
    link = reverse("leaders:nomination_desk", args=[nomination.pk])
    notice = Notice("leader_nomination", str(nomination.pk), title, link)
    notify(notice, to=holders(Role.OFFICER, now).exclude(pk=nomination.staff_id), now=now)
    if programme.tells_heads():
        _tell_heads(nomination, programme, now)


def _tell_heads(nomination, programme, now):
    person = nomination.staff.name
    title = f"{person}さんが{programme.role_name}に手を挙げました（本人の申出です）"
    link = reverse("leaders:window", args=[nomination.window_id])
    if programme.asks_heads():
        title = (
            f"{person}さんの{programme.role_name}の申出について、業務の調整の意見を聞かせてください"
        )
        link = reverse("leaders:head_view", args=[nomination.pk])
    notice = Notice("leader_nomination_head", str(nomination.pk), title, link)
    notify(notice, to=heads_of(nomination.staff), now=now)


def nomination_withdrawn(nomination: SelfNomination, programme: Programme, *, now) -> None:
    if not programme.tells_heads():
        return
    title = f"{nomination.staff.name}さんの{programme.role_name}の申出は取り下げられました"
    link = reverse("leaders:window", args=[nomination.window_id])
    notice = Notice("leader_nomination_head", f"{nomination.pk}/withdrawn", title, link)
    notify(notice, to=heads_of(nomination.staff), now=now)


def nomination_declined(nomination: SelfNomination, *, now: datetime) -> None:
    title = f"{nomination.window.title}の結果をお知らせします"
    link = reverse("leaders:nomination", args=[nomination.pk])
    notify(
        Notice("leader_decided", str(nomination.pk), title, link), to=[nomination.staff], now=now
    )


def term_began(appointment: Appointment, *, now: datetime) -> None:
    """To the leader, and to the heads of the section."""
    title = f"{appointment.role_name}に任命されました（{day_words(appointment.starts_on)}から）"
    link = reverse("leaders:term", args=[appointment.pk])
    cause = f"term-{appointment.pk}"
    notify(Notice("leader_decided", cause, title, link), to=[appointment.staff], now=now)
    words = f"{appointment.staff.name}さんが{appointment.role_name}になります"
    notice = Notice("leader_in_section", cause, words, reverse("leaders:directory"))
    notify(notice, to=heads_of(appointment.staff), now=now)


def leader_moved(appointment: Appointment, step, *, now: datetime) -> None:
    """The new section is told, not asked. Source: 野洲市DX推進リーダー設置要綱."""
    section = appointment.section.name if appointment.section else "所属なし"
    words = (
        f"{appointment.staff.name}さん（{section}）は、異動後も{appointment.role_name}を続けます"
    )
    notice = Notice("leader_in_section", f"move-{step.pk}", words, reverse("leaders:directory"))
    notify(notice, to=[*heads_of(appointment.staff), *holders(Role.OFFICER, now)], now=now)


def leader_rests(pause: Pause, *, now: datetime) -> None:
    """To the DX section: that and until when, not why."""
    appointment = pause.appointment
    words = f"{appointment.staff.name}さんが{day_words(pause.starts_on)}からお休みします"
    link = reverse("leaders:term", args=[appointment.pk])
    notice = Notice("leader_term_changed", f"pause-{pause.pk}", words, link)
    notify(notice, to=holders(Role.OFFICER, now), now=now)


def leader_left(appointment: Appointment, *, now: datetime) -> None:
    """To the DX section, and thanks to the leader."""
    words = f"{appointment.staff.name}さんの{appointment.role_name}の任期が終わりました"
    link = reverse("leaders:term", args=[appointment.pk])
    cause = f"end-{appointment.pk}"
    notify(
        Notice("leader_term_changed", cause, words, link), to=holders(Role.OFFICER, now), now=now
    )
    if appointment.staff.is_active:
        thanks = f"{appointment.role_name}の活動、ありがとうございました"
        notify(Notice("leader_decided", cause, thanks, link), to=[appointment.staff], now=now)


def term_ends_soon(appointment: Appointment, *, now: datetime) -> None:
    last = day_words(appointment.ends_on)
    words = f"{appointment.role_name}の任期は{last}までです。次の希望を聞かせてください"
    link = reverse("leaders:term", args=[appointment.pk])
    notice = Notice("leader_decided", f"ending-{appointment.pk}", words, link)
    notify(notice, to=[appointment.staff], now=now)


def open_work_given(appointment: Appointment, to: StaffMember, count: int, *, now) -> None:
    words = f"{appointment.staff.name}さんから、途中の仕事を{count}件引き継ぎました"
    notice = Notice(
        "leader_handed_over", f"term-{appointment.pk}", words, reverse("leaders:leaders")
    )
    notify(notice, to=[to], now=now)


def open_work_left(appointment: Appointment, count: int, *, now: datetime) -> None:
    """To the DX section: nobody else has it now."""
    words = f"{appointment.staff.name}さんの途中の仕事{count}件を、DX課で引き継ぎました"
    notice = Notice(
        "leader_term_changed", f"open-{appointment.pk}", words, reverse("leaders:open_work")
    )
    notify(notice, to=holders(Role.OFFICER, now), now=now)


def meeting_called(meeting, people, *, now: datetime) -> None:
    day = timezone.localtime(meeting.starts_at)
    words = f"{meeting.title}（{day_words(day)} {day:%H:%M}）の出欠を知らせてください"
    _tell_of_meeting(meeting, str(meeting.pk), words, people, now)


def meeting_cancelled(meeting, people, *, now: datetime) -> None:
    day = timezone.localtime(meeting.starts_at)
    words = f"{meeting.title}（{day_words(day)} {day:%H:%M}）は中止になりました"
    _tell_of_meeting(meeting, f"{meeting.pk}/cancelled", words, people, now)


def _tell_of_meeting(meeting, cause, words, people, now):
    link = reverse("leaders:meeting", args=[meeting.pk])
    notice = Notice("leader_meeting", cause, words, link, useful_until=meeting.ends_at)
    notify(notice, to=people, now=now)


def action_given(action, *, now: datetime) -> None:
    words = f"会議で決まったことの担当になりました（{day_words(action.due_on)}まで）"
    link = reverse("leaders:meeting", args=[action.meeting_id])
    cause = f"action-{action.pk}"
    notify(Notice("leader_meeting", cause, words, link), to=[action.owner], now=now)


def report_is_due(appointment: Appointment, *, now: datetime) -> None:
    """A gentle word, once a month at the most."""
    words = "最近の活動を、1つだけ教えてください。小さなことでかまいません"
    month = timezone.localdate(now).strftime("%Y-%m")
    notice = Notice(
        "leader_report_due", f"{appointment.pk}/{month}", words, reverse("leaders:report_new")
    )
    notify(notice, to=[appointment.staff], now=now)
