"""Good and bad files, made anew each time. The table of tests and ``make check-uploads`` use it."""

import struct
import zipfile
import zlib
from io import BytesIO
from typing import NamedTuple

from openpyxl import Workbook
from PIL import Image, ImageDraw, PngImagePlugin

from portal.files.checking import TEST_VIRUS
from tests.files.packing import (
    WORD,
    a_pdf,
    a_zip,
    an_object_stream,
    an_office_file,
    encrypted,
    some_relations,
    with_lying_size,
)

GOOD, BAD = "good", "bad"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
EXE = b"MZ\x90\x00\x03\x00" + bytes(200)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
MEGABYTE = 1024 * 1024
CSV = "番号,氏名,備考\r\n0012,髙﨑,①㈱\r\n"


class Sample(NamedTuple):
    """``what`` is for people, ``is_good`` what must become of it."""

    what: str
    name: str
    content: bytes
    is_good: bool


def a_picture(kind="PNG", size=(60, 40), *, mode="RGB", **options) -> bytes:
    picture = Image.new(mode, size)
    if mode in ("RGB", "L"):
        ImageDraw.Draw(picture).line([(0, 0), size], fill="white")
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def a_moving_picture(kind="GIF", frames=3, size=(20, 20)) -> bytes:
    shades = [Image.new("L", size, number * 7 % 256) for number in range(frames)]
    out = BytesIO()
    shades[0].save(out, kind, save_all=True, append_images=shades[1:], duration=50, loop=0)
    return out.getvalue()


def a_workbook() -> bytes:
    book = Workbook()
    book.active.append(["研修", "人数"])
    book.active.append(["はじめてのDX", 12])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def a_turned_photo() -> bytes:
    """A photo lying on its side, with the place and the camera it was taken with."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "CameraMaker"
    exif.get_ifd(0x8825)[2] = (35.0, 44.0, 0.0)
    return a_picture("JPEG", (80, 40), exif=exif, comment=b"secret place")


def a_png_header(width, height, *, depth=8, colour=2) -> bytes:
    """A PNG that claims a size and holds next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(a_chunk(*chunk) for chunk in chunks)


def a_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def a_png_with(chunk: bytes) -> bytes:
    """A sound PNG with one more chunk behind its header."""
    png = a_picture()
    return png[:33] + chunk + png[33:]


def with_changed_byte(content: bytes, position: int) -> bytes:
    changed = bytearray(content)
    changed[position] ^= 0xFF
    return bytes(changed)


def a_screenshot_with_text() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "職員")
    return a_picture(pnginfo=info)


def good_pictures():
    yield "PNG", "写真.png", a_picture()
    yield "PNG with transparency", "透過.png", a_picture(mode="RGBA")
    yield "PNG with a palette", "色数.png", a_picture(mode="P")
    yield "PNG of 1 bit", "白黒.png", a_picture(mode="1")
    yield "PNG of 16 bit", "十六.png", a_picture(mode="I;16")
    yield "PNG with text inside", "画面　写し.png", a_screenshot_with_text()
    yield "JPEG", "広報.jpg", a_picture("JPEG")
    yield "JPEG, long extension", "広報.jpeg", a_picture("JPEG")
    yield "JPEG, extension in capitals", "IMG_0001.JPG", a_picture("JPEG")
    yield "JPEG for print (CMYK)", "印刷.jpg", a_picture("JPEG", mode="CMYK")
    yield "JPEG turned by EXIF", "現地①.jpg", a_turned_photo()
    yield "JPEG with a small picture behind it", "電話.jpg", a_picture("JPEG") + bytes(64)
    yield "GIF", "絵.gif", a_picture("GIF", mode="P")
    yield "GIF that moves", "動き.gif", a_moving_picture()
    yield "WebP", "絵.webp", a_picture("WEBP")
    yield "WebP without loss", "絵②.webp", a_picture("WEBP", lossless=True)
    yield "WebP that moves", "動き.webp", a_moving_picture("WEBP")
    yield "large but legal picture", "地図.png", a_picture(size=(6000, 4000), mode="L")
    yield "one pixel", "点.png", a_picture(size=(1, 1))
    yield "name of old characters", "髙﨑𠮷①㈱.png", a_picture()
    yield "name with an ideographic variant", "葛\U000e0100城市.png", a_picture()
    yield "name of 200 letters", "あ" * 196 + ".png", a_picture()


