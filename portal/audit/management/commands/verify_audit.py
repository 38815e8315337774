import sys

from django.core.management.base import BaseCommand, CommandError

from portal.audit.chain import FAULTS_SHOWN, verify_chain


class Command(BaseCommand):
    help = "監査ログが書き換えられていないかを検証します（異常なし 0、異常あり 2）。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--anchor",
            default="",
            help="外に控えた「番号:ハッシュ」。全体の差し替えが分かります",
        )

    def handle(self, *, anchor, **options):
        try:
            verification = verify_chain(anchor)
        except ValueError as error:
            raise CommandError("--anchor は 番号:ハッシュ の形で指定してください。") from error
        if not verification.faults:
            self.stdout.write(f"異常ありません（{verification.rows}行、末尾 {verification.head}）")
            return
        for fault in verification.faults[:FAULTS_SHOWN]:
            self.stderr.write(str(fault))
        self.stderr.write(f"異常が{len(verification.faults)}件あります。")
        sys.exit(2)
