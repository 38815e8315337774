"""What people write in the cells of a roster, and what it means."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.staff.models import StaffMember
from portal.tables.cells import CellRefused

CODE = re.compile(r"[0-9A-Za-z_-]+")
DATE_LIKE = re.compile(r"\d{4}-\d\d-\d\d")
USER_NAME = re.compile(r"[0-9A-Za-z._+-]+")
YES = {"○", "〇", "◯", "1", "はい", "yes", "true", "y"}
NO = {"", "×", "0", "いいえ", "no", "false", "n", "-"}
WORKING = YES | {"在籍", "在職"}
LEFT = {"退職", "×", "0", "退職済", "離職"}
HIRAGANA_FROM_KATAKANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


def plain(text: str) -> str:
    return text


def code(text: str) -> str:
    if DATE_LIKE.fullmatch(text):
        raise CellRefused("Excelが日付に変えています。セルを文字列にして入力し直してください。")
    if not CODE.fullmatch(text):
        raise CellRefused("半角の英数字とハイフンで入力してください。")
    return text


def code_or_nothing(text: str) -> str:
    return code(text) if text else ""


def user_name(text: str) -> str:
    # No @: a user name that looks like a colleague's mail address would take his sign-in.
    if text and not USER_NAME.fullmatch(text):
        raise CellRefused("半角の英数字と . _ + - で入力してください（@は使えません）。")
    return text


def mail(text: str) -> str:
    if not text:
        return ""
    try:
        validate_email(text)
    except ValidationError:
        raise CellRefused("メールアドレスの形ではありません。例：hanako@city.example.jp") from None
    if not text.isascii():
        raise CellRefused("メールアドレスは半角で入力してください。")
    return StaffMember.objects.normalize_email(text)


def reading(text: str) -> str:
    """The reading in ひらがな, whichever kana it came in: people are sorted by it."""
    return unicodedata.normalize("NFKC", text).translate(HIRAGANA_FROM_KATAKANA)


def is_manager(text: str) -> bool:
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    raise CellRefused("所属長は「○」、それ以外は空欄にしてください。")


def is_working(text: str) -> bool | None:
    """None when the cell is empty: then nothing changes, and a new person is working."""
    if not text:
        return None
    if text.casefold() in WORKING:
        return True
    if text.casefold() in LEFT:
        return False
    raise CellRefused("在籍は「○」、退職した人は「退職」にしてください。")
