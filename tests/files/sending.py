"""Sending samples through the forms that people use, as a browser does."""

from typing import NamedTuple

from django.test import Client
from wagtail.documents import get_document_model
from wagtail.models import Collection

from portal.files.kinds import DOCUMENTS, PICTURES
from portal.files.models import PortalImage, StoredFile
from portal.files.names import extension_of
from tests.files.samples import Sample

BOUNDARY = "----trial"


class Door(NamedTuple):
    """A form: its address, its file field, its text fields, what it keeps, what it is for."""

    label: str
    address: str
    field: str
    texts: dict
    model: type
    kinds: tuple[str, ...]


def doors() -> list[Door]:
    root = Collection.get_first_root_node().pk
    texts = {"title": "見本", "collection": root}
    document = get_document_model()
    return [
        Door("画像の追加", "/cms/images/add/", "file", texts, PortalImage, PICTURES),
        Door(
            "画像の一括追加", "/cms/images/multiple/add/", "files[]", texts, PortalImage, PICTURES
        ),
        Door("文書の追加", "/cms/documents/add/", "file", texts, document, DOCUMENTS),
        Door(
            "文書の一括追加", "/cms/documents/multiple/add/", "files[]", texts, document, DOCUMENTS
        ),
        Door(
            "添付の欄",
            "/trial/",
            "attachments",
            {"body": "本文"},
            StoredFile,
            (*DOCUMENTS, *PICTURES),
        ),
    ]


def is_for(door: Door, sample: Sample) -> bool:
    """A good file only goes where its kind belongs; a bad one is tried everywhere."""
    return not sample.is_good or extension_of(sample.name) in door.kinds


def send(client: Client, door: Door, sample: Sample):
    """The answer, and whether a row was kept."""
    before = door.model.objects.count()
    answer = post(client, door.address, door.texts, {door.field: (sample.name, sample.content)})
    return answer, door.model.objects.count() > before


def post(client: Client, address: str, texts: dict, files: dict):
    """A multipart body with names exactly as given, which Django's test client would clean."""
    parts = []
    for name, value in texts.items():
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        parts.append(f"{head}{value}\r\n".encode())
    for field, (name, content) in files.items():
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"'
            "\r\nContent-Type: application/octet-stream\r\n\r\n"
        )
        parts.append(head.encode(errors="surrogatepass") + content + b"\r\n")
    body = b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])
    return client.generic(
        "POST",
        address,
        body,
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
        HTTP_X_REQUESTED_WITH="XMLHttpRequest",
    )
