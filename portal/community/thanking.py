"""Thanks to the person behind something."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model

from portal.audit.trail import record
from portal.community.kinds import kind_of, label_of
from portal.community.models import Thanks
from portal.community.notices import thanks_received
from portal.community.rights import author_of
from portal.errors import DomainError
from portal.staff.models import StaffMember


class NobodyToThank(DomainError):
    message = "書いた人の名前がないものには、お礼を送れません。コメントで伝えてください。"


class ThanksToOneself(DomainError):
    message = "自分の投稿です。お礼は、ほかの人の投稿に送れます。"


class AlreadyThanked(DomainError):
    message = "すでにお礼を送っています。"


@transaction.atomic
def thank(target: Model, words: str, *, by: StaffMember, now: datetime) -> Thanks:
    """Thank the author of ``target`` once, and tell them.

    Raises NobodyToThank, ThanksToOneself and AlreadyThanked.
    """
    to = author_of(kind_of(label_of(target)), target)
    if to is None:
        raise NobodyToThank
    if to == by:
        raise ThanksToOneself
    thanks, is_first = Thanks.objects.get_or_create(
        kind=label_of(target),
        object_id=target.pk,
        by=by,
        defaults={"to": to, "words": words, "at": now},
    )
    if not is_first:
        raise AlreadyThanked
    thanks_received(thanks, now=now)
    record("community.thanks.given", actor=by, obj=thanks)
    return thanks
