"""Talk in the small town hall: about a case everybody reads, and about a draft nobody meets."""

from datetime import timedelta

from django.utils import timezone

from casebook.models import Case
from portal.community.announcing import announce
from portal.community.commenting import write_comment
from portal.community.following import follow
from portal.community.keeping import keep, make_collection
from portal.community.models import Comment
from portal.community.moderating import Concern, hide_comment, report


def community(people):
    now = timezone.now()
    published, draft = (
        Case.objects.filter(live=True).first(),
        Case.objects.filter(live=False).first(),
    )
    for number, case in enumerate([published, draft]):
        announce(case, by=None, now=now + timedelta(seconds=number))
    for staff in people.values():
        comment = write_comment(published, "うちでも試します。", by=staff, now=now)
        keep(published, by=staff, now=now)
        make_collection(staff, "あとで読む")
        follow(staff, tag="手挙げ", now=now)
    report(comment, Concern("wrong", ""), by=people["ST"], now=now)
    hidden = Comment.objects.filter(author=people["TR"]).get()
    hide_comment(hidden, "個人の名前があったため", by=people["OF"], now=now)
