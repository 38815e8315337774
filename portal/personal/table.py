"""Everything that the portal keeps of people: one line per model. This table is the law.

From it come the page 個人情報の取扱い, the sentence beside each field, the export of one's own
data and the retention run. A test compares it with all models there are: a model with a relation
to StaffMember, or with a field that names a person, needs a line here or a reason in NOT_PERSONAL.

To add a model of a part, add one line to ``table_of_parts.py`` (the words of a ``Rule`` are explained in ``rules.py``):

    "training.booking": Rule("研修の申込みと出席", "席を用意し、修了を証明するため。",
        of="staff", since="session__ends_at", starts="開催", days=5 * YEAR, readers="研修担当とDX課"),

    "leaders.selfnomination": Rule("リーダーの申出", "選考のため。", of="staff", since="decided_at",
        starts="決定", days=YEAR, then=blank("motive"), readers="DX課の選考担当"),

    "consultations.statuschange": Rule("相談", "", until="相談と同じ"),      # goes with its parent

Then say it beside the field: ``{% load personal %}{% purpose "training.booking" %}`` in the
template of the form, or ``help_text=purpose_sentence("training.booking")`` in the form.
"""

from portal.personal.rules import STAYS, Rule, blank, verb
from portal.personal.table_of_parts import RULES_OF_PARTS

YEAR = 365
ACCOUNT = "本人としてログインし、権限を正しく働かせるため。名簿から取り込みます。"
EDITING = "だれが、いつ、何を直したかをたどれるようにするため。"
WITH_PAGE = "ページがあるあいだ。退職した人の名前は出ません"

