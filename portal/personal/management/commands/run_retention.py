"""The retention run from a terminal: a dry run, or the whole act with its two persons named."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.errors import DomainError
from portal.personal.due import dry_run
from portal.personal.retention import agree_to_run, propose_run
from portal.personal.rights import may_run_retention
from portal.staff.models import StaffMember


class Command(BaseCommand):
    help = (
        "保存期間を過ぎた情報を数えます。--execute と2人のシステム管理者で、消去します。"
        "何度実行しても安全です。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="数えるだけ（既定）")
        parser.add_argument("--execute", action="store_true", help="消去します")
        parser.add_argument("--by", metavar="USERNAME", help="申し出るシステム管理者")
        parser.add_argument("--agreed-by", metavar="USERNAME", help="承認するシステム管理者")

    def handle(self, *, execute: bool, by, agreed_by, **options):
        now = timezone.now()
        self._print([(each.data, each.model_name, each.count, each.held) for each in dry_run(now)])
        if not execute:
            self.stdout.write("数えただけです。消去していません。")
            return
        first = self._administrator(by, "--by")
        second = self._administrator(agreed_by, "--agreed-by")
        if first == second:
            raise CommandError("--by と --agreed-by には、別の人を指定してください。")
        try:
            run = agree_to_run(propose_run(by=first, now=now), by=second, now=now)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"消去しました：{sum(run.done.values())}件（処理 {run.pk}）")

    def _administrator(self, username, option):
        staff = StaffMember.objects.filter(username=username or "", is_active=True).first()
        if staff is None or not may_run_retention(staff):
            raise CommandError(f"{option} にシステム管理者のユーザー名を指定してください。")
        return staff

    def _print(self, rows):
        for data, model, count, held in rows:
            self.stdout.write(f"{data}（{model}）：{count}件、延長中 {held}件")
