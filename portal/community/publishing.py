"""DXだより: writing an article, publishing it, changing it, taking it back."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from portal.audit.trail import events_at_the_end, record
from portal.community.announcing import announce, take_back
from portal.community.models import Article, Wording
from portal.community.notices import words_withdrawn
from portal.community.wording import forget_wordings, keep_wording
from portal.errors import DomainError
from portal.files.checking import CheckedFile
from portal.files.keeping import remove, remove_files_of, store
from portal.files.models import StoredFile
from portal.staff.models import StaffMember
from portal.staff.roles import has_right
from portal.submitting.versions import lock_unchanged

EDITED = ["title", "summary", "body", "tags"]


class AlreadyPublished(DomainError):
    message = "この記事は、すでに公開されています。"


class NotPublished(DomainError):
    message = "この記事は、いま公開されていません。"


class ReasonIsNeeded(DomainError):
    message = "取り下げる理由を入力してください。書いた人に伝わります。"


class WasPublished(DomainError):
    message = "一度公開した記事は、下書きとして残ります。削除はできません。"


class Written(NamedTuple):
    """What was typed: the texts, the files that come with it, and those that go."""

    texts: dict[str, str]
    files: Iterable[CheckedFile] = ()
    removed: Iterable[str] = ()


def may_write_articles(staff: StaffMember) -> bool:
    return has_right(staff, "article", "write")


@transaction.atomic
def keep_article(written: Written, *, by: StaffMember, now: datetime) -> Article:
    """A draft. Raises FileRefused, and then nothing is kept."""
    made = Article.objects.create(author=by, department=by.department, made_at=now, **written.texts)
    with events_at_the_end():
        _change_files(made, written, by, now)
        record("community.article.kept", actor=by, obj=made)
    return made


@transaction.atomic
def amend_article(
    article: Article, written: Written, *, version: str, by: StaffMember, now: datetime
) -> Article:
    """What was out once keeps its earlier wording. Raises ChangedMeanwhile and FileRefused."""
    article = lock_unchanged(article, EDITED, version)
    if _has_been_out(article):
        keep_wording(article, by=by, now=now)
    for name, value in written.texts.items():
        setattr(article, name, value)
    if article.is_published:
        article.edited_at = now
        # Its themes may be others now.
        announce(article, by=article.author, now=now)
    article.save(update_fields=[*EDITED, "edited_at"])
    with events_at_the_end():
        _change_files(article, written, by, now)
        record("community.article.changed", actor=by, obj=article)
    return article


@transaction.atomic
def publish(article: Article, *, by: StaffMember, now: datetime) -> Article:
    """The whole office reads it from now on. Raises AlreadyPublished."""
    article = _locked(article)
    if article.is_published:
        raise AlreadyPublished
    article.published_at, article.edited_at = now, None
    article.taken_back_by, article.taken_back_why = None, ""
    article.save(update_fields=["published_at", "edited_at", "taken_back_by", "taken_back_why"])
    announce(article, by=article.author, now=now)
    record("community.article.published", actor=by, obj=article)
    return article


@transaction.atomic
def take_article_back(article: Article, why: str, *, by: StaffMember, now: datetime) -> None:
    """A draft again, out of list, feed and search; comments wait for it.

    To somebody else's article belongs a reason, which its author is told.
    Raises NotPublished and ReasonIsNeeded.
    """
    article = _locked(article)
    if not article.is_published:
        raise NotPublished
    is_own = article.author_id == by.pk
    if not is_own and not why.strip():
        raise ReasonIsNeeded
    article.published_at, article.taken_back_by, article.taken_back_why = None, by, why
    article.save(update_fields=["published_at", "taken_back_by", "taken_back_why"])
    take_back(article)
    if not is_own:
        words_withdrawn(article, article.author, now=now)
    record("community.article.taken_back", actor=by, obj=article)


@transaction.atomic
def drop_article(article: Article, *, by: StaffMember) -> None:
    """A draft that nobody has read goes for good. Raises WasPublished."""
    article = _locked(article)
    if _has_been_out(article):
        raise WasPublished
    with events_at_the_end():
        remove_files_of(article, by=by)
        record("community.article.dropped", actor=by, obj=article)
    forget_wordings(article)
    article.delete()


def wordings_of(article: Article, staff: StaffMember):
    """The earlier wordings, newest first.

    What was out before it was taken back is for those only who look after the article: it may
    have been taken back for what it said.
    """
    found = Wording.objects.on(article).select_related("by").order_by("-replaced_at", "-pk")
    if Article.objects.editable_by(staff).filter(pk=article.pk).exists():
        return found
    return found.filter(replaced_at__gte=article.published_at)


def _has_been_out(article: Article) -> bool:
    return article.is_published or article.taken_back_by_id is not None


def _locked(article: Article) -> Article:
    return Article.objects.select_for_update().get(pk=article.pk)


def _change_files(article: Article, written: Written, by: StaffMember, now: datetime) -> None:
    for stored in StoredFile.objects.of(article).filter(pk__in=list(written.removed)):
        remove(stored, by=by)
    for each in written.files:
        store(each, by=by, owner=article, now=now)
