"""Writing, changing and taking away comments, and who is told."""

from datetime import timedelta

import pytest

from portal.audit.models import AuditEvent
from portal.community.commenting import (
    CommentIsGone,
    CommentIsHidden,
    delete_comment,
    edit_comment,
    write_comment,
)
from portal.community.models import Comment, CommentVersion
from portal.community.moderating import hide_comment
from portal.notifications.models import Notification
from portal.staff.models import Role
from portal.submitting.versions import ChangedMeanwhile, version_of
from tests.builders import a_staff_member

pytestmark = pytest.mark.django_db


def edit(comment, body, now, version=None):
    version = version or version_of(comment, ["body"])
    return edit_comment(comment, body, version=version, now=now)


def told(kind):
    return [notice.recipient for notice in Notification.objects.filter(kind=kind).order_by("pk")]


def test_a_comment_stands_below_its_object_and_in_the_trail(case, taro, now):
    comment = write_comment(case, "うちでも試します", by=taro, now=now)

    assert [*Comment.objects.on(case)] == [comment]
    assert AuditEvent.objects.get(action="community.comment.written").object_id == str(comment.pk)


def test_every_earlier_wording_is_kept(case, taro, now):
    comment = write_comment(case, "いち", by=taro, now=now)

    comment = edit(comment, "に", now + timedelta(days=3))
    comment = edit(comment, "さん", now + timedelta(days=4))
    comment = edit(comment, "さん", now + timedelta(days=5))

    assert comment.body == "さん"
    assert comment.edited_at == now + timedelta(days=4)
    assert [*comment.versions.order_by("pk").values_list("body", flat=True)] == ["いち", "に"]


def test_of_two_who_edit_at_once_the_second_is_shown_both(case, taro, now):
    comment = write_comment(case, "いち", by=taro, now=now)
    seen = version_of(comment, ["body"])
    edit(comment, "に", now)

    with pytest.raises(ChangedMeanwhile):
        edit(comment, "さん", now, version=seen)
    assert Comment.objects.get().body == "に"


def test_what_its_writer_deletes_is_gone_with_all_its_wordings(case, taro, now):
    comment = write_comment(case, "いち", by=taro, now=now)
    comment = edit(comment, "に", now)

    delete_comment(comment, by=taro, now=now)

    comment.refresh_from_db()
    assert (comment.body, comment.is_standing) == ("", False)
    assert CommentVersion.objects.count() == 0
    with pytest.raises(CommentIsGone):
        delete_comment(comment, by=taro, now=now)
    with pytest.raises(CommentIsGone):
        edit(comment, "さん", now)


def test_a_hidden_comment_is_not_rewritten_but_may_be_deleted(case, taro, now):
    comment = write_comment(case, "いち", by=taro, now=now)
    hide_comment(comment, "個人名", by=a_staff_member(role=Role.OFFICER), now=now)

    with pytest.raises(CommentIsHidden):
        edit(comment, "に", now)
    delete_comment(comment, by=taro, now=now)

    assert not Comment.objects.standing().exists()


def test_those_who_talked_before_are_told_once_and_the_writer_is_not(case, taro, hanako, now):
    write_comment(case, "いち", by=taro, now=now)
    write_comment(case, "に", by=taro, now=now)
    assert told("comment_after_own") == []

    write_comment(case, "さん", by=hanako, now=now)

    assert told("comment_after_own") == [taro]
    assert Notification.objects.get().title == "コメントした事例に、山田 花子さんもコメントしました"


def test_the_author_is_told_as_the_author_and_not_twice(secret, now):
    officer = a_staff_member(role=Role.OFFICER)
    write_comment(secret, "わたしから", by=secret.staff, now=now)

    write_comment(secret, "確かめます", by=officer, now=now)

    assert told("comment_on_own") == [secret.staff]
    assert told("comment_after_own") == []


def test_who_may_no_longer_see_it_is_not_told(secret, taro, now):
    write_comment(secret, "前は見えた", by=taro, now=now)

    write_comment(secret, "いまは見えない", by=secret.staff, now=now)

    assert told("comment_after_own") == []


def test_no_notice_carries_a_word_of_its_object(secret, now):
    officer = a_staff_member(role=Role.OFFICER)
    write_comment(secret, "ひみつの本文", by=officer, now=now)

    titles = Notification.objects.filter(kind="comment_on_own").values_list("title", flat=True)

    assert [title for title in titles if "ひみつ" in title] == []
