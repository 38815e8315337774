"""After a session: the survey, its result, and certificates."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from portal.errors import DomainError
from portal.paper.document import CONTENT_TYPE as PDF
from portal.staff.pages import only_for
from portal.submitting.once import submit_once
from training.certifying import certificate_by_code, revoke
from training.forms.after import RevokeForm, SurveyForm
from training.models import Booking, Certificate, Session
from training.papers import certificate_paper
from training.rights import certificates_run_by, may_read_survey, may_read_survey_texts, may_train
from training.surveying import (
    FEWEST,
    MARKS,
    answer,
    is_published,
    questions_for,
    refusal,
    results,
)


@require_http_methods(["GET", "POST"])
def survey(request, pk):
    own = Booking.objects.booked().filter(staff=request.user).select_related("session__course")
    booking = get_object_or_404(own, pk=pk)
    now = timezone.now()
    questions = questions_for(booking.session.course)
    form = SurveyForm(request.POST or None, questions=questions)
    refused = refusal(booking, now)
    if not refused and form.is_valid():
        try:
            submit_once(
                form,
                lambda: answer(booking, form.marks(), form.texts(), now=now),
                by=request.user,
                now=now,
            )
        except DomainError as no:
            messages.error(request, str(no))
        else:
            messages.success(request, "回答しました。だれの回答かは、どこにも残りません。")
        return redirect("training:my_training")
    context = {"form": form, "booking": booking, "refused": refused}
    return render(request, "training/survey.html", context)


@require_GET
@only_for(may_read_survey)
def survey_results(request, pk):
    found = get_object_or_404(Session.objects.select_related("course"), pk=pk)
    answers = found.survey_receipts.count()
    is_shown = is_published(found, answers, timezone.now())
    context = {
        "session": found,
        "answers": answers if answers >= FEWEST else None,
        "fewest": FEWEST,
        "is_shown": is_shown,
        "results": results(found) if is_shown else [],
        "marks": MARKS,
        "reads_texts": may_read_survey_texts(request.user),
    }
    return render(request, "training/survey_results.html", context)


@require_GET
def certificate(request, pk):
    own = get_object_or_404(Certificate.objects.filter(staff=request.user), pk=pk)
    address = settings.BASE_URL + reverse("training:certificate_check")
    answer_ = HttpResponse(certificate_paper(own, address=address), content_type=PDF)
    answer_["Content-Disposition"] = f'attachment; filename="certificate-{own.code}.pdf"'
    return answer_


@require_GET
def certificate_check(request):
    typed = request.GET.get("code", "").strip()[:40]
    context = {"typed": typed, "certificate": certificate_by_code(typed) if typed else None}
    return render(request, "training/certificate_check.html", context)


@require_http_methods(["GET", "POST"])
@only_for(may_train)
def certificate_revoke(request, pk):
    found = get_object_or_404(certificates_run_by(request.user), pk=pk)
    form = RevokeForm(request.POST or None)
    if form.is_valid():
        try:
            revoke(found, **form.cleaned_data, by=request.user, now=timezone.now())
        except DomainError as no:
            form.add_error("reason", str(no))
        else:
            messages.success(request, "修了証を取り消し、本人に知らせました。")
            return redirect("training:roster", found.session_id)
    context = {"form": form, "certificate": found}
    return render(request, "training/certificate_revoke.html", context)
