"""The pages of training: what each person sees, and what a press does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.notifications.models import Notification
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.training.builders import (
    a_booking,
    a_course,
    a_session,
    a_skill_question,
    a_survey_question,
    was_there,
)
from training.attending import code_of
from training.models import Attendance, Booking, Certificate, Session, SkillCheck, SurveyTally

pytestmark = pytest.mark.django_db


def soon(**fields):
    """A session ten days from the real today: pages read the clock themselves."""
    # Ten in the morning: a meeting ends on the day on which it begins, whenever the tests run.
    starts = timezone.now().replace(hour=1, minute=0, second=0, microsecond=0) + timedelta(days=10)
    return a_session(starts_at=starts, **fields)


def held(**fields):
    return a_session(starts_at=timezone.now() - timedelta(hours=5), **fields)


def words(answer):
    return answer.content.decode()


@pytest.fixture
def staff(client):
    staff = a_staff_member("hanako")
    client.force_login(staff)
    return staff


@pytest.fixture
def trainer(client):
    trainer = a_staff_member("minoru", role=Role.TRAINER)
    client.force_login(trainer)
    return trainer


def test_the_button_books_and_the_page_says_so(client, staff):
    session = soon()

    answer = client.post(f"/training/sessions/{session.pk}/book/", follow=True)

    assert Booking.objects.get().staff == staff
    assert "申込済みです。" in words(answer)


def test_a_full_session_offers_the_waitlist_and_shows_the_place(client, staff):
    session = soon(capacity=1)
    a_booking(session, a_staff_member())

    before = words(client.get(f"/training/sessions/{session.pk}/"))
    client.post(f"/training/sessions/{session.pk}/book/")
    after = words(client.get(f"/training/sessions/{session.pk}/"))

    assert "補欠として申し込む" in before
    assert "補欠 1番目です。" in after


def test_a_refusal_of_the_server_is_the_sentence_of_the_page(client, staff):
    session = soon(audience=["LD"])

    page = words(client.get(f"/training/sessions/{session.pk}/"))
    answer = words(client.post(f"/training/sessions/{session.pk}/book/", follow=True))

    assert "この回はDXリーダーが対象です。" in page
    assert "この回はDXリーダーが対象です。" in answer
    assert Booking.objects.count() == 0


def test_giving_a_seat_back_asks_for_a_reason(client, staff):
    booking = a_booking(soon(), staff)
    address = f"/training/bookings/{booking.pk}/cancel/"

    refused = client.post(address, {"words": "会議が入りました"})
    client.post(address, {"reason": "duty", "words": "会議が入りました"})

    assert "取り消す理由を選んでください。" in words(refused)
    assert "会議が入りました" in words(refused)
    booking.refresh_from_db()
    assert (booking.status, booking.cancel_reason) == ("cancelled", "duty")


def test_two_sessions_at_the_same_time_are_a_warning_and_no_refusal(client, staff):
    first = soon()
    second = a_session(starts_at=first.starts_at + timedelta(hours=1))
    a_booking(first, staff)

    page = words(client.get(f"/training/sessions/{second.pk}/"))

    assert "同じ時間に、ほかの研修があります" in page
    assert "この回に申し込む" in page


def test_a_draft_is_there_for_nobody_but_its_desk(client, trainer):
    session = soon(state="draft", trainers=[trainer])

    assert client.get(f"/training/sessions/{session.pk}/").status_code == 404
    assert client.get(f"/training/manage/sessions/{session.pk}/").status_code == 200


@pytest.mark.parametrize("path", ["/training/", "/training/sessions/", "/training/month/"])
def test_every_list_asks_as_often_for_three_rows_as_for_thirty(
    client, staff, path, django_assert_max_num_queries
):
    counts = []
    for more in (3, 27):
        for _each in range(more):
            session = soon(course=a_course())
            a_booking(session, a_staff_member())
        with django_assert_max_num_queries(25) as asked:
            client.get(path)
        counts.append(len(asked))

    # The second page of a longer list costs nothing more than its number.
    assert counts[0] == counts[1]


def test_the_desk_asks_as_often_for_three_sessions_as_for_thirty(
    client, trainer, django_assert_max_num_queries
):
    counts = []
    for more in (3, 17):
        for _each in range(more):
            a_booking(soon(trainers=[trainer], capacity=9), a_staff_member())
        with django_assert_max_num_queries(25) as asked:
            client.get("/training/manage/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_roster_asks_as_often_for_three_people_as_for_thirty(
    client, trainer, django_assert_max_num_queries
):
    session, counts = soon(trainers=[trainer], capacity=99), []
    for more in (3, 27):
        for _each in range(more):
            a_booking(session, a_staff_member())
        with django_assert_max_num_queries(25) as asked:
            client.get(f"/training/manage/sessions/{session.pk}/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


MEETING = {"day_1": "2099-06-01", "from_1": "14:00", "to_1": "16:00"}
TYPED = {
    "submit_key": "k1",
    "capacity": "20",
    "place": "会議室1",
    "booking_opens_at": "2099-05-01T09:00",
    "booking_closes_at": "2099-05-30T17:00",
    "cancel_until": "2099-05-30T17:00",
    **MEETING,
}


def test_a_trainer_makes_opens_and_runs_a_session(client, trainer):
    course = a_course()
    address = f"/training/courses/{course.pk}/sessions/new/"

    client.post(address, TYPED)
    client.post(address, TYPED)
    session = Session.objects.get()
    client.post(f"/training/manage/sessions/{session.pk}/open/")

    session.refresh_from_db()
    assert (session.state, list(session.trainers.all())) == ("open", [trainer])


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"to_1": "13:00"}, "終了は、開始より後にしてください。"),
        ({"booking_closes_at": "2099-04-01T09:00"}, "受付終了は、受付開始より後にしてください。"),
        ({"booking_closes_at": "2099-06-02T09:00"}, "受付終了は、研修の開始までにしてください。"),
        ({"cancel_until": "2099-06-02T09:00"}, "取り消しの期限は、研修の開始までにしてください。"),
        ({"day_2": "2099-06-08"}, "日、開始、終了の3つを入力してください。"),
        ({"capacity": "0"}, "1 以上"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(client, trainer, changed, complaint):
    answer = words(
        client.post(f"/training/courses/{a_course().pk}/sessions/new/", {**TYPED, **changed})
    )

    assert complaint in answer
    assert "会議室1" in answer
    assert Session.objects.count() == 0


def test_a_new_place_is_told_to_those_on_the_list_and_raises_the_sequence(client, trainer):
    session = soon(trainers=[trainer])
    booking = a_booking(session, a_staff_member())
    form = client.get(f"/training/manage/sessions/{session.pk}/edit/").context["form"]
    values = {field.html_name: field.value() for field in form}
    typed = {name: value for name, value in values.items() if value not in (None, "")}

    address = f"/training/manage/sessions/{session.pk}/edit/"
    client.post(address, typed_as_text({**typed, "place": "大会議室"}))

    session.refresh_from_db()
    assert (session.place, session.sequence) == ("大会議室", 1)
    told = Notification.objects.filter(kind="training_changed")
    assert [each.recipient for each in told] == [booking.staff]


def typed_as_text(values):
    moments = ("booking_opens_at", "booking_closes_at", "cancel_until")
    return {
        name: f"{value:%Y-%m-%dT%H:%M}" if name in moments else value
        for name, value in values.items()
    }


def test_a_copy_is_a_draft_a_week_later_without_people(client, trainer):
    session = soon(trainers=[trainer])
    a_booking(session, a_staff_member())

    client.post(
        f"/training/manage/sessions/{session.pk}/repeat/", {"submit_key": "k1", "days": "7"}
    )

    copy = Session.objects.exclude(pk=session.pk).get()
    assert (copy.state, copy.bookings.count()) == ("draft", 0)
    assert copy.starts_at == session.starts_at + timedelta(days=7)


def test_another_trainers_session_is_not_there(client, trainer):
    session = soon(trainers=[a_staff_member()])

    assert client.get(f"/training/manage/sessions/{session.pk}/").status_code == 404


@pytest.mark.parametrize("name", ["names.pdf", "sheet.pdf", "roster.xlsx"])
def test_lists_leave_the_house_as_files(client, trainer, name):
    session = held(trainers=[trainer])
    a_booking(session, a_staff_member(name="髙﨑 𠮷男"))

    answer = client.get(f"/training/manage/sessions/{session.pk}/{name}")

    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content[:4] in (b"%PDF", b"PK\x03\x04")


def test_attendance_is_entered_in_one_table(client, trainer):
    session = held(trainers=[trainer])
    booking = a_booking(session, a_staff_member())
    meeting = session.meetings.get()

    client.post(
        f"/training/manage/meetings/{meeting.pk}/attendance/",
        {"how": "sheet", f"booking_{booking.pk}": "late"},
    )

    entry = Attendance.objects.get()
    assert (entry.value, entry.how) == ("late", "sheet")
    assert Certificate.objects.get().staff == booking.staff


def test_the_rooms_code_and_the_persons_form_meet(client, staff):
    session = a_session(starts_at=timezone.now() + timedelta(minutes=5))
    a_booking(session, staff)
    code = code_of(session.meetings.get(), timezone.now())

    client.post("/training/check-in/", {"code": code})

    assert Attendance.objects.get().value == "attended"


def test_a_wrong_code_stays_in_its_field(client, staff):
    answer = words(client.post("/training/check-in/", {"code": "WRONG1"}))

    assert "コードが違うか、期限が切れています。" in answer
    assert "WRONG1" in answer


def test_a_certificate_says_the_name_and_is_checked_by_anybody(client, staff, trainer):
    staff = a_staff_member(name="髙﨑 𠮷男", reading="たかさき よしお")
    booking = a_booking(held(trainers=[trainer]), staff)
    meeting = booking.session.meetings.get()
    client.post(
        f"/training/manage/meetings/{meeting.pk}/attendance/",
        {"how": "list", f"booking_{booking.pk}": "attended"},
    )
    certificate = Certificate.objects.get()

    checked = words(client.get(f"/training/certificates/check/?code={certificate.code}"))
    not_mine = client.get(f"/training/certificates/{certificate.pk}/")
    client.force_login(staff)
    paper = client.get(f"/training/certificates/{certificate.pk}/")

    assert "この修了証は有効です" in checked
    assert "髙﨑 𠮷男" in checked
    assert not_mine.status_code == 404
    assert paper.content.startswith(b"%PDF")


def test_a_revoked_certificate_is_said_to_be_so(client, trainer):
    booking = a_booking(held(trainers=[trainer]), a_staff_member())
    meeting = booking.session.meetings.get()
    client.post(
        f"/training/manage/meetings/{meeting.pk}/attendance/",
        {"how": "list", f"booking_{booking.pk}": "attended"},
    )
    certificate = Certificate.objects.get()

    client.post(f"/training/certificates/{certificate.pk}/revoke/", {"reason": "発行の誤り"})

    page = words(client.get(f"/training/certificates/check/?code={certificate.code}"))
    assert "この修了証は取り消されています" in page


def test_the_skill_check_is_sent_once_and_leads_to_its_result(client, staff):
    question = a_skill_question("RPAの基礎")
    course = a_course("RPA入門")
    course.covers.add(question)
    typed = {"submit_key": "k1", f"question_{question.pk}": "2"}

    client.post("/training/skills/check/", typed)
    answer = words(client.post("/training/skills/check/", typed, follow=True))

    assert SkillCheck.objects.count() == 1
    assert "RPAの基礎 2/5 → この科目で扱います" in answer


def test_a_question_left_open_is_named(client, staff):
    a_skill_question("RPAの基礎")

    answer = words(client.post("/training/skills/check/", {"submit_key": "k1"}))

    assert "RPAの基礎が分かりますか。を選んでください。" in answer


def test_the_survey_is_answered_once(client, staff):
    question = a_survey_question()
    booking = a_booking(held(), staff)
    was_there(booking)
    typed = {"submit_key": "k1", f"question_{question.pk}": "5"}

    client.post(f"/training/bookings/{booking.pk}/survey/", typed)
    client.post(f"/training/bookings/{booking.pk}/survey/", {**typed, "submit_key": "k2"})

    assert sum(SurveyTally.objects.values_list("count", flat=True)) == 1


def test_a_result_of_few_is_kept_back(client, trainer):
    session = held(trainers=[trainer])

    page = words(client.get(f"/training/manage/sessions/{session.pk}/survey/"))

    assert "5人未満" in page
    assert "結果はまだ出ません" in page


def test_the_feeds_address_is_shown_once(client, staff):
    made = words(client.post("/training/feed/replace/"))

    assert "/calendar/feed/" in made
    assert "/calendar/feed/" not in words(client.get("/training/mine/"))


def test_narrowing_keeps_to_what_is_known_and_nothing_found_says_what_to_do(client, staff):
    a_course("RPA入門", reading="あーるぴーえー")
    a_course("AI-OCR操作", topic="ai_ocr")

    found = words(client.get("/training/?q=あーる&topic=rpa&tier=nothing"))
    nothing = words(client.get("/training/?q=ぬぬぬ"))

    assert "RPA入門" in found
    assert "AI-OCR操作</a>" not in found
    assert "この条件の科目はありません" in nothing
