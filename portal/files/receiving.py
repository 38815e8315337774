"""Uploads as they arrive: names as typed, and no request without a limit."""

from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    MemoryFileUploadHandler,
    TemporaryFileUploadHandler,
)
from django.http.multipartparser import MultiPartParser

from portal.files.kinds import MEGABYTE

# Five files of the largest kind, and the text beside them.
BODY_LIMIT = 60 * MEGABYTE
NAME_LIMIT = 255
EXTENSION_LIMIT = 20
# Where large uploads wait, in the private room.
INCOMING = "incoming/"


class TypedNameParser(MultiPartParser):
    """Django drops every character that Python calls unprintable, the full-width space too.

    「研修　計画.pdf」 would lose its space. What is unsafe is refused by ``check_name`` instead.
    """

    def sanitize_file_name(self, file_name):
        name = file_name.replace("\\", "/").rpartition("/")[2].replace("\0", "\ufffd")
        if name in {"", ".", ".."}:
            return None
        stem, dot, extension = name.rpartition(".")
        # A temporary file takes the extension along, and a disk limits it. None of ours is long.
        if not dot:
            return name[:NAME_LIMIT]
        return f"{stem[:NAME_LIMIT]}.{extension[:EXTENSION_LIMIT]}"

    IE_sanitize = sanitize_file_name


class IncomingFile(TemporaryUploadedFile):
    """Waits in the private room: one that breaks off lies where ``check_files`` sweeps it.

    With a bucket there is no such room on this machine; the system's own folder does.
    """

    def __init__(self, name, content_type, size, charset, content_type_extra=None):
        folder = None
        if not settings.S3_BUCKET:
            folder = Path(settings.PRIVATE_ROOT) / INCOMING
            folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        file = NamedTemporaryFile(suffix=".upload", dir=folder)  # noqa: SIM115 - closed by Django
        UploadedFile.__init__(self, file, name, content_type, size, charset, content_type_extra)


class IncomingHandler(TemporaryFileUploadHandler):
    """For what is too large for the memory."""

    def new_file(self, *args, **kwargs):
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = IncomingFile(
            self.file_name, self.content_type, 0, self.charset, self.content_type_extra
        )


class TypedNamesHandler(FileUploadHandler):
    """Reads the whole body with the parser above. Must be the only handler of the settings."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803
        if content_length > BODY_LIMIT:
            raise RequestDataTooBig
        handlers = [MemoryFileUploadHandler(self.request), IncomingHandler(self.request)]
        return TypedNameParser(META, input_data, handlers, encoding).parse()

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None
