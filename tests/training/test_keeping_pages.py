"""Pages of what trainers keep, and of what people report."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.files.models import StoredFile
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.training.builders import NOW, a_booking, a_course, a_session, a_survey_question
from training.models import (
    BusySeason,
    Completion,
    Course,
    FollowUp,
    Lecturer,
    OutsideRecord,
    PlanItem,
    Session,
    SessionQuestion,
    SurveyQuestion,
)
from training.recording import report_outside

pytestmark = pytest.mark.django_db
MOMENT = "%Y-%m-%dT%H:%M"


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


def test_an_exam_is_reported_confirmed_and_shown_with_its_level(client, staff):
    typed = {"submit_key": "k1", "kind": "exam", "exam": "fe", "done_on": "2026-10-01"}
    client.post("/training/outside/new/", typed)
    client.post("/training/outside/new/", typed)
    row = OutsideRecord.objects.get()

    client.force_login(a_staff_member(role=Role.TRAINER))
    client.post(f"/training/manage/outside/{row.pk}/", {"decision": "confirm"})
    client.force_login(staff)
    page = words(client.get("/training/mine/"))

    assert "基本情報技術者試験" in page
    assert "確認済み" in page


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"kind": "exam"}, "試験を選んでください。"),
        ({"kind": "learning"}, "教材の名前を入れるか、科目を選んでください。"),
    ],
)
def test_a_report_says_what_is_missing(client, staff, typed, complaint):
    answer = client.post(
        "/training/outside/new/", {"submit_key": "k1", "done_on": "2026-10-01", **typed}
    )

    assert complaint in words(answer)
    assert not OutsideRecord.objects.exists()


def test_sending_back_needs_a_reason(client, trainer):
    row = report_outside(
        a_staff_member(), {"kind": "exam", "exam": "ip", "done_on": NOW.date()}, now=NOW
    )

    answer = client.post(f"/training/manage/outside/{row.pk}/", {"decision": "return"})

    assert "差し戻す理由を入力してください。" in words(answer)
    row.refresh_from_db()
    assert row.state == "reported"


def test_only_the_person_says_what_a_course_was_used_for(client, staff):
    course = a_course()
    own, others = (
        Completion.objects.create(staff=each, course=course, completed_on=NOW.date())
        for each in (staff, a_staff_member())
    )

    client.post(f"/training/completions/{own.pk}/used/", {"use": "used", "words": "集計"})
    answer = client.post(f"/training/completions/{others.pk}/used/", {"use": "used"})

    assert answer.status_code == 404
    assert FollowUp.objects.get().completion == own


def test_notes_and_questions_are_for_those_on_the_list(client, staff):
    session = a_session()
    path = f"/training/sessions/{session.pk}/talk/"
    before = client.get(path).status_code
    a_booking(session, staff)

    client.post(f"{path}ask/", {"ask-submit_key": "k1", "ask-words": "持ち物は？"})

    assert before == 404
    assert SessionQuestion.objects.get().by == staff
    assert "持ち物は？" in words(client.get(path))


KEPT = [
    ("manage/lecturers/", Lecturer, {"name": "講師", "kind": "adviser"}, "name"),
    ("plan/", PlanItem, {"kind": "own", "title": "研修", "state": "planned"}, "title"),
    (
        "manage/survey/",
        SurveyQuestion,
        {"kind": "scale", "words": "また受けたいですか。", "order": "9", "is_live": "on"},
        "words",
    ),
    (
        "manage/seasons/",
        BusySeason,
        {"kind": "council", "starts_on": "2026-12-01", "ends_on": "2026-12-20", "note": "12月"},
        "note",
    ),
    (
        "courses/",
        Course,
        {"title": "新しい科目", "aim": "ねらい", "topic": "rpa", "form": "class", "is_live": "on"},
        "title",
    ),
]


@pytest.mark.parametrize(("where", "model", "typed", "field"), KEPT)
def test_what_trainers_keep_is_made_once_and_never_written_over_unseen(
    client, trainer, where, model, typed, field
):
    for _again in range(2):
        client.post(f"/training/{where}new/", {**typed, "submit_key": "k1"})
    row = model.objects.get()
    assert getattr(row, field) == typed[field]

    end = f"{row.pk}/edit/" if where in ("plan/", "courses/") else f"{row.pk}/"
    opened = client.get(f"/training/{where}{end}").context["form"]["row_version"].value()
    model.objects.update(**{field: "ほかの人の言葉"})
    mine = {**typed, field: "自分の言葉", "row_version": opened}
    page = words(client.post(f"/training/{where}{end}", mine))

    assert "ほかの人の言葉" in page
    assert "自分の言葉" in page
    row.refresh_from_db()
    assert getattr(row, field) == "ほかの人の言葉"

    again = client.get(f"/training/{where}{end}").context["form"]["row_version"].value()
    client.post(f"/training/{where}{end}", {**mine, "row_version": again})
    row.refresh_from_db()
    assert getattr(row, field) == "自分の言葉"


def test_two_trainers_change_one_session_and_the_second_sees_both(client, trainer):
    # Ten in the morning: it ends on the day on which it begins, whenever the tests run.
    starts_at = timezone.now().replace(hour=1, minute=0) + timedelta(days=20)
    session = a_session(trainers=[trainer], place="前の会場", starts_at=starts_at, hours=1)
    path = f"/training/manage/sessions/{session.pk}/edit/"
    form = client.get(path).context["form"]
    typed = {
        name: form[name].value() for name in form.fields if form[name].value() not in (None, [])
    }
    moments = ("booking_opens_at", "booking_closes_at", "cancel_until")
    typed |= {
        name: f"{timezone.localtime(getattr(session, name)):%Y-%m-%dT%H:%M}" for name in moments
    }
    Session.objects.update(place="ほかの人の会場")

    page = words(client.post(path, {**typed, "place": "自分の会場"}))

    assert "ほかの人の会場" in page
    assert Session.objects.get().place == "ほかの人の会場"
    fresh = client.get(path).context["form"]["row_version"].value()
    client.post(path, {**typed, "place": "自分の会場", "row_version": fresh})
    assert Session.objects.get().place == "自分の会場"


def test_every_list_of_what_trainers_keep_opens(client, trainer):
    for path in ("manage/lecturers/", "plan/", "manage/survey/", "manage/numbers/",
                 "manage/seasons/"):  # fmt: skip
        assert client.get(f"/training/{path}").status_code == 200


def test_a_plan_for_a_tier_names_the_tier(client, trainer):
    answer = client.post(
        "/training/plan/new/", {"kind": "tier", "title": "研修", "state": "planned"}
    )

    assert "職層別の研修では、対象を選んでください。" in words(answer)
    assert not PlanItem.objects.exists()


def test_how_a_question_is_answered_stays_as_it_was_asked(client, trainer):
    question = a_survey_question()

    path = f"/training/manage/survey/{question.pk}/"
    version = client.get(path).context["form"]["row_version"].value()
    typed = {"kind": "text", "words": "新しい言葉", "order": "1", "row_version": version}
    client.post(path, typed)

    question.refresh_from_db()
    assert (question.kind, question.words, question.is_live) == ("scale", "新しい言葉", False)


def test_material_is_for_those_who_have_a_seat(client, trainer):
    course = a_course()
    file = SimpleUploadedFile("練習用.csv", "列1,列2\r\n1,2\r\n".encode())
    client.post(f"/training/courses/{course.pk}/material/", {"submit_key": "k1", "files": file})
    stored = StoredFile.objects.get()
    stranger, guest = a_staff_member(), a_staff_member()
    a_booking(a_session(course=course), guest)

    answers = []
    for staff in (stranger, guest):
        client.force_login(staff)
        answer = client.get(f"/files/{stored.pk}/")
        answers.append(answer.getvalue() if answer.streaming else answer.status_code)

    assert answers == [404, "列1,列2\r\n1,2\r\n".encode()]


def test_a_reminder_is_a_press_of_a_trainer(client, trainer):
    course = a_course(is_compulsory=True)

    answer = client.post(f"/training/manage/courses/{course.pk}/remind/", follow=True)

    assert "1人に知らせました" in words(answer)
