"""Pictures: decoded once, whole, under limits, and written anew without what they carried.

A new file holds the pixels alone: no place, camera or name (EXIF, XMP, comments), no bytes
behind the picture. The orientation that EXIF asked for is applied first.
"""

from io import BytesIO

from PIL import Image, ImageOps

from portal.files.refusals import FileRefused

# As the decoder names them. A photo of a telephone is often a JPEG with more pictures behind it.
FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "gif": "GIF", "webp": "WEBP"}
BEGINNINGS = {
    "PNG": (b"\x89PNG\r\n\x1a\n",),
    "JPEG": (b"\xff\xd8\xff",),
    "GIF": (b"GIF87a", b"GIF89a"),
    "WEBP": (b"RIFF",),
}
# WebP takes ten times as long to write, and its writer fails on larger detailed pictures.
PIXEL_LIMITS = {"PNG": 40_000_000, "JPEG": 40_000_000, "GIF": 40_000_000, "WEBP": 12_000_000}
# From here on a PNG is packed quickly rather than closely: nobody waits longer than 5 seconds.
QUICK_FROM = 4_000_000
FRAME_LIMIT = 50
SIDE_LIMIT = 30_000
JPEG_QUALITY = 90
# Larger colour profiles belong to printing presses and could carry anything.
PROFILE_LIMIT = 4096


def check_picture(content: bytes, extension: str) -> bytes:
    """The picture written anew. Raises FileRefused."""
    name = FORMATS[extension]
    if not content.startswith(BEGINNINGS[name]):
        raise FileRefused("content_differs", label=f"{name}の画像", guess="")
    _check_end(content, name)
    try:
        return _written_anew(content, name)
    except FileRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(name) from error
    # A decoder may raise anything at all on hostile bytes, and each of it means the same.
    except Exception as error:
        raise FileRefused("picture_broken") from error


def _check_end(content: bytes, name: str) -> None:
    """Where the format says how long it is, the file must be just that long."""
    if name == "WEBP":
        length = int.from_bytes(content[4:8], "little") + 8
        if content[8:12] != b"WEBP" or length + length % 2 != len(content) + len(content) % 2:
            raise FileRefused("picture_broken")
    if name == "PNG" and content[-8:-4] != b"IEND":
        raise FileRefused("picture_broken")
    if name == "GIF" and not content.rstrip(b"\0").endswith(b";"):
        raise FileRefused("picture_broken")


def _written_anew(content: bytes, name: str) -> bytes:
    with Image.open(BytesIO(content), formats=[name]) as picture:
        _check_size(picture, name, 1)
        # Loading skips the checksums of a PNG; this reads them, and uses the object up.
        if name == "PNG":
            picture.verify()
    with Image.open(BytesIO(content), formats=[name]) as picture:
        if name != "JPEG" and getattr(picture, "is_animated", False):
            return _moving(picture, name)
        picture.load()
        return _still(picture, name, content)


def _check_size(picture, name: str, frames: int) -> None:
    width, height = picture.size
    if width * height < 1:
        raise FileRefused("picture_broken")
    if max(width, height) > SIDE_LIMIT or width * height * frames > PIXEL_LIMITS[name]:
        raise _too_large(name)


def _too_large(name: str) -> FileRefused:
    return FileRefused("picture_too_large", limit=f"{PIXEL_LIMITS[name] // 10_000:,}")


def _still(picture, name: str, content: bytes) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    # The orientation is the last thing wanted of what the picture carried.
    profile = picture.info.get("icc_profile") or b""
    options = {"icc_profile": profile} if 0 < len(profile) <= PROFILE_LIMIT else {}
    transparency = upright.info.get("transparency")
    upright.info = {} if transparency is None else {"transparency": transparency}
    out = BytesIO()
    is_large = upright.width * upright.height > QUICK_FROM
    upright.save(out, name, **options, **_packing(name, content, is_large))
    return out.getvalue()


def _packing(name: str, content: bytes, is_large: bool) -> dict:
    # WebP says in its first block whether it keeps every pixel; for those, quality is effort.
    is_exact = b"VP8L" in content[:100]
    return {
        "PNG": {"compress_level": 1 if is_large else 3},
        "JPEG": {"quality": JPEG_QUALITY, "exif": b"", "comment": b""},
        "GIF": {"comment": b""},
        "WEBP": {"lossless": is_exact, "quality": 0 if is_exact else JPEG_QUALITY, "method": 0},
    }[name]


def _moving(picture, name: str) -> bytes:
    frames, durations = [], []
    for number in range(FRAME_LIMIT + 1):
        try:
            picture.seek(number)
        except EOFError:
            break
        if number == FRAME_LIMIT:
            raise FileRefused("picture_too_long", limit=FRAME_LIMIT)
        _check_size(picture, name, number + 1)
        frames.append(picture.convert("RGBA"))
        durations.append(picture.info.get("duration", 100))
    out, loop = BytesIO(), picture.info.get("loop", 0)
    options = {"GIF": {"disposal": 2}, "WEBP": {"quality": JPEG_QUALITY, "method": 0}}.get(name, {})
    frames[0].save(
        out,
        name,
        save_all=True,
        append_images=frames[1:],
        duration=durations,
        loop=loop,
        **options,
    )
    return out.getvalue()
