"""Documents of the CMS leave the house like every other file."""

from wagtail import hooks

from portal.audit.trail import record
from portal.files.handing import document_attachment


@hooks.register("before_serve_document", order=100)
def hand_out_as_attachment(document, request):
    """After Wagtail's own check of the collection, whose order is 0."""
    response = document_attachment(document)
    record("files.downloaded", actor=request.user, obj=document)
    return response
