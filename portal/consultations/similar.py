"""Answers that may be there already, shown to somebody who is about to ask.

Each place that knows answers gives a suggester by its name, once, when the apps are ready:
``suggest_from("事例", similar_cases)``. It gets the person and the telling words of what was
typed, and returns what that person may read. Parts that must not know each other are brought in
by ``portal.flows``.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse

from portal.consultations.models import Consultation, Faq
from portal.search.analysis import fold
from portal.search.analysis import words as words_in
from portal.staff.models import StaffMember

PER_PLACE = 3
# How many letters of a long text are read, and how many words are looked for.
READ = 500
MOST_WORDS = 12
# Among few answers a word that nobody used weighs more than the one that counts.
TRIED_ALONE = 4


class Suggestion(NamedTuple):
    """One answer. ``key`` names it for counting that it was enough, as ``faq:12``."""

    key: str
    title: str
    link: str
    text: str = ""


class Suggested(NamedTuple):
    """What one place found."""

    place: str
    suggestions: list[Suggestion]


Suggester = Callable[[StaffMember, str], list[Suggestion]]
_suggesters: dict[str, Suggester] = {}


def suggest_from(place: str, suggester: Suggester) -> None:
    """``place`` is the word people read above its answers."""
    _suggesters[place] = suggester


def suggestions_for(staff: StaffMember, words: str) -> list[Suggested]:
    """What every place found, at most three of each; places with nothing are left out."""
    words = telling_words(words)
    if not words:
        return []
    found = [
        Suggested(place, suggester(staff, words)[:PER_PLACE])
        for place, suggester in _suggesters.items()
    ]
    return [each for each in found if each.suggestions]


def telling_words(text: str) -> str:
    """The words of ``text`` that say what it is about, each once: 「押印 課 回る」.

    A whole sentence would be looked for as one row of characters.
    """
    folded = fold(text[:READ])
    content = [
        word
        for word in words_in(folded)
        if not (word.is_empty or word.is_affix or word.is_compound)
    ]
    forms = dict.fromkeys(word.form for word in content if not word.form.isdecimal())
    return " ".join([*forms][:MOST_WORDS])


def suggestion_of(staff: StaffMember, words: str, key: str) -> Suggestion | None:
    """The suggestion of that key, as it was shown for these words."""
    shown = [each for place in suggestions_for(staff, words) for each in place.suggestions]
    return next((each for each in shown if each.key == key), None)


def nearest(rows, words: str) -> list:
    """At most three of ``rows``: those for all words, or else for the longest word that finds."""
    alone = sorted(words.split(), key=len, reverse=True)[:TRIED_ALONE]
    for each in [words, *alone]:
        if found := list(rows.found_by(each)[:PER_PLACE]):
            return found
    return []


def similar_faqs(staff: StaffMember, words: str) -> list[Suggestion]:
    return [
        Suggestion(faq.answer_key, faq.question, reverse("faq:faq", args=[faq.pk]), faq.answer)
        for faq in nearest(Faq.objects.published(), words)
    ]


def own_earlier_questions(staff: StaffMember, words: str) -> list[Suggestion]:
    own = Consultation.objects.filter(asker=staff)
    return [
        Suggestion(
            f"consultation:{each.pk}",
            each.subject,
            reverse("consultations:consultation", args=[each.pk]),
            each.get_status_display(),
        )
        for each in nearest(own, words)
    ]
