"""What waits for the roles somebody holds: each number is a link to exactly that list."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from casebook.models import Proposal
from casebook.refreshing import stale
from leaders.models import SelfNomination
from leaders.roster import leaders_of, sections_without_leader
from portal.community.models import Report
from portal.consultations.listing import counts
from portal.consultations.models import Idea
from portal.counting import CountUpTo, counted
from portal.guidance.figures import late_reviews
from portal.guidance.models import Edition, EnvironmentItem, LeadingProject
from portal.home.mine import Block, Line, day_and_time
from portal.kpi.boards import monthly_indicators, with_entered
from portal.kpi.rights import departments_seen_by
from portal.kpi.times import last_month
from portal.search.querylog import zero_result_report
from portal.staff.models import Department, Role, StaffMember
from portal.staff.roles import roles_of
from training.completing import compulsory_courses, section_rates
from training.models import OutsideRecord
from training.rights import sessions_run_by

SHOWN = 3
COURSES = 3
COUNTED = 1000
# Views of the desk that say whether somebody waits; the others are ways of looking.
DESK_VIEWS = {"mine", "unassigned", "today", "waiting", "stalled"}
SEARCHED_FOR = timedelta(days=30)
NOT_FOUND = "見つからなかった言葉（30日）"


def duties_for(staff: StaffMember, now: datetime) -> list[Block]:
    """One block per role that ``staff`` holds, and one for the head of a section."""
    held = roles_of(staff)
    # Two roles may share a block: it stands once.
    blocks = dict.fromkeys(block for role, block in ROLE_BLOCKS if role in held)
    found = [block(staff, now) for block in blocks]
    if staff.is_manager and staff.department:
        found.append(section(staff, now))
    return found


def desk(staff: StaffMember, now: datetime) -> Block:
    address = reverse("consultations:desk")
    return Block(
        "相談の受付",
        "help",
        [
            Line(each.label, f"{address}?view={each.code}", f"{each.words}件")
            for each in counts(staff, now)
            if each.code in DESK_VIEWS and each.number
        ],
        "待っている相談はありません。",
        Line("受付を開く", address),
    )


def programme(staff: StaffMember, now: datetime) -> Block:
    """What waits for DX課 besides the desk."""
    today = timezone.localdate(now)
    found = counted(
        StaffMember.objects.filter(pk=staff.pk),
        without=sections_without_leader(today).values("pk"),
        not_found=_not_found(today),
        reports=Report.objects.waiting().order_by().values("pk"),
        environment=EnvironmentItem.objects.overdue(today).order_by().values("pk"),
        projects=LeadingProject.objects.overdue(today).order_by().values("pk"),
        ideas=Idea.objects.waiting_for(staff).order_by().values("pk"),
    )
    numbers = [
        ("返事を待つアイデア", reverse("ideas:idea_list"), found["ideas"], "件"),
        ("リーダーのいない課", reverse("leaders:coverage"), found["without"], "課"),
        ("年度を過ぎた環境整備", reverse("guidance:environment"), found["environment"], "件"),
        ("年度を過ぎたプロジェクト", reverse("guidance:projects"), found["projects"], "件"),
        (NOT_FOUND, reverse("portal_search_zero_results"), found["not_found"], "語"),
        ("書き込みの報告", reverse("community:report_list"), found["reports"], "件"),
    ]
    return Block(
        "DX課の仕事",
        "tune",
        _waiting(numbers),
        "確かめるものはありません。",
        Line("リーダーの募集と任期", reverse("leaders:desk")),
    )


def casebook(staff: StaffMember, now: datetime) -> Block:
    """Proposals that somebody else has to decide on, and cases whose check is a year old."""
    address = reverse("casebook:review_list")
    found = counted(
        StaffMember.objects.filter(pk=staff.pk),
        waiting=Proposal.objects.waiting_for(staff).order_by().values("pk"),
        old=stale(timezone.localdate(now)).order_by().values("pk"),
    )
    numbers = [
        ("確認を待つ事例の提案", f"{address}?view=in_review", found["waiting"], "件"),
        ("確認から1年たった事例", reverse("casebook:freshness"), found["old"], "件"),
    ]
    return Block(
        "事例集の仕事",
        "auto_stories",
        _waiting(numbers),
        "待っている提案はありません。",
        Line("提案の確認を開く", address),
    )


def editing(staff: StaffMember, now: datetime) -> Block:
    """What readers look for in vain, and texts that nobody has looked at for long."""
    today = timezone.localdate(now)
    not_found = len(_not_found(today))
    numbers = [
        (NOT_FOUND, reverse("portal_search_zero_results"), not_found, "語"),
        ("直している途中の手順書", reverse("guidance:desk"), Edition.objects.open().count(), "件"),
        ("見直しの日を過ぎた手順書", reverse("guidance:desk"), late_reviews(today), "件"),
    ]
    return Block(
        "編集の仕事",
        "edit_square",
        _waiting(numbers),
        "急ぐものはありません。",
        Line("手順書の編集を開く", reverse("guidance:desk")),
    )


def teaching(staff: StaffMember, now: datetime) -> Block:
    """The next sessions one runs, and what people learnt elsewhere."""
    ahead = sessions_run_by(staff).filter(ends_at__gt=now).select_related("course")
    lines = [
        Line(
            session.course.title,
            reverse("training:roster", args=[session.pk]),
            day_and_time(session.starts_at),
        )
        for session in ahead.order_by("starts_at", "pk")[:SHOWN]
    ]
    reported = OutsideRecord.objects.filter(state=OutsideRecord.State.REPORTED).count()
    numbers = [("外部で学んだ記録の確認", reverse("training:outside_list"), reported, "件")]
    return Block(
        "研修の運営",
        "school",
        lines + _waiting(numbers),
        "これからの回はありません。コースを選んで、回を開けます。",
        Line("研修の運営を開く", reverse("training:desk")),
    )


def section(staff: StaffMember, now: datetime) -> Block:
    """For the head of a section: its figures, its leader, its compulsory courses."""
    today, department = timezone.localdate(now), staff.department
    lines = _entered(staff, today)
    names = [term.staff.name for term in leaders_of(department, today)[:SHOWN]]
    lines.append(
        Line("課のDXリーダー", reverse("leaders:coverage"), "、".join(names) or "まだいません")
    )
    lines += _opinions(staff)
    lines += _compulsory(department, now)
    return Block(
        f"{department.name}のようす",
        "account_balance",
        lines,
        "",
        Line("所属長の方へ", reverse("guidance:guide", args=["managers"])),
    )


def _opinions(staff: StaffMember) -> list[Line]:
    """Hands of the section for which the city asks how the work can be arranged."""
    hands = SelfNomination.objects.waiting().filter(head=staff, head_at=None)
    return [
        Line(
            f"{hand.staff.name}さんの申出",
            reverse("leaders:head_view", args=[hand.pk]),
            "業務の調整の意見を、まだ届けていません",
        )
        for hand in hands.select_related("staff").order_by("submitted_at", "pk")[:SHOWN]
    ]


def _compulsory(department: Department, now: datetime) -> list[Line]:
    rates = section_rates(list(compulsory_courses()[:COURSES]), department, now)
    shown = [
        Line(
            course.title,
            reverse("training:course", args=[course.pk]),
            f"{rate.completed}/{rate.asked}人が修了",
        )
        for course, rate in rates
        if rate
    ]
    if rates and not shown:
        few = "人数が少ないため、修了の数は出しません"
        shown = [Line("必須の研修", reverse("training:course_list"), few)]
    return shown


def _entered(staff, today) -> list[Line]:
    """How much of last month the section has entered, for those who see its figures."""
    month = last_month(today)
    own = departments_seen_by(staff).filter(pk=staff.department_id)
    wanted = CountUpTo(monthly_indicators().values("pk"))
    row = with_entered(own, month).annotate(wanted=wanted).first()
    if row is None:
        return []
    note = f"{month.starts_on.month}月分は{row.entered}/{row.wanted}を入力"
    return [Line("課の数字", reverse("kpi:section", args=[row.pk]), note)]


def _not_found(today: date) -> QuerySet:
    return zero_result_report(today - SEARCHED_FOR).order_by().values("words")[:COUNTED]


def _waiting(numbers) -> list[Line]:
    return [Line(label, url, f"{count}{unit}") for label, url, count, unit in numbers if count]


ROLE_BLOCKS: list[tuple[Role, Callable]] = [
    (Role.OFFICER, desk),
    (Role.OFFICER, programme),
    (Role.OFFICER, casebook),
    (Role.EDITOR, casebook),
    (Role.EDITOR, editing),
    (Role.TRAINER, teaching),
]
