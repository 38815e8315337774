"""Handing files out, to those whom the owner's part lets read them."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.files.handing import attachment
from portal.files.models import StoredFile
from portal.files.rights import may_read


@require_GET
def download(request, pk):
    """A private file. For others it is missing, in the same words as one that never was."""
    stored = get_object_or_404(StoredFile, pk=pk)
    if not may_read(request.user, stored):
        record(
            "files.downloaded",
            actor=request.user,
            obj=stored,
            result=AuditEvent.Result.REFUSED,
        )
        raise Http404
    response = attachment(stored)
    record("files.downloaded", actor=request.user, obj=stored)
    return response
