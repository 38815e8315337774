from django.core.management.base import BaseCommand, CommandError

from portal.errors import DomainError
from portal.search.analysis import analysis_version
from portal.search.upkeep import needs_rebuild, rebuild


class Command(BaseCommand):
    help = "検索の索引を作り直します。作り直しているあいだも検索は使えます。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-needed", action="store_true", help="辞書や解析の規則が変わったときだけ作り直す"
        )

    def handle(self, if_needed, **options):
        if if_needed and not needs_rebuild():
            self.stdout.write("検索の索引は最新です。作り直しません。")
            return
        try:
            for name, count in rebuild():
                self.stdout.write(f"{name}: {count}件")
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"検索の索引を作り直しました（解析の版 {analysis_version()}）。")
