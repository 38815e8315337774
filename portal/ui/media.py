"""Pictures of the CMS and their sizes, for signed-in people only."""

from django.conf import settings
from django.http import Http404
from django.views.decorators.http import require_GET
from django.views.static import serve

# Documents lie beside them and have rules of their own: they leave by their own address.
PICTURE_FOLDERS = ("images/", "original_images/")


@require_GET
def media(request, path):
    """A picture or its rendition. The sign-in rule of every page closes it to strangers."""
    if not path.startswith(PICTURE_FOLDERS) or ".." in path:
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
