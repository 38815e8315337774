from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.errors import DomainError
from portal.staff.first_administrators import appoint_administrator


class Command(BaseCommand):
    help = (
        "最初のシステム管理者（2人まで）を決め、パスワードを設定する一度きりのリンクを表示します。"
        "サーバーの端末でだけ使います。"
    )

    def add_arguments(self, parser):
        parser.add_argument("username", help="ユーザー名（名簿にいる人、または新しく作る人）")
        parser.add_argument("--name", default="", help="名簿にいない人のときの氏名")

    def handle(self, *, username, name, **options):
        try:
            path = appoint_administrator(username, name=name, on=timezone.localdate())
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        address = settings.BASE_URL.rstrip("/") + path
        self.stdout.write(f"{username} さんにシステム管理者の役割を付けました。")
        self.stdout.write("24時間のうちに、本人がこのリンクからパスワードを設定します（1回限り）:")
        self.stdout.write(address)
