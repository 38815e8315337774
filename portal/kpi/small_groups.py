"""Figures that count people never show, and never let anybody work out, a group under five.

Source: RIGHTS, row "dashboard, city-wide". What is hidden is decided once for the whole city,
before any filter. A sum of some sections adds what is shown and nothing else, so that two filters
can only differ by groups that are shown anyway. The city's own total is the one true sum; it is
given only where what is hidden in it cannot be worked out from it.
"""

from collections.abc import Hashable, Iterable
from typing import NamedTuple

LEAST = 5
SMALL = "5未満"
WITHHELD = "非表示"


class Published(NamedTuple):
    """What may be read by everybody: numbers, or the words that stand in their place.

    ``total`` is the true sum of the city, or WITHHELD (SMALL when all of them are under five).
    """

    cells: dict[Hashable, int | str]
    total: int | str

    def sum_of(self, keys: Iterable[Hashable]) -> int | str:
        """The sum of what is shown of these; SMALL when none of them is."""
        shown = [self.cells[key] for key in keys if isinstance(self.cells.get(key), int)]
        return sum(shown) if shown else SMALL

    def hides(self, keys: Iterable[Hashable]) -> bool:
        """Whether a sum over these leaves something out."""
        return any(isinstance(self.cells.get(key), str) for key in keys)


def publish(counts: dict[Hashable, int], total: int | None = None) -> Published:
    """What may be shown of a count per group. ``total``: the city's own, if it was entered.

    A group under five becomes SMALL. Where the total would give one of them away, the next
    larger groups become WITHHELD too, until it does not; if that fails there is no total.
    """
    whole = sum(counts.values()) if total is None else total
    small = {key for key, count in counts.items() if count < LEAST}
    withheld = _also_withheld(counts, small, whole)
    if withheld is None:
        words = SMALL if whole < LEAST else WITHHELD
        return Published(_cells(counts, small, set()), words)
    return Published(_cells(counts, small, withheld), whole if whole >= LEAST else SMALL)


def publish_shares(
    parts: dict[Hashable, tuple[int, int]],
) -> tuple[dict[Hashable, int | str], int | str]:
    """Whole percents of ``(part, whole)`` by group, and of all: a word where people would show.

    Neither those of a part nor those who are left may be a group under five, on any side.
    """
    sides = [
        publish({key: part for key, (part, _whole) in parts.items()}),
        publish({key: whole - part for key, (part, whole) in parts.items()}),
    ]
    hidden = {key for key in parts for side in sides if isinstance(side.cells[key], str)}
    percents = {
        key: WITHHELD if key in hidden else round(100 * part / whole)
        for key, (part, whole) in parts.items()
    }
    if any(isinstance(side.total, str) for side in sides):
        return percents, WITHHELD
    part, whole = (sum(each[at] for each in parts.values()) for at in (0, 1))
    return percents, round(100 * part / whole) if whole else WITHHELD


def _also_withheld(counts, small, whole) -> set | None:
    """The groups to hide besides the small ones; None when no choice of them is safe."""
    withheld = set()
    larger = sorted(counts.keys() - small, key=lambda key: (counts[key], str(key)))
    shown = sum(counts[key] for key in larger)
    for key in [None, *larger]:
        if key is not None:
            withheld.add(key)
            shown -= counts[key]
        if _is_safe(whole - shown, len(small), len(withheld)):
            return withheld
    return None


def _is_safe(hidden: int, small: int, withheld: int) -> bool:
    """Whether a known sum of hidden groups leaves each small one anything from 0 to 4.

    ``hidden`` is the sum of ``small`` groups under five and ``withheld`` ones of five or more.
    """
    if not small:
        return not hidden or hidden >= LEAST
    if hidden < LEAST:
        return False
    top = LEAST - 1
    if withheld:
        return hidden >= LEAST * withheld + top
    return small > 1 and top <= hidden <= top * (small - 1)


def _cells(counts, small, withheld) -> dict[Hashable, int | str]:
    words = dict.fromkeys(small, SMALL) | dict.fromkeys(withheld, WITHHELD)
    return {key: words.get(key, count) for key, count in counts.items()}