RULES = {
    "staff.staffmember": Rule("アカウント（氏名、ふりがな、職員番号、ユーザー名、メールアドレス、所属）",
        ACCOUNT, of="pk", since="leaving__since", starts="退職", days=YEAR,
        then=verb("portal.personal.anonymising.anonymise_people",
            "名前を「退職した職員」にし、番号とメールアドレスを消します。件数は変わりません"),
        fields=("username", "staff_number", "name", "reading", "email", "department", "is_manager",
            "joined_at"), readers="全職員（番号とメールアドレスはDX課とシステム管理者）"),
    "personal.leaving": Rule("退職に気づいた日", "アカウントの保存期間を数えるため。", of="staff",
        until="アカウントと同じ", fields=("since",), readers="システム管理者"),
    "staff.rolegrant": Rule("役割の付与", "だれが、いつからいつまで、どの役割だったかを示すため。",
        of="staff", until="運用の記録として残します", then=STAYS, fields=("role", "starts_on", "ends_on"),
        readers="本人とシステム管理者"),
    "staff.rosterimport": Rule("名簿の取り込みの控え", "取り込みのまちがいを元に戻すため。",
        until="30日（確認しなかった行は24時間）", readers="システム管理者"),
    "staff.rosterline": Rule("名簿の取り込みの控え", "", until="30日"),
    "staff.staffsession": Rule("ログインの状態（ブラウザーと機器の種類、接続元、時刻）",
        "ログインを保つため。自分がどこでログインしているかを、本人が確かめるため。", of="staff",
        until="最後の操作から{idle_minutes}分。長くても{hours}時間", fields=("last_seen_at",)),
    "staff.recenttries": Rule("ログインを試した回数",
        "パスワードを当てようとする操作を止めるため。", until="1日", readers="だれも読みません"),
    "mfa.authenticator": Rule("本人を確かめるもの（パスワード、認証アプリ、パスキー、予備コード）",
        "本人の確認のため。パスワードは元に戻せない形で保存し、だれも読めません。", of="user",
        until="変更するか、外すまで", fields=("type", "created_at", "last_used_at")),
    "socialaccount.socialaccount": Rule("市の共通ログインとの結び付け", "共通ログインで入れるようにするため。",
        of="user", until="外すまで", fields=("provider", "date_joined", "last_login")),
    "account.emailaddress": Rule("アカウント（氏名、ふりがな、職員番号、ユーザー名、メールアドレス、所属）",
        "", of="user", until="アカウントと同じ", fields=("email",)),
    "portal_search.searchquery": Rule("検索した言葉",
        "見つけやすくするため。だれがさがしたかは記録しません。", until="90日",
        readers="編集者とDX課"),
    "notifications.notification": Rule("お知らせとメール",
        "役割の付与など、本人に関わることを知らせるため。", of="recipient", until="90日",
        fields=("title", "created_at", "read_at")),
    "notifications.mail": Rule("お知らせとメール", "", until="90日"),
    "notifications.preference": Rule("お知らせの受け取り方", "本人の希望のとおりに知らせるため。",
        of="staff", until="変えるまで", fields=("kind", "delivery")),
    "home.tourend": Rule("はじめての案内を終えたこと", "同じ案内を何度も出さないため。", of="staff",
        until="アカウントと同じ", fields=("at",)),
    "submitting.submission": Rule("送信の記録", "同じ内容が2度送られないようにするため。", until="7日",
        readers="だれも読みません"),
    "files.storedfile": Rule("送ったファイル", "相談や報告などに添えるため。", of="uploaded_by",
        until="添えた相談や報告と同じ", fields=("name", "kind", "size", "uploaded_at"),
        readers="添えた先を読める人"),
    "casebook.case": Rule("事例などの編集の記録", EDITING, of="owner", until=WITH_PAGE, then=STAYS,
        fields=("title", "first_published_at"), readers="編集者とDX課"),
    "casebook.casebeginning": Rule("事例の下書きを、何からだれが作ったか", "事例のもとをたどれるようにするため。",
        of="drafted_by", until=WITH_PAGE, then=STAYS, fields=("kind", "drafted_at"),
        readers="編集者とDX課"),
    "casebook.casebookpage": Rule("事例などの編集の記録", "", until=WITH_PAGE, then=STAYS),
    "wagtailcore.page": Rule("事例などの編集の記録", "", until=WITH_PAGE, then=STAYS),
    "wagtailcore.revision": Rule("事例などの編集の記録", "", of="user", until=WITH_PAGE, then=STAYS,
        fields=("object_str", "created_at")),
    "wagtailcore.pagelogentry": Rule("事例などの編集の記録", "", of="user", until=WITH_PAGE,
        then=STAYS, fields=("label", "action", "timestamp")),
    "wagtailcore.modellogentry": Rule("事例などの編集の記録", "", of="user", until=WITH_PAGE,
        then=STAYS, fields=("label", "action", "timestamp")),
    "wagtailcore.comment": Rule("編集画面のコメント", "編集する人どうしが相談するため。", of="user",
        until="ページがあるあいだ", then=STAYS, fields=("text", "created_at"), readers="編集者とDX課"),
    "wagtailcore.commentreply": Rule("編集画面のコメント", "", of="user", until="ページがあるあいだ",
        then=STAYS, fields=("text", "created_at")),
    "files.portalimage": Rule("事例などの編集の記録", "", of="uploaded_by_user", until=WITH_PAGE,
        then=STAYS, fields=("title", "created_at")),
    "wagtaildocs.document": Rule("事例などの編集の記録", "", of="uploaded_by_user", until=WITH_PAGE,
        then=STAYS, fields=("title", "created_at")),
    "audit.auditevent": Rule("監査ログ（だれが、いつ、どこから、何をしたか。書いた文章は含みません）",
        "不正な操作がないことを確かめ、あとから説明できるようにするため。", of="actor",
        since="at", starts="記録", days=3 * YEAR, readers="監査とシステム管理者",
        then=verb("portal.personal.trail.erase_trail", "消去し、消した数を記録します"),
        fields=("at", "action", "object_type", "object_id", "result", "address")),
    "authority.breakglassgrant": Rule("非常時の閲覧の申請",
        "だれが、なぜ、だれの承認で見たかを、あとから確かめられるようにするため。", of="asker",
        since="asked_at", starts="申請", days=3 * YEAR,
        fields=("object_id", "reason", "state", "asked_at", "decided_at", "ended_at"),
        readers="DX課、監査、システム管理者"),
    "authority.accountrequest": Rule("管理者どうしの確認",
        "システム管理者の役割やログインを、2人で変えたことを示すため。", of="asker",
        since="asked_at", starts="依頼", days=3 * YEAR,
        fields=("kind", "state", "asked_at", "decided_at"), readers="システム管理者"),
    "personal.owndataexport": Rule("自分の情報の書き出し", "本人に情報を渡すため。", of="staff",
        until="24時間（書き出した記録は90日）", fields=("asked_at", "state")),
    "personal.datarequest": Rule("個人情報についての申出", "申出に答え、答えたことを示すため。", of="staff",
        since="closed_at", starts="回答", days=3 * YEAR, then=blank("text", "answer"),
        fields=("kind", "text", "state", "asked_at", "due_on", "answer"), readers="DX課の担当者"),
    "personal.datarequestchange": Rule("個人情報についての申出", "", until="申出と同じ"),
    "personal.hold": Rule("保存期間の延長の記録", "延長の理由を説明できるようにするため。",
        of="staff", until="運用の記録として残します", then=STAYS, fields=("placed_at", "lifted_at"),
        readers="DX課、監査、システム管理者"),
    "personal.retentionrun": Rule("保存期間の処理の記録", "だれが何を消したかを示すため。",
        until="運用の記録として残します", then=STAYS, readers="DX課、監査、システム管理者"),
    **RULES_OF_PARTS,
}  # fmt: skip

# A model that looks as if it were about people, and why nothing needs to be kept or erased.
NOT_PERSONAL = {
    "guidance.glossaryterm": "a list of words; the reading is that of a word",
    "personal.erasedperson": "an id and a day: needed to erase somebody again after a restore",
    "training.course": "the reading is that of a title",
    "training.session": "who runs it stands in training.session_trainers",
    "casebook.municipality": "a register of towns; the reading is that of a town's name",
    "casebook.factschange": "that a case was saved, by nobody in particular",
    "staff.staffmember_groups": "what a person may do in the CMS follows from the roles",
    "staff.staffmember_user_permissions": "always empty: rights follow from the roles",
    "wagtailusers.userprofile": "how the CMS looks to a person; taken away with the account",
    "wagtailimages.image": "not used: files.portalimage takes its place",
    "wagtailadmin.editingsession": "who has a page open right now; gone after a day",
    "wagtailadmin.formstate": "what stands in an open form of the CMS; gone after a day",
    "wagtailcore.uploadedfile": "a file on its way into the CMS; gone when it has arrived",
    "wagtailcore.workflowstate": "workflows of the CMS are switched off",
    "wagtailcore.taskstate": "workflows of the CMS are switched off",
    "wagtailcore.pagesubscription": "whether a person is told of comments; taken with the account",
}
