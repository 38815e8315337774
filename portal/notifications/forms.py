"""The form of the preferences: one question per kind of notice."""

from django import forms

from portal.notifications.preferences import kinds_for, preferences_of


class PreferencesForm(forms.Form):
    """``cleaned_data`` is the chosen delivery by the kind's code.

    ``fixed`` are the labels of the kinds that leave nothing to choose.
    """

    def __init__(self, data=None, *, staff):
        super().__init__(data)
        kinds, so_far = kinds_for(staff), preferences_of(staff)
        self.fixed = [kind.label for kind in kinds.values() if len(kind.choices()) == 1]
        for code, kind in kinds.items():
            choices = [(delivery.value, delivery.label) for delivery in kind.choices()]
            if len(choices) > 1:
                self.fields[code] = forms.ChoiceField(
                    label=kind.label,
                    choices=choices,
                    initial=so_far[code],
                    widget=forms.RadioSelect,
                )
