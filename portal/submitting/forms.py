"""Hidden fields that keep a form from being sent twice, or over somebody else's words."""

import secrets
from collections.abc import Callable
from typing import NamedTuple

from django import forms

from portal.submitting.versions import ChangedMeanwhile, version_of

OPEN_AGAIN = "画面が古くなっています。内容を控えてから、画面を開き直してください。"


def new_key() -> str:
    return secrets.token_hex(16)


def hidden(**options) -> forms.CharField:
    return forms.CharField(
        widget=forms.HiddenInput,
        max_length=32,
        error_messages={"required": OPEN_AGAIN, "max_length": OPEN_AGAIN},
        **options,
    )


class SubmitOnce(forms.Form):
    """For every form that makes something: ``class QuestionForm(SubmitOnce)``."""

    submit_key = hidden(initial=new_key)


class Difference(NamedTuple):
    """One field of which there are two versions now."""

    label: str
    theirs: str
    ours: str


class Versioned(forms.Form):
    """For every form that edits something. ``compared`` names fields of form and row.

    When somebody was faster the form comes back with ``differences`` for
    ``components/both_texts.html``; sending it again then puts its own text in place.
    """

    compared: list[str] = []

    row_version = hidden()

    def __init__(self, *args, row, **options):
        first = {name: getattr(row, name) for name in self.compared}
        first["row_version"] = version_of(row, self.compared)
        super().__init__(*args, **{**options, "initial": {**first, **options.get("initial", {})}})
        self.differences: list[Difference] = []

    @property
    def version(self) -> str:
        return self.cleaned_data["row_version"]

    def saved(self, save: Callable[[], object]) -> bool:
        """Call ``save``; False when somebody was faster, and the form then shows both texts."""
        try:
            save()
        except ChangedMeanwhile as refusal:
            self._show_both(refusal)
            return False
        return True

    def _show_both(self, refusal: ChangedMeanwhile) -> None:
        self.differences = [
            Difference(str(self.fields[name].label), _words(theirs), _words(ours))
            for name in self.compared
            for theirs, ours in [(getattr(refusal.current, name), self.cleaned_data[name])]
            if theirs != ours
        ]
        self.add_error(None, str(refusal))
        # What is sent next has seen the other's text.
        self.data = self.data.copy()
        self.data[self.add_prefix("row_version")] = version_of(refusal.current, self.compared)


def _words(value) -> str:
    return "" if value is None else str(value)