def good_documents():
    chart = {"word/embeddings/Workbook1.xlsx": a_workbook()}
    outside = {
        "word/_rels/document.xml.rels": some_relations(
            ("hyperlink", "https://www.soumu.go.jp/", "External")
        )
    }
    printer = {"xl/printerSettings/printerSettings1.bin": "プリンタ".encode("utf-16-le")}
    yield "PDF", "要綱.pdf", a_pdf()
    yield "PDF with an object stream", "要綱②.pdf", a_pdf(an_object_stream(b"<< /A (text) >>"))
    yield "PDF that opens at a page", "手引.pdf", a_pdf(catalog=b"/OpenAction [3 0 R /Fit]")
    yield "large but legal PDF", "大きい.pdf", a_pdf(_a_stream(bytes(9 * MEGABYTE)))
    yield "Word", "様式　第１号.docx", an_office_file("docx")
    yield "Word with a chart's table", "報告.docx", an_office_file("docx", members=chart)
    yield "Word with a link", "案内.docx", an_office_file("docx", members=outside)
    yield "Excel", "名簿.xlsx", a_workbook()
    yield "Excel with printer settings", "予算.xlsx", an_office_file("xlsx", members=printer)
    yield "PowerPoint", "研修.pptx", an_office_file("pptx")
    yield "CSV in UTF-8", "一覧.csv", CSV.encode()
    yield "CSV in UTF-8 with its mark", "一覧②.csv", CSV.encode("utf-8-sig")
    yield "CSV in cp932", "一覧③.csv", CSV.encode("cp932")
    yield "CSV in UTF-16", "一覧④.csv", CSV.encode("utf-16")
    yield "text", "メモ.txt", "BM会議 <b>のメモ\n".encode()
    yield "text about a script", "手順.txt", "次に <script> と書きます。\n".encode()


def bad_pictures():
    yield from broken_pictures()
    yield from false_pictures()
    yield from mixed_pictures()


