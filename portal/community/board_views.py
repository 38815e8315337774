"""意見交換: the topics, one topic, the themes they stand under."""

from typing import NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.community.board_forms import BoardEditForm, BoardForm, TopicEditForm, TopicForm
from portal.community.discussing import (
    amend_board,
    amend_topic,
    begin_topic,
    close_board,
    may_open_boards,
    open_board,
    reopen_board,
    set_answered,
    withdraw_topic,
)
from portal.community.feed import comment_counts
from portal.community.forms import HideForm
from portal.community.kinds import find_visible, kind_of
from portal.community.models import Board, Topic, Wording
from portal.community.moderating import hide_topic, show_topic
from portal.community.rights import may_moderate
from portal.errors import DomainError
from portal.staff.pages import only_for
from portal.submitting.once import submit_once
from portal.ui.storable import typed_words

PAGE_SIZE = 20
LABEL = "community.topic"


class Listed(NamedTuple):
    topic: Topic
    comments: int


class About(NamedTuple):
    """What a topic is about: its kind's word, its title and where it stands."""

    word: str
    title: str
    url: str


@require_GET
def topic_list(request):
    """Of every theme or of one, those that were talked about last first.

    Moderators see what is hidden when they ask for it, so that it can be shown again.
    """
    moderates = may_moderate(request.user)
    shows_hidden = moderates and "hidden" in request.GET
    board = _board_asked_for(request)
    words, is_waiting = typed_words(request.GET.get("q", "")), "waiting" in request.GET
    found = Topic.objects.hidden() if shows_hidden else Topic.objects.shown()
    found = found.saying(words)
    found = found.filter(board=board) if board else found
    found = found.waiting() if is_waiting else found
    people = found.latest_talk_first().select_related("author", "author__department", "board")
    page = Paginator(people, PAGE_SIZE).get_page(request.GET.get("page"))
    counts = comment_counts([(LABEL, topic.pk) for topic in page])
    context = {
        "page": page,
        "rows": [Listed(topic, counts.get((LABEL, topic.pk), 0)) for topic in page],
        "boards": Board.objects.with_topics(),
        "board": board,
        "new_url": f"{reverse('community:topic_new')}{f'?board={board.pk}' if board else ''}",
        "words": words,
        "is_waiting": is_waiting,
        "moderates": moderates,
        "shows_hidden": shows_hidden,
        "may_open": may_open_boards(request.user),
    }
    return render(request, "community/topic_list.html", context)


@require_GET
def topic(request, pk):
    found = _visible(request, pk)
    context = {
        "topic": found,
        "about": _about(found.about_kind, found.about_id, request.user),
        "is_own": found.author_id == request.user.pk,
        "moderates": may_moderate(request.user),
        "has_history": Wording.objects.on(found).exists(),
    }
    return render(request, "community/topic.html", context)


@require_GET
def topic_history(request, pk):
    found = _visible(request, pk)
    wordings = Wording.objects.on(found).select_related("by").order_by("-replaced_at", "-pk")
    return render(request, "community/topic_history.html", {"topic": found, "wordings": wordings})


@require_http_methods(["GET", "POST"])
def topic_new(request):
    """With ``about=casebook.case/9`` in the address about that, if this person may see it."""
    target = _target(request)
    form = TopicForm(request.POST or None, initial={"board": request.GET.get("board")})
    if request.method == "POST" and form.is_valid():
        now, board = timezone.now(), form.cleaned_data["board"]
        try:
            made = submit_once(
                form,
                lambda: begin_topic(board, form.question(target), by=request.user, now=now),
                by=request.user,
                now=now,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "話題を出しました。コメントが付くと、お知らせが届きます。")
            return redirect("community:topic", made.pk)
    context = {"form": form, "about": _described(target), "has_boards": _has_boards()}
    return render(request, "community/topic_new.html", context)


