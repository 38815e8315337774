"""Asking for, giving back and adding seats, and being there."""

from django import forms
from django.db.models import Q

from portal.staff.models import StaffMember
from portal.submitting.forms import SubmitOnce
from portal.ui.storable import MaxLetters, refuse_unstorable
from training.booking import OWN_REASONS
from training.models import Attendance, Booking


def short_words(label: str, **options) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=200, validators=[refuse_unstorable, MaxLetters(200)], **options
    )


class CancelForm(forms.Form):
    reason = forms.ChoiceField(
        label="取り消す理由",
        choices=[(reason.value, reason.label) for reason in OWN_REASONS],
        widget=forms.RadioSelect,
        help_text="計画づくりの参考にします。理由で不利になることはありません。",
    )
    words = short_words("くわしい理由（書かなくてもかまいません）", required=False)


class DeskCancelForm(forms.Form):
    words = short_words("取り消す理由", help_text="本人には、取り消したことだけを知らせます。")


class SessionCancelForm(forms.Form):
    reason = short_words("中止の理由", help_text="申し込んだ人全員に、中止を知らせます。")


class AddPersonForm(SubmitOnce):
    who = forms.CharField(
        label="だれを加えるか",
        max_length=150,
        help_text="ユーザー名、職員番号、氏名のどれか。",
        validators=[refuse_unstorable],
    )
    reason = short_words("加える理由", help_text="本人に知らせ、記録に残ります。")
    raise_capacity = forms.BooleanField(label="満席のときは、定員を1つ増やす", required=False)

    def clean_who(self) -> StaffMember:
        words = self.cleaned_data["who"].strip()
        named = Q(username=words) | Q(staff_number=words) | Q(name=words)
        found = list(StaffMember.objects.filter(named, is_active=True)[:2])
        if not found:
            raise forms.ValidationError("この名前や番号の職員はいません。")
        if len(found) > 1:
            raise forms.ValidationError("同じ名前の職員が複数います。職員番号を入れてください。")
        return found[0]


class CheckInForm(forms.Form):
    code = forms.CharField(
        label="会場の画面に出ているコード",
        max_length=10,
        help_text="6文字。大文字と小文字は、どちらでもかまいません。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class AttendanceForm(forms.Form):
    """One choice for each person on the list; what is left open stays as it is."""

    how = forms.ChoiceField(
        label="何を見て入力しますか",
        choices=[
            (Attendance.How.LIST.value, "会場の様子"),
            (Attendance.How.SHEET.value, "紙の出席簿"),
        ],
        initial=Attendance.How.LIST.value,
    )

    def __init__(self, *args, bookings: list[Booking], entries: dict, **options):
        super().__init__(*args, **options)
        self.bookings = bookings
        choices = [("", "未入力"), *Attendance.Value.choices]
        for booking in bookings:
            entry = entries.get(booking.pk)
            self.fields[self.name_of(booking)] = forms.ChoiceField(
                label=f"{booking.staff.name}の出欠",
                choices=choices[1:] if entry else choices,
                required=False,
                initial=entry.value if entry else "",
            )

    @staticmethod
    def name_of(booking: Booking) -> str:
        return f"booking_{booking.pk}"

    def rows(self):
        return [(booking, self[self.name_of(booking)]) for booking in self.bookings]

    def values(self) -> dict[Booking, Attendance.Value]:
        typed = {each: self.cleaned_data[self.name_of(each)] for each in self.bookings}
        return {each: Attendance.Value(value) for each, value in typed.items() if value}
