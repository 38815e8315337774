"""DXだより: the list, an article, writing, publishing, taking back."""

from typing import NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Min
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.community.article_forms import ArticleEditForm, ArticleForm, TakeBackForm
from portal.community.feed_views import Narrowing, own_follow
from portal.community.models import Article, Entry, EntryTag
from portal.community.own_kinds import EVERY_ARTICLE
from portal.community.publishing import (
    amend_article,
    drop_article,
    keep_article,
    may_write_articles,
    publish,
    take_article_back,
    wordings_of,
)
from portal.errors import DomainError
from portal.files.models import StoredFile
from portal.period import fiscal_year, fiscal_year_label
from portal.staff.pages import only_for
from portal.submitting.once import submit_once
from portal.ui.storable import typed_words

PAGE_SIZE = 20
TAGS_OFFERED = 30
LABEL = "community.article"


class Asked(NamedTuple):
    """What the list is narrowed to, as it stands in the address."""

    words: str
    tag: str
    year: int | None

    @classmethod
    def from_address(cls, parameters) -> "Asked":
        year = parameters.get("year", "")
        is_year = year.isascii() and year.isdigit() and len(year) == 4 and year > "1900"
        return cls(
            typed_words(parameters.get("q", "")),
            typed_words(parameters.get("tag", "")),
            int(year) if is_year else None,
        )


@require_GET
def article_list(request):
    """What is published; those who write see their drafts, too, when they ask."""
    writes, shows_drafts = may_write_articles(request.user), "drafts" in request.GET
    asked = Asked.from_address(request.GET)
    found = (
        Article.objects.editable_by(request.user).drafts().order_by("-pk")
        if writes and shows_drafts
        else _narrowed(asked)
    )
    pages = Paginator(found.select_related("author", "department"), PAGE_SIZE)
    narrowing = Narrowing(EVERY_ARTICLE, "tag", EVERY_ARTICLE, {"tag": EVERY_ARTICLE})
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "asked": asked,
        "is_narrowed": any(asked),
        "years": _years(),
        "tags": _tags(),
        "writes": writes,
        "shows_drafts": writes and shows_drafts,
        "narrowing": narrowing,
        "own_follow": own_follow(request.user, narrowing),
    }
    return render(request, "community/article_list.html", context)


@require_GET
def article(request, pk):
    found = _visible(request, pk)
    edits = _edits(request, found)
    context = {
        "article": found,
        "files": StoredFile.objects.of(found),
        "edits": edits,
        "has_history": wordings_of(found, request.user).exists(),
    }
    return render(request, "community/article.html", context)


@require_GET
def article_history(request, pk):
    found = _visible(request, pk)
    context = {"article": found, "wordings": wordings_of(found, request.user)}
    return render(request, "community/article_history.html", context)


@require_http_methods(["GET", "POST"])
@only_for(may_write_articles)
def article_new(request):
    form = ArticleForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            made = submit_once(
                form,
                lambda: keep_article(form.written, by=request.user, now=now),
                by=request.user,
                now=now,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "下書きに残しました。まだほかの職員には見えません。")
            return redirect("community:article", made.pk)
    return render(request, "community/article_new.html", {"form": form})


@require_http_methods(["GET", "POST"])
def article_edit(request, pk):
    found = _editable(request, pk)
    form = ArticleEditForm(request.POST or None, request.FILES or None, by=request.user, row=found)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            is_saved = form.saved(
                lambda: amend_article(
                    found, form.written, version=form.version, by=request.user, now=now
                )
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            if is_saved:
                messages.success(request, "記事を直しました。")
                return redirect("community:article", found.pk)
    return render(request, "community/article_edit.html", {"form": form, "article": found})


@require_POST
def article_publish(request, pk):
    found = _editable(request, pk)
    try:
        publish(found, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "公開しました。みんなの動きに出しています。")
    return redirect("community:article", found.pk)


@require_http_methods(["GET", "POST"])
def article_take_back(request, pk):
    found = _editable(request, pk)
    form = TakeBackForm(request.POST or None, is_own=found.author_id == request.user.pk)
    if request.method == "POST" and form.is_valid():
        try:
            take_article_back(found, form.cleaned_data["why"], by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "取り下げました。下書きに戻っています。")
            return redirect("community:article", found.pk)
    return render(request, "community/article_take_back.html", {"form": form, "article": found})


@require_http_methods(["GET", "POST"])
def article_drop(request, pk):
    found = _editable(request, pk)
    if request.method == "GET":
        return render(request, "community/article_drop.html", {"article": found})
    try:
        drop_article(found, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("community:article", found.pk)
    messages.success(request, "下書きを削除しました。")
    return redirect("community:article_list")


def _narrowed(asked: Asked):
    found = Article.objects.published().saying(asked.words).newest()
    if asked.tag:
        # The themes of an article stand with its news, where people follow them.
        news = Entry.objects.filter(kind=LABEL).tagged(asked.tag)
        found = found.filter(pk__in=news.values("object_id"))
    return found.of_fiscal_year(asked.year) if asked.year else found


def _years() -> list[tuple[int, str]]:
    first = Article.objects.published().aggregate(first=Min("published_at"))["first"]
    if first is None:
        return []
    now, then = (fiscal_year(timezone.localdate(each)) for each in (timezone.now(), first))
    return [(year, fiscal_year_label(year)) for year in range(now, then - 1, -1)]


def _tags() -> list[str]:
    """The themes that are used most."""
    used = EntryTag.objects.filter(entry__kind=LABEL).exclude(name=EVERY_ARTICLE)
    counted = used.values("name").annotate(count=Count("pk")).order_by("-count", "name")
    return [row["name"] for row in counted[:TAGS_OFFERED]]


def _visible(request, pk) -> Article:
    found = Article.objects.visible_to(request.user)
    return get_object_or_404(found.select_related("author", "department", "taken_back_by"), pk=pk)


def _edits(request, found: Article) -> bool:
    return Article.objects.editable_by(request.user).filter(pk=found.pk).exists()


def _editable(request, pk) -> Article:
    return get_object_or_404(Article.objects.editable_by(request.user), pk=pk)
