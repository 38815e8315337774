"""The initial content: the catalogue, the skill questions, the questions of the survey.

Repeatable. What somebody has changed since is left alone: each row remembers the hash of what
was loaded into it.
"""

import hashlib
import json
from pathlib import Path

from django.db import transaction

from training.models import Course, PlanItem, SkillArea, SkillQuestion, SurveyQuestion, Tier

CONTENT = Path(__file__).parent / "content"
COURSE_FIELDS = [
    "title", "reading", "aim", "topic", "form", "minutes", "is_compulsory", "prerequisites",
    "materials", "source",
]  # fmt: skip
QUESTION_FIELDS = ["label", "words"]


@transaction.atomic
def load_training() -> str:
    """Returns what there is, in a few words."""
    areas = _read("skills.json")["areas"]
    for place, area in enumerate(areas):
        _load_area(area, place)
    courses = _read("courses.json")
    for course in courses:
        _load_course(course)
    _load_survey()
    _load_plan()
    questions = sum(len(area["questions"]) for area in areas)
    return f"科目 {len(courses)}、スキルの設問 {questions}"


def _read(name: str):
    return json.loads((CONTENT / name).read_text(encoding="utf-8"))


def _hash(row, fields: list[str]) -> str:
    values = [getattr(row, field) for field in fields]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def _may_renew(row, fields: list[str]) -> bool:
    """A new row, or one as it was loaded."""
    return row.pk is None or row.initial_hash == _hash(row, fields)


def _load_area(facts: dict, place: int) -> None:
    area, _made = SkillArea.objects.get_or_create(
        code=facts["code"], defaults={"name": facts["name"], "order": place}
    )
    for order, each in enumerate(facts["questions"]):
        question = SkillQuestion.objects.filter(code=each["code"]).first()
        question = question or SkillQuestion(code=each["code"], area=area, order=order)
        if _may_renew(question, QUESTION_FIELDS):
            question.label, question.words = each["label"], each["words"]
            question.initial_hash = _hash(question, QUESTION_FIELDS)
            question.save()


def _load_course(facts: dict) -> None:
    course = Course.objects.filter(code=facts["code"]).first() or Course(code=facts["code"])
    is_new = course.pk is None
    if not _may_renew(course, COURSE_FIELDS):
        return
    for field in COURSE_FIELDS:
        setattr(course, field, facts.get(field, getattr(course, field)))
    for tier in Tier:
        setattr(course, f"for_{tier}", tier in facts["tiers"])
    course.initial_hash = _hash(course, COURSE_FIELDS)
    course.save()
    if is_new:
        course.covers.set(SkillQuestion.objects.filter(code__in=facts["covers"]))


def _load_survey() -> None:
    if SurveyQuestion.objects.filter(course=None).exists():
        return
    for order, each in enumerate(_read("survey.json")):
        SurveyQuestion.objects.create(order=order, **each)


def _load_plan() -> None:
    """Only into an empty plan: afterwards it is the city's own."""
    if PlanItem.objects.exists():
        return
    for facts in _read("plan.json"):
        course = Course.objects.filter(code=facts.pop("course", "")).first()
        PlanItem.objects.create(course=course, **facts)
