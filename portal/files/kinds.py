"""The written list of what may be uploaded. What is not here is refused."""

from typing import NamedTuple

MEGABYTE = 1024 * 1024


class Kind(NamedTuple):
    """A file type: its extension, the word people know it by, and its limit in bytes."""

    extension: str
    label: str
    mime: str
    limit: int


OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    kind.extension: kind
    for kind in [
        Kind("pdf", "PDF", "application/pdf", 10 * MEGABYTE),
        Kind("docx", "Word", OFFICE + "wordprocessingml.document", 10 * MEGABYTE),
        Kind("xlsx", "Excel", OFFICE + "spreadsheetml.sheet", 10 * MEGABYTE),
        Kind("pptx", "PowerPoint", OFFICE + "presentationml.presentation", 10 * MEGABYTE),
        Kind("csv", "CSV", "text/csv", 5 * MEGABYTE),
        Kind("txt", "テキスト", "text/plain", 5 * MEGABYTE),
        Kind("png", "PNG画像", "image/png", 10 * MEGABYTE),
        Kind("jpg", "JPEG画像", "image/jpeg", 10 * MEGABYTE),
        Kind("jpeg", "JPEG画像", "image/jpeg", 10 * MEGABYTE),
        Kind("gif", "GIF画像", "image/gif", 10 * MEGABYTE),
        Kind("webp", "WebP画像", "image/webp", 10 * MEGABYTE),
        Kind("mp4", "MP4動画", "video/mp4", 50 * MEGABYTE),
        Kind("webm", "WebM動画", "video/webm", 50 * MEGABYTE),
    ]
}
PICTURES = ("png", "jpg", "jpeg", "gif", "webp")
VIDEOS = ("mp4", "webm")
DOCUMENTS = ("pdf", "docx", "xlsx", "pptx", "csv", "txt")


class Allowance(NamedTuple):
    """What one form takes: kinds by extension, files at once, bytes per file (None: the kind's)."""

    kinds: tuple[str, ...] = (*DOCUMENTS, *PICTURES)
    count: int = 5
    limit: int | None = None

    def limit_of(self, kind: Kind) -> int:
        return min(kind.limit, self.limit or kind.limit)

    def words(self) -> str:
        """What people read beside the field."""
        labels = list(dict.fromkeys(KINDS[extension].label for extension in self.kinds))
        largest = max(self.limit_of(KINDS[extension]) for extension in self.kinds)
        count = f"、{self.count}件まで" if self.count > 1 else ""
        return f"{'・'.join(labels)}。1件{_megabytes(largest)}MBまで{count}。"


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.1f}".removesuffix(".0")


ANY_KIND = Allowance()
CMS_PICTURES = Allowance(PICTURES, count=1)
CMS_DOCUMENTS = Allowance(DOCUMENTS, count=1)

# What one person may bring in on one day.
FILES_PER_DAY = 200
BYTES_PER_DAY = 200 * MEGABYTE