def broken_pictures():
    png, gif, webp = (a_picture(kind) for kind in ("PNG", "GIF", "WEBP"))
    yield "cut PNG", "切.png", png[: len(png) // 2]
    yield "cut JPEG", "切.jpg", a_picture("JPEG", (800, 800))[:3000]
    yield "cut GIF", "切.gif", gif[: len(gif) // 2]
    yield "cut WebP", "切.webp", webp[: len(webp) // 2]
    yield "PNG, header alone", "頭.png", png[:33]
    yield "PNG with a wrong checksum", "検査.png", with_changed_byte(png, 29)
    yield "PNG whose pixels have a wrong checksum", "検査.png", with_changed_byte(png, -14)
    yield "PNG of 0 by 0", "零.png", a_png_header(0, 0)
    yield "PNG of 0 by 40", "零②.png", a_png_header(0, 40)
    yield "GIF of 0 by 0", "零.gif", gif.replace(gif[6:10], bytes(4))
    yield "WebP that lies about its length", "長.webp", webp[:4] + b"\xff\0\0\0" + webp[8:]
    yield "pixel bomb", "爆.png", a_png_header(60_000, 60_000)
    yield "pixel bomb of one line", "線.png", a_png_header(2_000_000, 1)
    yield "pixel bomb, just over", "超.png", a_png_header(10_000, 4_001)
    yield "pixel bomb that packs well", "黒.png", a_picture(size=(9000, 9000), mode="1")
    yield "pixel bomb of a GIF", "爆.gif", gif[:6] + b"\xff\xff\xff\xff" + gif[10:]
    yield "too many frames", "長.gif", a_moving_picture(frames=60)
    yield "PNG with a text bomb", "文.png", a_png_with(_a_text_bomb())


def false_pictures():
    jpeg, gif, webp = (a_picture(kind) for kind in ("JPEG", "GIF", "WEBP"))
    yield "GIF that is a JPEG", "偽.gif", jpeg
    yield "PNG that is a GIF", "偽.png", gif
    yield "JPEG that is a WebP", "偽.jpg", webp
    yield "SVG named PNG", "図.png", SVG
    yield "HTML named PNG", "頁.png", HTML
    yield "program named JPEG", "絵.jpg", EXE
    yield "PDF named PNG", "書.png", a_pdf()
    yield "TIFF named PNG", "図.png", a_picture("TIFF")
    yield "BMP named GIF", "図.gif", a_picture("BMP")
    yield "garbage named WebP", "屑.webp", b"RIFF\x10\0\0\0WEBPjunkjunk"


def mixed_pictures():
    png, jpeg, gif = (a_picture(kind) for kind in ("PNG", "JPEG", "GIF"))
    package = a_zip({"evil.html": HTML})
    yield "GIF with a zip behind it", "混.gif", gif + package
    yield "PNG with a zip behind it", "混.png", png + package
    yield "JPEG with a zip behind it", "混.jpg", jpeg + package
    yield "JPEG with a page in its comment", "混②.jpg", a_picture("JPEG", comment=HTML)
    yield "GIF with a script behind it", "混.gif", gif[:-1] + b";<script>alert(1)</script>"
    yield "PNG with PHP in its text", "混②.png", a_png_with(a_chunk(b"tEXt", b"a\0<?php x();"))
    yield "JPEG with a PDF in its comment", "混③.jpg", a_picture("JPEG", comment=a_pdf())
    yield "JPEG with a RAR behind it", "混④.jpg", jpeg + b"Rar!\x1a\x07\x00" + bytes(50)


def bad_documents():
    yield from bad_pdfs()
    yield from bad_packages()
    yield from bad_parts()
    yield from bad_texts()


def bad_pdfs():
    yield "garbage named PDF", "屑.pdf", b"garbage" * 20
    yield "garbage behind a PDF header", "屑②.pdf", b"%PDF-1.7\n" + b"garbage" * 20
    yield "cut PDF", "切.pdf", a_pdf()[:200]
    elsewhere = a_pdf().replace(b"startxref\n", b"startxref\n1")
    yield "PDF with a wrong place of its list", "場所.pdf", elsewhere
    action = b"/OpenAction << /S /JavaScript /JS (x) >>"
    yield "PDF with JavaScript", "動.pdf", a_pdf(catalog=action)
    yield "PDF with JavaScript in #", "動②.pdf", a_pdf(b"<< /S /J#61vaScr#69pt /JS (x) >>")
    hidden = an_object_stream(b"<< /S /JavaScript /JS (app.alert(1)) >>")
    yield "PDF with JavaScript in an object stream", "動③.pdf", a_pdf(hidden)
    odd = an_object_stream(b"<< >>", packing=b"/Filter [/ASCIIHexDecode /FlateDecode]")
    yield "PDF with an oddly packed object stream", "動④.pdf", a_pdf(odd)
    bomb = an_object_stream(bytes(60 * MEGABYTE))
    yield "PDF with a bomb in an object stream", "爆.pdf", a_pdf(bomb)
    yield "PDF that starts a program", "起動.pdf", a_pdf(b"<< /S /Launch /F (cmd.exe) >>")
    yield "PDF with a file inside", "添付.pdf", a_pdf(b"<< /Type /EmbeddedFile /Length 0 >>")
    yield "encrypted PDF", "鍵.pdf", a_pdf(b"<< >>", trailer=b"/Encrypt 4 0 R")
    yield "PDF with a zip behind it", "混.pdf", a_pdf() + a_zip({"evil.html": HTML})
    yield "HTML named PDF", "頁.pdf", HTML
    yield "program named PDF", "請求書.pdf", EXE
    yield "PNG named PDF", "絵.pdf", a_picture()


def bad_packages():
    word = an_office_file("docx")
    yield "garbage named Word", "屑.docx", b"garbage" * 20
    yield "cut Word", "切.docx", word[:-30]
    yield "Word with a wrong checksum", "検査.docx", _with_wrong_checksum()
    yield "Word that is an Excel", "偽.docx", a_workbook()
    yield "Excel that is a plain zip", "偽.xlsx", a_zip({"a.txt": b"hello"})
    yield "Word of the old format", "旧.docx", OLD_OFFICE
    yield "encrypted Word", "鍵.docx", encrypted(word)
    yield "Word with a page before it", "混.docx", HTML + word
    yield "Word with a PDF before it", "混②.docx", b"%PDF-1.7\n" + word
    yield "Word with bytes behind it", "後.docx", word + b"x" * 50
    yield "Word with a comment in its package", "注.docx", an_office_file("docx", comment=HTML)


def bad_texts():
    yield "binary named CSV", "一覧.csv", bytes(range(256)) * 4
    yield "CSV with NUL", "一覧.csv", "番号,氏\0名\n".encode()
    yield "CSV with NUL in UTF-16", "一覧.csv", "番号,氏\0名\n".encode("utf-16")
    yield "CSV that is an Excel", "一覧.csv", a_workbook()
    yield "text with terminal controls", "メモ.txt", b"\x1b]0;title\x07hello"
    yield "HTML named text", "頁.txt", HTML
    yield "SVG named CSV", "図.csv", b"\n  " + SVG
    yield "rich text named text", "文書.txt", rb"{\rtf1\ansi hello}"
    yield "PDF named text", "書.txt", a_pdf()
    yield "RAR named text", "書.txt", b"Rar!\x1a\x07\x00" + b"a" * 50
    yield "test virus", "試験.txt", TEST_VIRUS
    yield "too large text", "大.txt", b"a\n" * (3 * MEGABYTE)


def bad_parts():
    """Office packages, sound as zips, with something inside that must not be there."""
    macro_type = '<Override PartName="/a" ContentType="application/vnd.ms-office.vbaProject"/>'
    entity = '<!DOCTYPE a [<!ENTITY x "y">]><a/>'
    parts = {
        "macro": {"word/vbaProject.bin": OLD_OFFICE},
        "an old-style macro sheet": {"xl/macrosheets/sheet1.xml": b"<a/>"},
        "an ActiveX control": {"word/activeX/activeX1.xml": b"<a/>"},
        "an OLE object": {"word/embeddings/oleObject1.bin": OLD_OFFICE},
        "a program inside": {"word/media/image1.png": EXE},
        "a script inside": {"word/media/run.js": b"alert(1)"},
        "a page inside": {"word/afchunk.mht": HTML},
        "a zip inside": {"word/media/image1.png": a_zip({"a": b"b"})},
        "a nested macro": {"word/embeddings/a.xlsx": _with_a_macro("xlsx")},
        "packages in packages": {"word/embeddings/a.docx": _a_package_in_a_package()},
        "a declared entity": {"word/styles.xml": entity.encode()},
        "an entity in UTF-16": {"word/styles.xml": entity.encode("utf-16")},
        "an automatic DDE field": {"word/footer1.xml": _a_field("DDEAUTO cmd /k calc")},
        "a name that leads out": {"../../evil.txt": b"x"},
        "a name that begins at the root": {"/etc/evil": b"x"},
        "2,001 parts": {f"word/media/{number}.xml": b"<a/>" for number in range(2001)},
    }  # fmt: skip
    for what, members in parts.items():
        yield f"Word with {what}", "様式.docx", an_office_file("docx", members=members)
    for kind, target in [
        ("attachedTemplate", "http://192.0.2.1/a.dotm"),
        ("oleObject", "file:///c:/a.exe"),
        ("image", "http://192.0.2.1/pixel.png"),
        ("frame", "http://192.0.2.1/a.html"),
        ("externalLinkPath", "http://192.0.2.1/a.xlsx"),
        ("hyperlink", "javascript:alert(1)"),
    ]:
        relations = {"word/_rels/document.xml.rels": some_relations((kind, target, "External"))}
        yield f"Word with an outside {kind}", "様式.docx", an_office_file("docx", members=relations)
    link = b"<externalLink><ddeLink ddeService='cmd'/></externalLink>"
    members = {"xl/externalLinks/externalLink1.xml": link}
    yield "Excel with DDE", "表.xlsx", an_office_file("xlsx", members=members)
    yield "Word with a macro's type", "様式.docx", an_office_file("docx", types=macro_type)
    yield (
        "macro Word named Word",
        "様式.docx",
        an_office_file("docx", main_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
    )
    yield "zip bomb as Word", "爆.docx", _a_bomb("docx", 120 * MEGABYTE)
    yield "zip bomb as Excel", "爆.xlsx", _a_bomb("xlsx", 20 * MEGABYTE)
    lying = with_lying_size(_a_bomb("docx", 30 * MEGABYTE), b"word/bomb.xml", 10)
    yield "zip bomb that lies about its size", "爆.docx", lying


def bad_names():
    png, pdf = a_picture(), a_pdf()
    yield "name without an extension", "写真", png
    yield "unknown extension", "絵.svg", SVG
    yield "page", "頁.html", HTML
    yield "old Word", "様式.doc", OLD_OFFICE
    yield "macro Word", "様式.docm", _with_a_macro("docx")
    yield "archive", "まとめ.zip", a_zip({"a": b"b"})
    yield "program behind a document's name", "請求書.pdf.exe", EXE
    yield "dot at the end", "写真.png.", png
    yield "blank at the end", "写真.png ", png
    yield "extension alone", ".png", b""
    yield "name that turns the direction", "exe.\u202egnp.png", png
    yield "name with a control character", "a\x07b.pdf", pdf
    yield "name with a line break", "a%0d%0ab\x0b.pdf", pdf
    yield "name with NUL", "a.png\0.exe", EXE
    yield "name of 201 letters", "あ" * 197 + ".pdf", pdf
    yield "name of 300 letters, large file", "あ" * 300 + ".pdf", pdf + bytes(3 * MEGABYTE)
    yield "extension of 300 letters, large file", "a." + "あ" * 300, bytes(3 * MEGABYTE)
    yield "empty file", "空.pdf", b""
    yield "empty picture", "空.png", b""
    yield "too large PDF", "大.pdf", a_pdf(_a_stream(bytes(11 * MEGABYTE)))


def all_samples() -> list[Sample]:
    good = [*good_pictures(), *good_documents()]
    bad = [*bad_pictures(), *bad_documents(), *bad_names()]
    return [Sample(*each, True) for each in good] + [Sample(*each, False) for each in bad]


def _a_stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _a_text_bomb() -> bytes:
    return a_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(70 * MEGABYTE)))


def _a_bomb(extension: str, size: int) -> bytes:
    return an_office_file(extension, members={"word/bomb.xml": b" " * size})


def _with_a_macro(extension: str) -> bytes:
    return an_office_file(extension, members={"xl/vbaProject.bin": OLD_OFFICE})


def _a_package_in_a_package() -> bytes:
    return an_office_file("docx", members={"word/embeddings/b.xlsx": a_workbook()})


def _a_field(code: str) -> bytes:
    return f"<w:p {WORD}><w:instrText>{code}</w:instrText></w:p>".encode()


def _with_wrong_checksum() -> bytes:
    package = an_office_file("docx", packing=zipfile.ZIP_STORED)
    return package.replace(b"<w:body/>", b"<w:bodx/>")
