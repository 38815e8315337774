"""Files made by hand: PDF and Office packages, to the byte."""

import zipfile
import zlib
from io import BytesIO

SCHEMAS = "http://schemas.openxmlformats.org"
TYPES = f"{SCHEMAS}/package/2006/content-types"
RELATIONS = f"{SCHEMAS}/package/2006/relationships"
DOCUMENT_RELATIONS = f"{SCHEMAS}/officeDocument/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": ("word/document.xml", OFFICE + "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", OFFICE + "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", OFFICE + "presentationml.presentation.main+xml"),
}
WORD = f'xmlns:w="{SCHEMAS}/wordprocessingml/2006/main"'


def an_office_file(extension, *, members=None, main_type=None, types="", main=None, **options):
    """The smallest package of its kind. ``members`` are added, or stand in for ours."""
    path, known_type = MAIN[extension]
    declared = (
        f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{path}" ContentType="{main_type or known_type}"/>{types}</Types>'
    )
    parts = {
        "[Content_Types].xml": declared.encode(),
        "_rels/.rels": some_relations(("officeDocument", path, "")),
        path: main or f"<w:document {WORD}><w:body/></w:document>".encode(),
        **(members or {}),
    }
    return a_zip(parts, **options)


def some_relations(*relations) -> bytes:
    """(type, target, mode) each."""
    lines = "".join(
        f'<Relationship Id="r{number}" Type="{DOCUMENT_RELATIONS}/{kind}" Target="{target}"'
        + (f' TargetMode="{mode}"/>' if mode else "/>")
        for number, (kind, target, mode) in enumerate(relations)
    )
    return f'<Relationships xmlns="{RELATIONS}">{lines}</Relationships>'.encode()


def a_zip(parts, *, comment=b"", packing=zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", packing) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 11, 20, 10, 0, 0)), data, packing)
        package.comment = comment
    return out.getvalue()


def with_lying_size(package: bytes, member: bytes, claimed: int) -> bytes:
    """The same package, whose list says that ``member`` is ``claimed`` bytes long."""
    data = bytearray(package)
    position = 0
    while (position := data.find(b"PK\x01\x02", position)) != -1:
        if data[position + 46 : position + 46 + len(member)] == member:
            data[position + 24 : position + 28] = claimed.to_bytes(4, "little")
        position += 4
    return bytes(data)


def encrypted(package: bytes) -> bytes:
    """The same package with the flag 「encrypted」 on every member."""
    data = bytearray(package)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = 0
        while (position := data.find(mark, position)) != -1:
            data[position + offset] |= 1
            position += 4
    return bytes(data)


def a_pdf(*objects: bytes, catalog=b"", trailer=b"") -> bytes:
    """A PDF of one empty page. ``objects`` follow it, from number 4 on."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        *objects,
    ]
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(bodies) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def an_object_stream(content: bytes, *, packing=b"/Filter /FlateDecode") -> bytes:
    """An object stream (PDF 1.5) that holds one object."""
    packed = zlib.compress(b"9 0 " + content)
    header = b"<< /Type /ObjStm /N 1 /First 4 %s /Length %d >>" % (packing, len(packed))
    return header + b"\nstream\n" + packed + b"\nendstream"
