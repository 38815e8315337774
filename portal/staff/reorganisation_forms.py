"""What an administrator says about a reorganisation: which, where to, from which day."""

from datetime import date

from django import forms
from django.utils import timezone

from portal.staff.models import Department
from portal.submitting.forms import SubmitOnce
from portal.ui.storable import refuse_unstorable


def next_april(today: date) -> date:
    return date(today.year + (today >= date(today.year, 4, 1)), 4, 1)


class DayForm(forms.Form):
    """``department`` is the one that changes; None for a new one."""

    on = forms.DateField(
        label="新しい体制の初日",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="この日の0時から変わります。前の日までは、いまのままです。",
    )

    def __init__(self, *args, department: Department | None = None, **options):
        super().__init__(*args, **options)
        self.department = department
        self.fields["on"].initial = next_april(timezone.localdate())
        for name in ("parent", "into"):
            if name in self.fields:
                self.fields[name].queryset = self._others()
                self.fields[name].label_from_instance = lambda row: f"{row.code} {row.name}"

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day < timezone.localdate():
            raise forms.ValidationError("今日か、今日より後の日にしてください。")
        return day

    def _others(self):
        rows = Department.objects.filter(ends_on=None).order_by("code")
        return rows.exclude(pk=self.department.pk) if self.department else rows


class RenameForm(DayForm):
    name = forms.CharField(label="新しい部署名", max_length=100, validators=[refuse_unstorable])
    field_order = ["name", "on"]


class MoveForm(DayForm):
    parent = forms.ModelChoiceField(
        label="新しい上位の部署", queryset=None, required=False, empty_label="最上位に置く"
    )
    field_order = ["parent", "on"]


class MergeForm(DayForm):
    into = forms.ModelChoiceField(label="統合先の部署", queryset=None, empty_label="選んでください")
    field_order = ["into", "on"]


class CloseForm(DayForm):
    pass


class EstablishForm(SubmitOnce, DayForm):
    code = forms.CharField(
        label="部署コード", max_length=20, validators=[refuse_unstorable], help_text="例：1010"
    )
    name = forms.CharField(label="部署名", max_length=100, validators=[refuse_unstorable])
    parent = forms.ModelChoiceField(
        label="上位の部署", queryset=None, required=False, empty_label="最上位に置く"
    )
    field_order = ["code", "name", "parent", "on", "submit_key"]
