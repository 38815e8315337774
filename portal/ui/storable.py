"""Text that both databases keep as it was typed, held at the model's edge.

NUL breaks PostgreSQL, a lone surrogate breaks both; forms refuse the first only, and imports
pass the forms by. Nothing else is touched: no normal form, which would destroy 神 (U+FA19).
"""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.deconstruct import deconstructible

from portal.ui.letters import count_letters

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
# Letters of a search that are read.
MAX_TYPED_WORDS = 200


def refuse_unstorable(text: str) -> None:
    """A validator. Raises ValidationError."""
    if isinstance(text, str) and UNSTORABLE.search(text):
        raise ValidationError(
            "保存できない文字が入っています。貼り付けた文字を打ち直してください。",
            code="unstorable",
        )


def typed_words(text: str) -> str:
    """What somebody looks for, without what no database takes: single spaces, no endless length."""
    return " ".join(UNSTORABLE.sub("", text).split())[:MAX_TYPED_WORDS].strip()


@deconstructible
class MaxLetters:
    """A validator: at most ``limit`` letters as people count them."""

    def __init__(self, limit: int):
        self.limit = limit

    def __call__(self, text: str) -> None:
        length = count_letters(text)
        if length > self.limit:
            raise ValidationError(
                f"{self.limit:,}文字以内にしてください（今は{length:,}文字です）。",
                code="too_many_letters",
            )

    def __eq__(self, other):
        return isinstance(other, MaxLetters) and other.limit == self.limit

    def __hash__(self):
        return hash(self.limit)


class _Storable:
    """Refuses in forms and ``full_clean`` as a field error, and at the latest when it is saved."""

    default_validators = [refuse_unstorable]

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        refuse_unstorable(value)
        return value


class StorableCharField(_Storable, models.CharField):
    """A CharField of a model whose text people type."""


class StorableTextField(_Storable, models.TextField):
    """A TextField of a model whose text people type."""
