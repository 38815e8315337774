"""Forms of logic models."""

from django import forms

from portal.kpi.forms import YEARS, text
from portal.kpi.models import LogicModel
from portal.kpi.planning import AIM_FIELDS, EFFORT_FIELDS, PLAN_FIELDS
from portal.kpi.times import year_word
from portal.submitting.forms import SubmitOnce, Versioned

NUMBER = {"max_digits": 14, "decimal_places": 2, "required": False}
ORDER = {"label": "順", "min_value": 0, "max_value": 999, "initial": 0}


class PlanFields(forms.Form):
    title = text("名前", 100)
    first_year = forms.IntegerField(label="はじめの年度（西暦）", **YEARS)
    last_year = forms.IntegerField(label="終わりの年度（西暦）", **YEARS)
    source = text("出典", 200, required=False)
    remarks = text("注意", 1000, rows=3, required=False)

    def clean(self):
        values = super().clean()
        first, last = values.get("first_year"), values.get("last_year")
        if first and last and not first <= last < first + 10:
            self.add_error("last_year", "終わりの年度は、はじめの年度から10年以内にしてください。")
        return values


class AimFields(forms.Form):
    name = text("視点", 100, help_text="例：行かない窓口")
    order = forms.IntegerField(**ORDER)
    outcome = text("アウトカム（成果）の指標", 100, help_text="最後に目指す変化。")
    outcome_value = forms.DecimalField(label="アウトカムの目標値", **NUMBER)
    outcome_unit = text("単位", 10, required=False)
    formula = text("数え方", 500, rows=2, required=False)


class EffortFields(forms.Form):
    """``cleaned_data["schedule"]`` holds the words of each year of the plan that has some."""

    name = text("取組", 100)
    order = forms.IntegerField(**ORDER)
    cost = forms.IntegerField(
        label="インプット（事業費、千円）",
        min_value=0,
        max_value=10**12,
        required=False,
        help_text="分からないときは空のまま（未入力と表示します）。",
    )
    funding = text("財源", 100, required=False, help_text="例：一般財源、国の補助金の名前。")
    activity = text("アクティビティ（事業内容）", 500, rows=3)
    output = text("アウトプット（結果）の指標", 100)
    formula = text("数え方", 500, rows=2, required=False)
    unit = text("単位", 10, required=False)
    base_value = forms.DecimalField(label="はじめの値", **NUMBER)
    goal_value = forms.DecimalField(label="目標値", **NUMBER)
    owner = text("担当", 100, required=False)

    def __init__(self, *args, plan: LogicModel, **options):
        super().__init__(*args, **options)
        planned = options["row"].schedule if options.get("row") else {}
        for year in plan.years():
            self.fields[f"year_{year}"] = text(
                f"{year_word(year)}の予定",
                200,
                required=False,
                help_text="例：導入検討、導入、運用",
            )
            self.initial[f"year_{year}"] = planned.get(str(year), "")

    def clean(self):
        values = super().clean()
        years = {name: name.removeprefix("year_") for name in self.fields if name[:5] == "year_"}
        values["schedule"] = {
            year: values[name] for name, year in years.items() if values.get(name)
        }
        return values


class NewPlanForm(PlanFields, SubmitOnce):
    pass


class NewAimForm(AimFields, SubmitOnce):
    pass


class NewEffortForm(EffortFields, SubmitOnce):
    pass


class PlanForm(PlanFields, Versioned):
    compared = PLAN_FIELDS


class AimForm(AimFields, Versioned):
    compared = AIM_FIELDS


class EffortForm(EffortFields, Versioned):
    """The years of the schedule are compared one by one in the row's own words."""

    compared = EFFORT_FIELDS

    def _show_both(self, refusal):
        self.fields["schedule"] = forms.JSONField(label="年度ごとの予定", required=False)
        super()._show_both(refusal)
        del self.fields["schedule"]


def values_of(form: forms.Form, fields: list[str]) -> dict:
    return {name: form.cleaned_data[name] for name in fields}
