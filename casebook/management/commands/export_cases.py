from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from casebook.travelling.exporting import FORMS, export
from portal.audit.trail import record
from portal.errors import DomainError


class Command(BaseCommand):
    help = "公開中の事例をファイルに書き出します。同じ事例からは、いつも同じJSON Linesができます。"

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="書き出すファイル")
        parser.add_argument("--format", choices=list(FORMS), default="zip")
        parser.add_argument("--drafts", action="store_true", help="下書きも入れる（外へ渡さない）")

    def handle(self, **options):
        try:
            made = export(options["format"], with_drafts=options["drafts"])
            Path(options["file"]).write_bytes(made.content)
        except (DomainError, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        details = {"form": options["format"], "cases": made.count, "drafts": options["drafts"]}
        record("casebook.exported", actor=None, details=details)
        self.stdout.write(f"事例{made.count:,}件を書き出しました。")
