"""The three steps of デジ順, each with the one act that is next for this person."""

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse

from casebook.models import Case
from portal.consultations.vocabulary import Status
from portal.home.mine import Morning, day_and_time
from training.assessing import is_due, recommendations
from training.models import Booking


class Door(NamedTuple):
    """``text`` says why this is next; ``go`` what opens."""

    step: str
    icon: str
    title: str
    url: str
    text: str
    go: str


def doors_for(morning: Morning, today: Case | None) -> list[Door]:
    """Know, try, change. ``today`` is the case of the day."""
    return [know(today), try_out(morning), change(morning)]


def know(today: Case | None) -> Door:
    """To read one case: somebody who has read one comes back for the next."""
    text = "他を知り、己を知る。費用や苦労、まだ分からないことまで読めます。"
    if today is None:
        url = reverse("casebook:case_list")
        return Door("デジ順① 知る", "auto_stories", "事例をさがす", url, text, "事例集を開く")
    town = f"{today.municipality}。" if today.municipality else ""
    return Door(
        "デジ順① 知る",
        "auto_stories",
        f"今日の1事例：{today.title}",
        today.url,
        f"{town}{text}",
        "この事例を読む",
    )


def try_out(morning: Morning) -> Door:
    """What somebody booked comes first, then the check, then what the check advises."""
    return next(filter(None, (step(morning) for step in TRYING)))


def change(morning: Morning) -> Door:
    """What waits for this person's own words comes before a new sheet."""
    return next(filter(None, (step(morning) for step in CHANGING)))


def _booked(morning):
    for booking in morning.seats:
        session = booking.session
        if booking.status == Booking.Status.BOOKED and session.starts_at > morning.now:
            when = day_and_time(session.starts_at)
            return _try(
                session.course.title,
                reverse("training:session", args=[session.pk]),
                f"{when}に受けます。場所と持ち物を確かめておきましょう。",
                "申し込んだ回を見る",
            )
    return None


def _checked(morning):
    if is_due(morning.checks, morning.now):
        return _try(
            "スキルチェックを受ける",
            reverse("training:skill_check"),
            "得意なところとこれからが分かり、合う研修が見つかります。結果は自分だけが見ます。",
            "チェックを始める",
        )
    for advice in recommendations(morning.checks[0], now=morning.now):
        if advice.sessions:
            session = advice.sessions[0]
            when = day_and_time(session.starts_at)
            return _try(
                session.course.title,
                reverse("training:session", args=[session.pk]),
                f"{when}。スキルチェックの「{advice.gaps[0].words}」を扱います。",
                "この回を見る",
            )
    return None


def _five_less(morning):
    return _try(
        "5つのレスを1つ試す",
        reverse("guidance:guide", args=["five-less"]),
        "紙、FAX、はんこ、現金、電話。係の仕事を1つ選び、小さく試すことから始まります。",
        "5つのレスを読む",
    )


def _answer_is_awaited(morning):
    for row in morning.consultations:
        if row.status == Status.WAITING:
            return _change(
                row.subject,
                reverse("consultations:consultation", args=[row.pk]),
                "DX課が返事を待っています。分かるところだけでも、書いてください。",
                "返事を書く",
            )
    return None


def _idea_is_noted(morning):
    for idea in morning.noted:
        return _change(
            idea.title,
            reverse("ideas:idea", args=[idea.pk]),
            "メモのままのアイデアです。続きを書いて、提出できます。",
            "続きを書く",
        )
    return None


def _worksheet(morning):
    return _change(
        "自分の仕事を見直す",
        reverse("guidance:worksheet"),
        "試して分かったことをもとに、手順そのものを改めます。書きこむ紙があります。",
        "ワークシートを開く",
    )


TRYING: list[Callable] = [_booked, _checked, _five_less]
CHANGING: list[Callable] = [_answer_is_awaited, _idea_is_noted, _worksheet]


def _try(title, url, text, go) -> Door:
    return Door("デジ順② やってみる", "school", title, url, text, go)


def _change(title, url, text, go) -> Door:
    return Door("デジ順③ 変える", "build", title, url, text, go)
