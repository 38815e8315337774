"""Taking consultations out of the portal, and files out of a consultation."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.audit.trail import record
from portal.authority.breaking_glass import record_reading
from portal.consultations.desk_forms import ReasonForm
from portal.consultations.desk_list_views import conditions_in
from portal.consultations.exporting import export_list
from portal.consultations.reading import Reader, thread_of
from portal.consultations.removing import consultation_of, may_remove, remove_file
from portal.consultations.rights import works_at_the_desk
from portal.consultations.views import found_for
from portal.errors import DomainError
from portal.files.models import StoredFile
from portal.files.rights import may_read
from portal.staff.pages import only_for
from portal.tables.writing import CONTENT_TYPES


@require_GET
def consultation_paper(request, pk):
    """The thread as one file, for whoever reads it. Notes are never in it."""
    found, now, staff = found_for(request, pk), timezone.now(), request.user
    shows_name = found.asker_id == staff.pk or works_at_the_desk(staff)
    context = {
        "consultation": found,
        "items": thread_of(found, Reader(staff, with_notes=False, is_desk=False, now=now)),
        "asker": found.asker.name if shows_name else found.shown_asker,
        "now": now,
    }
    record("consultation.exported", actor=staff, obj=found)
    record_reading(staff, found, now)
    answer = render(request, "consultations/consultation_paper.html", context)
    answer["Content-Disposition"] = f'attachment; filename="consultation-{pk}.html"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@only_for(works_at_the_desk)
def desk_export(request):
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "書き出す理由を入力してください。")
        return redirect("consultations:desk")
    reason, by = form.cleaned_data["reason"], request.user
    content = export_list(conditions_in(request), reason, by=by, now=timezone.now())
    answer = HttpResponse(content, content_type=CONTENT_TYPES["xlsx"])
    answer["Content-Disposition"] = 'attachment; filename="consultations.xlsx"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "POST"])
def file_remove(request, pk):
    """For others the file is missing, as if it never was."""
    stored, now, by = get_object_or_404(StoredFile, pk=pk), timezone.now(), request.user
    if not (may_remove(by, stored, now) and may_read(by, stored)):
        raise Http404
    row, form = consultation_of(stored), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            remove_file(stored, form.cleaned_data["reason"], by=by, now=now)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "ファイルを削除しました。")
        return redirect("consultations:consultation", row.pk)
    context = {"form": form, "file": stored, "consultation": row}
    return render(request, "consultations/file_remove.html", context)
