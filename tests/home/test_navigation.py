"""The frame offers each person what that person may open, and nothing else."""

import re

import pytest

from portal.staff.models import Role
from tests.builders import a_staff_member

OWN = [
    "カレンダー",
    "わたしの研修",
    "改善のアイデア",
    "事例の提案",
    "保存したもの",
    "フォロー",
    "届いたお礼",
    "職員一覧",
    "手続きの一覧",
]
OFFERED = {
    None: OWN,
    Role.LEADER: OWN,
    Role.TRAINER: [*OWN, "研修の運営"],
    Role.OFFICER: [
        *OWN,
        "相談窓口",
        "研修の運営",
        "リーダーの募集と任期",
        "提案の確認（事例集）",
        "コメントの確認",
        "事例を持ち出す・取り込む",
        "個人情報の申出",
        "保存期間の処理",
        "役割の一覧",
        "非常時の閲覧",
        "メールの状態",
    ],
    Role.EDITOR: [*OWN, "提案の確認（事例集）", "コメントの確認", "事例を持ち出す・取り込む"],
    Role.AUDITOR: [*OWN, "保存期間の処理", "役割の一覧", "非常時の閲覧", "監査ログ"],
    Role.ADMINISTRATOR: [
        *OWN,
        "名簿の取り込み",
        "組織改正",
        "保存期間の処理",
        "役割の一覧",
        "管理者どうしの確認",
        "非常時の閲覧",
        "運用状況",
        "ジョブの状態",
        "メールの状態",
        "監査ログ",
    ],
}


@pytest.mark.django_db
@pytest.mark.parametrize("role", OFFERED)
def test_everybody_is_offered_exactly_what_opens(client, role):
    client.force_login(a_staff_member(role=role))

    pages = client.get("/").context["own_pages"]

    assert [page.label for page in pages] == OFFERED[role]
    assert [client.get(page.url).status_code for page in pages] == [200] * len(pages)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "offered"), [(Role.OFFICER, 1), (Role.EDITOR, 1), (Role.LEADER, 0)]
)
def test_the_cms_is_offered_to_those_who_work_in_it(client, role, offered):
    client.force_login(a_staff_member(role=role))

    page = client.get("/help/").content.decode()

    assert len(re.findall(r'class="dx-nav__end"', page)) == 2 * offered
