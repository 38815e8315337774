"""From an answer to a draft of a case."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.consultations.desk_views import for_desk
from portal.consultations.more_forms import RetellForm
from portal.consultations.retelling import first_words, tell_as_case
from portal.errors import DomainError
from portal.submitting.once import submit_once


@require_http_methods(["GET", "POST"])
def consultation_case(request, pk):
    """The words with names masked, for an officer to write anew."""
    found, now, by = for_desk(request, pk), timezone.now(), request.user
    form = RetellForm(request.POST or None, initial=first_words(found))
    if request.method == "POST" and form.is_valid():
        make = partial(tell_as_case, found, form.retold(), by=by, now=now)
        try:
            submit_once(form, make, by=by, now=now)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "事例の下書きを作り、編集担当に知らせました。")
            return redirect("consultations:consultation", pk)
    context = {"form": form, "consultation": found}
    return render(request, "consultations/consultation_case.html", context)