@require_http_methods(["GET", "POST"])
def topic_edit(request, pk):
    found = _own(request, pk)
    form = TopicEditForm(request.POST or None, row=found)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            is_saved = form.saved(
                lambda: amend_topic(found, form.question(), version=form.version, now=now)
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            if is_saved:
                messages.success(request, "話題を直しました。")
                return redirect("community:topic", found.pk)
    return render(request, "community/topic_edit.html", {"form": form, "topic": found})


@require_POST
def topic_answered(request, pk):
    """With ``on`` the question is answered, without it is open again."""
    found, is_answered = _own(request, pk), bool(request.POST.get("on"))
    try:
        set_answered(found, is_answered, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        done = "解決済みにしました。" if is_answered else "答え待ちに戻しました。"
        messages.success(request, done)
    return redirect("community:topic", found.pk)


@require_http_methods(["GET", "POST"])
def topic_withdraw(request, pk):
    found = _own(request, pk)
    if request.method == "GET":
        return render(request, "community/topic_withdraw.html", {"topic": found})
    try:
        withdraw_topic(found, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("community:topic", pk)
    messages.success(request, "話題を削除しました。")
    return redirect("community:topic_list")


@require_http_methods(["GET", "POST"])
@only_for(may_moderate)
def topic_hide(request, pk):
    found = _visible(request, pk)
    form = HideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hide_topic(found, form.cleaned_data["why"], by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "非表示にして、書いた人に知らせました。")
            return redirect("community:topic", found.pk)
    return render(request, "community/topic_hide.html", {"form": form, "topic": found})


@require_POST
@only_for(may_moderate)
def topic_show(request, pk):
    found = _visible(request, pk)
    try:
        show_topic(found, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "もう一度表示しました。")
    return redirect("community:topic", found.pk)


@require_http_methods(["GET", "POST"])
@only_for(may_open_boards)
def board_new(request):
    form = BoardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        title, purpose = form.cleaned_data["title"], form.cleaned_data["purpose"]
        now = timezone.now()
        made = submit_once(
            form,
            lambda: open_board(title, purpose, by=request.user, now=now),
            by=request.user,
            now=now,
        )
        messages.success(request, "テーマを開きました。")
        return redirect(address_of(made))
    return render(request, "community/board_new.html", {"form": form})


@require_http_methods(["GET", "POST"])
@only_for(may_open_boards)
def board_edit(request, pk):
    found = get_object_or_404(Board, pk=pk)
    form = BoardEditForm(request.POST or None, row=found)
    if request.method == "POST" and form.is_valid():
        title, purpose = form.cleaned_data["title"], form.cleaned_data["purpose"]
        if form.saved(
            lambda: amend_board(found, title, purpose, version=form.version, by=request.user)
        ):
            messages.success(request, "テーマを直しました。")
            return redirect(address_of(found))
    return render(request, "community/board_edit.html", {"form": form, "board": found})


@require_POST
@only_for(may_open_boards)
def board_close(request, pk):
    """With ``on`` it is closed, without it is opened again."""
    found = get_object_or_404(Board, pk=pk)
    if request.POST.get("on"):
        close_board(found, by=request.user, now=timezone.now())
        messages.success(request, "テーマを閉じました。話題は、このまま読めます。")
    else:
        reopen_board(found, by=request.user)
        messages.success(request, "テーマをもう一度開きました。")
    return redirect(address_of(found))


def address_of(board: Board) -> str:
    return f"{reverse('community:topic_list')}?board={board.pk}"


def _board_asked_for(request) -> Board | None:
    number = request.GET.get("board", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    return Board.objects.filter(pk=number).first() if is_number else None


def _target(request):
    """The thing that the address names, if this person may see it and talk about it."""
    label, _slash, number = request.GET.get("about", "").partition("/")
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    kind = kind_of(label)
    if kind is None or kind.is_answer or not is_number:
        return None
    return find_visible(label, int(number), request.user)


def _about(label: str, number: int | None, staff) -> About | None:
    return _described(find_visible(label, number, staff)) if label else None


def _described(target) -> About | None:
    if target is None:
        return None
    kind = kind_of(target._meta.label_lower)
    return About(kind.word, kind.title(target), kind.url(target))


def _has_boards() -> bool:
    return Board.objects.at_work().exists()


def _visible(request, pk) -> Topic:
    rows = Topic.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("author", "author__department", "board"), pk=pk)


def _own(request, pk) -> Topic:
    return get_object_or_404(Topic, author=request.user, pk=pk)
