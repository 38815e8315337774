"""Letters as people count them: 𠮷, が with a separate mark and 👨‍👩‍👧 are one each.

An approximation of extended grapheme clusters (UAX #29) with what Python knows. Right for
Japanese, marks, variants, flags, keycaps and joined emoji. Not followed: Hangul written in single
jamo, Indic conjuncts, prepended marks; those count as more letters than people see.
"""

import unicodedata

JOINER = "\u200d"
MARKS = {"Mn", "Me", "Mc"}
# Beside the marks: joiners, the half-width voiced marks, skin tones, and tags of flags.
EXTENDING = [(0x200C, 0x200D), (0xFF9E, 0xFF9F), (0x1F3FB, 0x1F3FF), (0xE0020, 0xE007F)]
FLAG_LETTERS = (0x1F1E6, 0x1F1FF)


def letters(text: str) -> list[str]:
    """The letters of ``text``; joined they are the text again."""
    found: list[str] = []
    for character in text:
        if found and _continues(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return found


def count_letters(text: str) -> int:
    """How long people say a text is. A line break is one, however it is written."""
    return len(letters(text))


def _continues(letter: str, character: str) -> bool:
    last = letter[-1]
    if last in "\r\n":
        return last == "\r" and character == "\n"
    if unicodedata.category(last) == "Cc":
        return False
    if _extends(character):
        return True
    if last == JOINER:
        return _is_pictograph(character) and _is_pictograph(letter[0])
    return _is_flag_letter(character) and len(letter) == 1 and _is_flag_letter(letter)


def _extends(character: str) -> bool:
    code = ord(character)
    if any(first <= code <= last for first, last in EXTENDING):
        return True
    return unicodedata.category(character) in MARKS


def _is_pictograph(character: str) -> bool:
    return unicodedata.category(character) == "So" or ord(character) >= 0x1F000


def _is_flag_letter(character: str) -> bool:
    return FLAG_LETTERS[0] <= ord(character) <= FLAG_LETTERS[1]
