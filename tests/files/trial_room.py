"""A form with attachments, as a later part would write it; and its addresses."""

from django import forms
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.files.forms import CheckedFileField, CheckedFilesField, UploadingForm
from portal.files.keeping import store

PAGE = engines["django"].from_string(
    '{% include "files/choose_again.html" with form=form only %}<form>{{ form }}</form>'
)


class TrialForm(UploadingForm):
    body = forms.CharField(label="本文", widget=forms.Textarea)
    attachments = CheckedFilesField(label="添付", required=False)


class OneFileForm(UploadingForm):
    attachment = CheckedFileField(label="申請書")


@require_POST
def trial(request):
    form = TrialForm(request.POST, request.FILES, by=request.user)
    if not form.is_valid():
        return HttpResponse(PAGE.render({"form": form}, request))
    for upload in form.cleaned_data["attachments"]:
        store(upload, by=request.user, owner=request.user, now=timezone.now())
    return HttpResponse("taken")


urlpatterns = [path("trial/", trial), path("", include("portal.urls"))]
handler404 = "portal.ui.views.not_found"
handler500 = "portal.ui.views.server_error"
