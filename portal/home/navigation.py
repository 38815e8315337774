"""What the frame of every page shows to this person."""

from functools import cache, partial
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from portal.notifications.inbox import unread_count
from portal.staff.models import Role
from portal.staff.roles import may_edit_pages, roles_of

# The words of the main navigation, in the same order for everybody.
MAIN_NAVIGATION = [
    ("ホーム", "home:home"),
    ("デジ順", "guidance:index"),
    ("事例集", "casebook:case_list"),
    ("相談", "consultations:consultation_list"),
    ("研修", "training:course_list"),
    ("DXリーダー", "leaders:leaders"),
    ("みんなの動き", "community:feed"),
    ("数字で見る", "kpi:city"),
]

# Pages of one's own menu: label, address, icon, and the roles it is offered to (None: everybody).
# Only an offer: each page asks for the right itself.
OWN_PAGES = [
    ("カレンダー", "home:calendar", "description", None),
    ("わたしの研修", "training:my_training", "school", None),
    ("改善のアイデア", "ideas:idea_list", "edit_square", None),
    ("事例の提案", "casebook:proposal_list", "auto_stories", None),
    ("保存したもの", "community:bookmark_list", "save", None),
    ("フォロー", "community:follow_list", "notifications", None),
    ("届いたお礼", "community:thanks_list", "check_circle", None),
    ("職員一覧", "staff:staff_directory", "person", None),
    ("手続きの一覧", "consultations:procedure_list", "description", None),
    ("相談窓口", "consultations:desk", "help", {Role.OFFICER}),
    ("研修の運営", "training:desk", "edit_square", {Role.TRAINER, Role.OFFICER}),
    ("リーダーの募集と任期", "leaders:desk", "person", {Role.OFFICER}),
    ("提案の確認（事例集）", "casebook:review_list", "auto_stories", {Role.OFFICER, Role.EDITOR}),
    ("コメントの確認", "community:report_list", "report", {Role.OFFICER, Role.EDITOR}),
    ("事例を持ち出す・取り込む", "casebook:travel", "description", {Role.OFFICER, Role.EDITOR}),
    ("名簿の取り込み", "staff:roster_list", "description", {Role.ADMINISTRATOR}),
    ("組織改正", "staff:department_tree", "account_balance", {Role.ADMINISTRATOR}),
    (
        "個人情報の申出",
        "personal:data_request_list",
        "edit_square",
        {Role.OFFICER},
    ),
    (
        "保存期間の処理",
        "personal:retention",
        "report",
        {Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR},
    ),
    (
        "役割の一覧",
        "authority:role_list",
        "key",
        {Role.ADMINISTRATOR, Role.OFFICER, Role.AUDITOR},
    ),
    ("管理者どうしの確認", "authority:request_list", "check_circle", {Role.ADMINISTRATOR}),
    (
        "非常時の閲覧",
        "authority:glass_list",
        "lock",
        {Role.ADMINISTRATOR, Role.OFFICER, Role.AUDITOR},
    ),
    ("運用状況", "jobs:machine_condition", "check_circle", {Role.ADMINISTRATOR}),
    ("ジョブの状態", "jobs:job_list", "tune", {Role.ADMINISTRATOR}),
    ("メールの状態", "jobs:mail_list", "report", {Role.ADMINISTRATOR, Role.OFFICER}),
    ("監査ログ", "audit:event_list", "search", {Role.ADMINISTRATOR, Role.AUDITOR}),
]


def frame(request):
    """Context of ``base.html``: navigation, unread notices, and whether to offer the CMS."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    return {
        "main_navigation": _main_navigation(_place_of(request.path)),
        "own_pages": _own_pages(roles_of(user)) if signed_in else (),
        "may_edit_pages": signed_in and may_edit_pages(user),
        # Asked for by the bell alone: pages without the frame cost no query.
        "unread_notices": SimpleLazyObject(partial(unread_count, user)) if signed_in else 0,
        "demo_mode": settings.DEMO_MODE,
        "request_id": getattr(request, "id", ""),
    }


class Entry(NamedTuple):
    """A line of the main navigation."""

    label: str
    url: str
    current: bool


class OwnPage(NamedTuple):
    """A line of one's own menu; ``is_duty`` when a role brings it."""

    label: str
    url: str
    icon: str
    is_duty: bool


@cache
def _addresses() -> tuple[str, ...]:
    return tuple(reverse(name) for _label, name in MAIN_NAVIGATION)


def _place_of(path: str) -> str:
    """The address in the main navigation that ``path`` stands below; empty for none."""
    home, *others = _addresses()
    return next((each for each in others if path.startswith(each)), home if path == home else "")


@cache
def _main_navigation(here: str) -> tuple[Entry, ...]:
    labels = [label for label, _name in MAIN_NAVIGATION]
    return tuple(
        Entry(label, url, url == here) for label, url in zip(labels, _addresses(), strict=True)
    )


@cache
def _own_pages(held: frozenset[Role]) -> tuple[OwnPage, ...]:
    return tuple(
        OwnPage(label, reverse(name), icon, roles is not None)
        for label, name, icon, roles in OWN_PAGES
        if roles is None or roles & held
    )
