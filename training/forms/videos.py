"""What a player says while it runs."""

from django import forms

LONGEST = 24 * 60 * 60


class PositionForm(forms.Form):
    """Whole seconds."""

    position = forms.IntegerField(min_value=0, max_value=LONGEST)
    length = forms.IntegerField(min_value=1, max_value=LONGEST)
