"""Words as they are written, and which written words are likely the same with a slip."""

import re
import unicodedata

from portal.search.analysis import MAX_INDEXED_CHARACTERS, fold, running_text, segments

# Bounded: an endless text without a space must not be gone through once for each letter.
ADDRESS = re.compile(r"[A-Za-z]{2,10}://[!-~]{1,2000}|[\w.+-]{1,64}@[\w.-]{1,255}", re.ASCII)
# Katakana and Latin words: the ones people misspell without an input method to help them.
WORD = re.compile(r"[ァ-ヺー]{3,}|[A-Za-z][A-Za-z0-9]*(?:[-+.][A-Za-z0-9]+)*")
MIN_LETTERS = 4
# From so many letters on two slips are forgiven.
LETTERS_FOR_TWO = 8


def spelled_words(text: str) -> set[str]:
    """The katakana and Latin words of a text, addresses left out."""
    read = unicodedata.normalize("NFKC", text[:MAX_INDEXED_CHARACTERS])
    found = WORD.findall(ADDRESS.sub(" ", read))
    return {word for word in found if len(word) > 1}


def key_of(word: str) -> str:
    """The same for spellings that a search does not tell apart (ペーパレス, ペーパーレス)."""
    return running_text(segments(fold(word))).strip("‹›")


def slips_allowed(key: str) -> int:
    if len(key) < MIN_LETTERS:
        return 0
    return 2 if len(key) >= LETTERS_FOR_TWO else 1


def distance(one: str, other: str, limit: int) -> int:
    """How many letters were changed, added, left out or swapped; ``limit`` + 1 for any more."""
    if abs(len(one) - len(other)) > limit or len(set(one) ^ set(other)) > 2 * limit:
        return limit + 1
    older, before = [], list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, other_letter in enumerate(other, 1):
            least = min(
                before[column] + 1, now[-1] + 1, before[column - 1] + (letter != other_letter)
            )
            if (
                row > 1
                and column > 1
                and one[row - 2 : row] == other[column - 1] + other[column - 2]
            ):
                least = min(least, older[column - 2] + 1)
            now.append(least)
        if min(now) > limit:
            return limit + 1
        older, before = before, now
    return min(before[-1], limit + 1)
