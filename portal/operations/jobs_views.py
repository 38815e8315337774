"""The queue on the screen, for administrators."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.errors import DomainError
from portal.operations.access import may_see_jobs, only_for
from portal.operations.jobs import periodic_state, queue_state, run_again
from portal.operations.models import Job


@require_GET
@only_for(may_see_jobs, trying="jobs.read")
def job_list(request):
    context = {"state": queue_state(timezone.now()), "periodic": periodic_state()}
    return render(request, "operations/job_list.html", context)


@require_POST
@only_for(may_see_jobs, trying="jobs.run_again")
def job_run_again(request, pk):
    job = get_object_or_404(Job, pk=pk)
    try:
        run_again(job, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, "もう一度実行します。しばらくして、この画面を開き直してください。"
        )
    return redirect("jobs:job_list")
