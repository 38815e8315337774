"""Reading a list that somebody sent: which form it has, in which letters."""

import codecs
import csv
import io

from portal.tables.table import MAX_BYTES, FileRefused, Table, make_table
from portal.tables.workbook import read_workbook

# UTF-32 begins with the same two bytes as UTF-16; nobody writes it, so it is not looked for.
MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
ZIP = b"PK"
# Office files behind a password, and .xls of before 2007, are both "compound files".
COMPOUND_FILE = b"\xd0\xcf\x11\xe0"
# A share of NUL bytes that no text in UTF-8 or cp932 has.
NUL_SHARE = 0.1
PROBED = 2000


def read_table(data: bytes, *, sheet: str, form: str = "auto") -> Table:
    """The table in ``data``: CSV or XLSX by its content, unless ``form`` says which.

    ``sheet`` is the name of the sheet to take from a workbook of several. Raises FileRefused.
    """
    if len(data) > MAX_BYTES:
        raise FileRefused("ファイルが10MBを超えています。要らない列や画像を消してください。")
    if data.startswith(COMPOUND_FILE):
        raise FileRefused(
            "パスワード付きか古い形式（.xls）のファイルです。"
            "パスワードを外し、Excelブック（.xlsx）で保存し直してください。"
        )
    if form == "xlsx" or (form == "auto" and data.startswith(ZIP)):
        return read_workbook(data, sheet)
    return _read_csv(decode(data))


def decode(data: bytes) -> str:
    """Text by its mark, else UTF-16, UTF-8, cp932, in that order.

    cp932 and not shift_jis, which does not know 髙, 﨑 and ①. Raises FileRefused.
    """
    for name in _likely(data):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise FileRefused(
        "文字コードが分かりません。Excelで開き「CSV UTF-8」か.xlsxで保存し直してください。"
    )


def _likely(data: bytes) -> list[str]:
    for mark, name in MARKS:
        if data.startswith(mark):
            return [name]
    start = data[:PROBED]
    # Commas and line ends of UTF-16 have a NUL on one side, always the same one.
    odd, even = start[1::2].count(0), start[0::2].count(0)
    if odd + even > len(start) * NUL_SHARE:
        return ["utf-16-le" if odd > even else "utf-16-be", "utf-8"]
    return ["utf-8", "cp932"]


def _read_csv(text: str) -> Table:
    first_line = text.partition("\n")[0]
    # Excel's 「Unicode テキスト」 has tabs between the cells.
    delimiter = "\t" if "\t" in first_line and "," not in first_line else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return make_table(reader)
    except csv.Error as error:
        raise FileRefused(
            f"CSVの{reader.line_num}行目で読めなくなりました。"
            '引用符（"）が閉じているか確かめてください。'
        ) from error
