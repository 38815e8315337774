"""What the parts offer to the site search: for each kind its words, and who may find it."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from casebook.models import Case
from leaders.models import ActivityReport, Appointment, SmallFinding
from portal.community.models import Article, Topic
from portal.consultations.models import Consultation, Faq, Idea
from portal.home.guidance_offers import GUIDES, PROJECTS, TERMS, TRENDS
from portal.search.kinds import Description, Kind, lines, numbers, offer
from portal.staff.models import StaffMember
from portal.ui.sanitizing import plain
from training.models import Course, Session


def offer_everything() -> None:
    """Called once, when the apps are ready."""
    for kind in KINDS:
        offer(kind)


def _cases() -> QuerySet[Case]:
    return Case.objects.live().with_municipality().prefetch_related("tags")


def _case(case: Case) -> Description:
    town = case.municipality
    place = [town.full_name, town.reading] if town else []
    return Description(
        case.title,
        lines(case.running_text(), *place, case.department),
        reverse("casebook:case_page", args=[case.slug]),
        headings=case.searched_headings(),
        note=str(town or "自治体は未確認"),
        dated=case.verified_on,
    )


def _faqs() -> QuerySet:
    return Faq.objects.published()


def _faq(faq: Faq) -> Description:
    url = reverse("faq:faq", args=[faq.pk])
    return Description(
        faq.question, faq.answer, url, note=faq.get_category_display(), dated=faq.checked_on
    )


def _courses() -> QuerySet:
    return Course.objects.live()


def _course(course: Course) -> Description:
    told = [course.get_topic_display(), course.get_form_display(), *course.tier_labels]
    return Description(
        course.title,
        lines(course.aim, course.reading, *told, course.prerequisites, course.materials),
        reverse("training:course", args=[course.pk]),
        note=course.get_form_display(),
    )


def _sessions() -> QuerySet[Session]:
    """Those still to come; what is over is found by its course."""
    public = Session.objects.filter(state=Session.State.OPEN, ends_at__gt=timezone.now())
    return public.select_related("course")


def _session(session: Session) -> Description:
    course = session.course
    told = [session.place, session.equipment, session.bring, session.partners]
    return Description(
        str(session),
        lines(course.aim, course.reading, course.get_topic_display(), *told),
        session.get_absolute_url(),
        note=session.place,
        dated=session.starts_at,
    )


def _sessions_of_courses(ids: list[str]) -> Iterable[int]:
    return Session.objects.filter(course__in=numbers(ids)).values_list("pk", flat=True)


def _leaders() -> QuerySet[Appointment]:
    terms = Appointment.objects.in_force(timezone.localdate()).filter(staff__is_active=True)
    return terms.select_related("staff__department", "staff__leader_profile")


def _leader(term: Appointment) -> Description:
    staff, section = term.staff, term.staff.department
    profile = getattr(staff, "leader_profile", None)
    said = [profile.skills, profile.asks, profile.reach] if profile else []
    return Description(
        staff.name,
        lines(staff.reading, section.name if section else "", term.role_name, *said),
        reverse("leaders:leader", args=[staff.pk]),
        note=section.name if section else "所属は未確認",
    )


def _terms_of_people(ids: list[str]) -> Iterable[int]:
    return Appointment.objects.filter(staff__in=numbers(ids)).values_list("pk", flat=True)


def _terms_of_profiles(ids: list[str]) -> Iterable[int]:
    terms = Appointment.objects.filter(staff__leader_profile__in=numbers(ids))
    return terms.values_list("pk", flat=True)


def _reports() -> QuerySet:
    return ActivityReport.objects.select_related("section")


def _report(report: ActivityReport) -> Description:
    return Description(
        report.title,
        lines(report.what, report.effect),
        reverse("leaders:report", args=[report.pk]),
        note=report.section.name if report.section else "",
        dated=report.happened_on,
    )


def _findings() -> QuerySet:
    return SmallFinding.objects.select_related("section")


def _finding(finding: SmallFinding) -> Description:
    section = finding.section.name if finding.section else "DXリーダー"
    return Description(
        f"{section}の小さな気づき",
        finding.text,
        reverse("leaders:finding_list"),
        dated=finding.at,
    )


def _articles() -> QuerySet[Article]:
    return Article.objects.published().select_related("author", "department")


def _article(article: Article) -> Description:
    return Description(
        article.title,
        lines(article.summary, plain(article.body), article.tags),
        reverse("community:article", args=[article.pk]),
        note=article.department.name if article.department else "",
        dated=article.published_at,
    )


def _topics() -> QuerySet[Topic]:
    return Topic.objects.shown().select_related("board")


def _topic(topic: Topic) -> Description:
    return Description(
        topic.title,
        plain(topic.body),
        reverse("community:topic", args=[topic.pk]),
        note=f"{topic.board.title}{'・解決済み' if topic.answered_at else ''}",
        dated=topic.at,
    )


def _consultations() -> QuerySet:
    return Consultation.objects.filter(erased_at=None)


def consultations_of(staff: StaffMember) -> QuerySet[Consultation]:
    """Without what the broken glass opens: reading that is an event of the trail each time."""
    own = Q(asker=staff) | Q(pk__in=Consultation.objects.on_desk_of(staff).values("pk"))
    return _consultations().filter(own)


def _consultation(consultation: Consultation) -> Description:
    return Description(
        consultation.subject,
        lines(consultation.work, consultation.trouble, consultation.wish),
        reverse("consultations:consultation", args=[consultation.pk]),
        note=consultation.get_status_display(),
        dated=consultation.asked_at,
    )


def _ideas() -> QuerySet:
    return Idea.objects.all()


def _idea(idea: Idea) -> Description:
    return Description(
        idea.title,
        lines(idea.now_words, idea.change_words, idea.answer, idea.effect),
        reverse("ideas:idea", args=[idea.pk]),
        note=idea.get_state_display(),
        dated=idea.noted_at,
    )


KINDS = [
    Kind(
        "case",
        "事例",
        "menu_book",
        _cases,
        _case,
        lambda staff: Case.objects.visible_to(staff),
        "最終確認",
    ),
    GUIDES,
    Kind("faq", "FAQ", "help", _faqs, _faq, lambda _staff: _faqs(), "最終確認"),
    Kind("course", "研修の科目", "school", _courses, _course, lambda _staff: _courses()),
    Kind(
        "session",
        "研修の日程",
        "school",
        _sessions,
        _session,
        lambda _staff: _sessions(),
        "開催",
        {"training.course": _sessions_of_courses},
    ),
    Kind(
        "leader",
        "DXリーダー",
        "person",
        _leaders,
        _leader,
        lambda _staff: _leaders(),
        "",
        {
            "staff.staffmember": _terms_of_people,
            "leaders.leaderprofile": _terms_of_profiles,
        },
    ),
    Kind(
        "report", "活動報告", "edit_square", _reports, _report, lambda _staff: _reports(), "活動日"
    ),
    Kind(
        "finding",
        "小さな気づき",
        "edit_square",
        _findings,
        _finding,
        lambda _staff: _findings(),
        "書いた日",
    ),
    Kind(
        "article",
        "DXだより",
        "description",
        _articles,
        _article,
        lambda _staff: _articles(),
        "公開",
    ),
    Kind("topic", "意見交換", "help", _topics, _topic, lambda _staff: _topics(), "書いた日"),
    PROJECTS,
    TRENDS,
    TERMS,
    Kind(
        "idea",
        "アイデア",
        "edit_square",
        _ideas,
        _idea,
        lambda staff: _ideas().visible_to(staff),
        "書いた日",
        is_common=False,
    ),
    Kind(
        "consultation",
        "相談",
        "help",
        _consultations,
        _consultation,
        consultations_of,
        "相談した日",
        is_common=False,
    ),
]
