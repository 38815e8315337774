"""A room in an S3-compatible bucket (S3_BUCKET): the objects below one prefix.

Everything goes through the portal: no address of the bucket leaves it, and no object has readers
of its own. Needs the packages of requirements-s3.txt.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath

import boto3
import botocore
from boto3.exceptions import Boto3Error
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.response import StreamingBody
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible
from django.utils.encoding import filepath_to_uri

from portal.errors import FilesAway
from portal.files.disk import PIECE, moment

MISSING = {"404", "NoSuchKey", "NotFound"}
# A request that waits longer than this holds a worker up.
CONFIG = Config(
    signature_version="s3v4",
    connect_timeout=3,
    read_timeout=20,
    retries={"mode": "standard", "max_attempts": 2},
    max_pool_connections=20,
    # Checksums by header are AWS's own; the signature over the content every server checks.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    s3={"addressing_style": "path", "payload_signing_enabled": True},
)


class BucketRoom:
    """``prefix`` is the name of the room."""

    def __init__(self, prefix: str):
        self.prefix = f"{prefix}/"

    def keep(self, path: str, content: bytes) -> None:
        """Whole, or not there at all. Raises FilesAway."""
        with _answering():
            client().put_object(**self._object(path), Body=content)

    def has(self, path: str) -> bool:
        try:
            self.size_of(path)
        except FileNotFoundError:
            return False
        return True

    def size_of(self, path: str) -> int:
        """Raises FileNotFoundError or FilesAway."""
        with _answering():
            return client().head_object(**self._object(path))["ContentLength"]

    def opened(self, path: str) -> "Arriving":
        """Raises FileNotFoundError or FilesAway."""
        with _answering():
            return Arriving(client().get_object(**self._object(path))["Body"])

    def pieces(self, path: str, first: int, last: int) -> Iterator[bytes]:
        """The bytes from ``first`` to ``last``, both included."""
        with _answering():
            answer = client().get_object(**self._object(path), Range=f"bytes={first}-{last}")
        with Arriving(answer["Body"]) as file:
            yield from iter(partial(file.read, PIECE), b"")

    def remove(self, path: str) -> None:
        with _answering():
            client().delete_object(**self._object(path))

    def everything(self) -> Iterator[tuple[str, float]]:
        """(path below the prefix, time of its last change) of every object."""
        with _answering():
            pages = client().get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=settings.S3_BUCKET, Prefix=self.prefix):
                for each in page.get("Contents", ()):
                    path = each["Key"].removeprefix(self.prefix)
                    yield path, each["LastModified"].timestamp()

    def exchange(self, source: Path, *, now: datetime) -> None:
        """Hold what ``source`` holds. What was here steps aside below another prefix."""
        aside = BucketRoom(f"{self.prefix[:-1]}-until-{moment(now)}")
        with _answering():
            for path, _at in list(self.everything()):
                here = self._object(path)
                client().copy_object(**aside._object(path), CopySource=here)
                client().delete_object(**here)
            for place in sorted(source.rglob("*")):
                if place.is_file():
                    there = self._object(place.relative_to(source).as_posix())
                    client().upload_file(str(place), *there.values())

    def _object(self, path: str) -> dict[str, str]:
        """Raises ValueError for a path that leads out of the room."""
        if not path.isprintable() or path[:1] in {"", "/"} or ".." in PurePosixPath(path).parts:
            raise ValueError(path)
        return {"Bucket": settings.S3_BUCKET, "Key": f"{self.prefix}{path}"}


class Arriving:
    """The bytes of an object as they come in: a file that is read once, from its beginning."""

    def __init__(self, body: StreamingBody):
        self.body = body

    def read(self, count: int | None = None) -> bytes:
        """Raises FilesAway when the rest does not come."""
        with _answering():
            return self.body.read(count)

    def close(self) -> None:
        self.body.close()

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.close()


@deconstructible
class MediaStorage(Storage):
    """The media room as Wagtail asks for it. Its addresses are the portal's own."""

    def __init__(self):
        self.room = BucketRoom("media")

    def _open(self, name, mode="rb"):
        # In memory: Wagtail leaves some of what it opens to be collected, and 10 MB is the most.
        with self.room.opened(name) as file:
            return ContentFile(file.read(), name)

    def _save(self, name, content):
        self.room.keep(name, content.read())
        return name

    def delete(self, name):
        self.room.remove(name)

    def exists(self, name):
        return self.room.has(name)

    def size(self, name):
        return self.room.size_of(name)

    def url(self, name):
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"


def what_is_wrong() -> str:
    """``away``, ``missing``, ``shut`` or ``public``; empty while the bucket is as it should be."""
    try:
        found = client().list_objects_v2(Bucket=settings.S3_BUCKET, Prefix="private/", MaxKeys=1)
    except ClientError as error:
        return "missing" if _code(error) in {*MISSING, "NoSuchBucket"} else "shut"
    except BotoCoreError:
        return "away"
    return "public" if any(map(_is_open_to_all, found.get("Contents", ()))) else ""


def _is_open_to_all(found: dict) -> bool:
    """Whether somebody without a key is given the object."""
    try:
        client(is_signed=False).head_object(Bucket=settings.S3_BUCKET, Key=found["Key"])
    except (ClientError, BotoCoreError):
        return False
    return True


def client(*, is_signed: bool = True) -> BaseClient:
    """One for all threads of a process."""
    keys = (settings.S3_ACCESS_KEY, settings.S3_SECRET_KEY) if is_signed else ()
    return _client(settings.S3_ENDPOINT_URL, settings.S3_REGION, *keys)


@lru_cache(maxsize=4)
def _client(endpoint: str, region: str, access_key: str = "", secret_key: str = "") -> BaseClient:
    unsigned = Config(signature_version=botocore.UNSIGNED)
    return boto3.client(
        "s3",
        endpoint_url=endpoint or None,
        region_name=region,
        aws_access_key_id=access_key or None,
        aws_secret_access_key=secret_key or None,
        config=CONFIG if access_key else CONFIG.merge(unsigned),
    )


@contextmanager
def _answering() -> Iterator[None]:
    """A missing object is a missing file, whatever else goes wrong is a bucket that is away."""
    try:
        yield
    except ClientError as error:
        if _code(error) in MISSING:
            raise FileNotFoundError(str(error)) from error
        raise FilesAway(str(error)) from error
    except (BotoCoreError, Boto3Error) as error:
        raise FilesAway(str(error)) from error


def _code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")
