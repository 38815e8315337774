"""A form that is sent twice makes one thing: the second sending leads to the first result.

form = QuestionForm(request.POST or None)          # class QuestionForm(SubmitOnce)
if form.is_valid():
    question = submit_once(form, lambda: ask(…), by=request.user, now=now)
    return redirect("consultations:consultation", question.pk)
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from portal.errors import DomainError
from portal.submitting.models import Submission

# A browser's back button brings a form back hours later, not weeks.
DAYS_KEPT = 7


class AlreadyGone(DomainError):
    message = "すでに送信されたあと、削除されました。新しく書くときは、画面を開き直してください。"


@transaction.atomic
def submit_once(form, make: Callable[[], models.Model], *, by: Any, now: datetime) -> models.Model:
    """What ``make`` returns; the second time, what it returned the first time.

    ``form`` is valid and has a submit key. Of two who send the same key at once, the second
    waits for the first. What ``make`` raises goes through, and the key may be used again.
    Raises AlreadyGone when the first result was deleted since.
    """
    key = form.cleaned_data["submit_key"]
    submission, is_first = Submission.objects.get_or_create(staff=by, key=key, defaults={"at": now})
    if not is_first:
        if submission.result is None:
            raise AlreadyGone
        return submission.result
    result = make()
    submission.result_type = ContentType.objects.get_for_model(result)
    submission.result_id = str(result.pk)
    submission.save(update_fields=["result_type", "result_id"])
    return result


def forget_submissions(now: datetime) -> int:
    """Returns how many."""
    before = now - timedelta(days=DAYS_KEPT)
    return Submission.objects.filter(at__lt=before).delete()[0]
