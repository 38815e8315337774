"""Pictures of the CMS and their sizes, for signed-in people only."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_GET

# Documents lie beside them and have rules of their own: they leave by their own address.
PICTURE_FOLDERS = ("images/", "original_images/")


@require_GET
def media(request, path):
    """A picture or its rendition. The sign-in rule of every page closes it to strangers."""
    if not path.startswith(PICTURE_FOLDERS) or ".." in path:
        raise Http404
    try:
        file = default_storage.open(path)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, ValueError) as error:
        raise Http404 from error
    response = FileResponse(file)
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
