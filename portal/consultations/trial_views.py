"""What came of trying out a case."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.consultations.more_forms import OutcomeForm
from portal.consultations.rights import may_tell_outcome
from portal.consultations.trying import tell_outcome
from portal.consultations.views import found_for
from portal.errors import DomainError


@require_POST
def consultation_outcome(request, pk):
    """By the asker, or by somebody of the desk who may answer it."""
    found = found_for(request, pk)
    if not may_tell_outcome(request.user, found):
        raise Http404
    form = OutcomeForm(request.POST, prefix="outcome")
    if not form.is_valid():
        messages.error(request, "試した結果を入力し、名前がないことを確かめてください。")
        return redirect("consultations:consultation", pk)
    words = form.cleaned_data["words"]
    try:
        tell_outcome(found, words, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "試した結果を残しました。事例のページに載ります。")
    return redirect("consultations:consultation", pk)
