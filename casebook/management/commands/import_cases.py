from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from casebook.models import ArrivedCase
from casebook.travelling.importing import (
    apply_import,
    keep_ours_elsewhere,
    receive_file,
    shown_problems,
)
from casebook.travelling.merging import differences, unchosen
from portal.errors import DomainError

HAS_PROBLEMS = 2
LINES_SHOWN = 50


class Command(BaseCommand):
    help = (
        "事例を下書きとして取り込みます。公開はしません。問題が1つでもあれば何も書き込みません"
        "（終了コード2）。"
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="ZIP、JSON Lines、Excel、CSV")
        parser.add_argument("--dry-run", action="store_true", help="確かめるだけで書き込まない")
        parser.add_argument(
            "--keep-ours", action="store_true", help="両方で直した項目は、うちの内容のままにする"
        )

    def handle(self, **options):
        try:
            self._import(Path(options["file"]), **options)
        except (DomainError, OSError) as refusal:
            raise CommandError(str(refusal), returncode=HAS_PROBLEMS) from refusal

    def _import(self, path, *, dry_run, keep_ours, **_options):
        now = timezone.now()
        with transaction.atomic():
            came = receive_file(path.read_bytes(), name=path.name, by=None, now=now)
            self._report(came)
            if dry_run or came.problems:
                transaction.set_rollback(True)
            else:
                if keep_ours:
                    keep_ours_elsewhere(came)
                apply_import(came, by=None, now=now)
        if came.problems:
            raise DomainError(f"問題が{came.problem_count}件あります。何も書き込んでいません。")
        self.stdout.write(
            "書き込みはしていません。" if dry_run else f"取り込みました（取り込み番号 {came.pk}）。"
        )

    def _report(self, came):
        for problem in shown_problems(came):
            self.stderr.write(str(problem))
        changed = came.cases.exclude(kind=ArrivedCase.Kind.SAME)
        for arrived in changed.order_by("pk")[:LINES_SHOWN]:
            open_fields = unchosen(arrived)
            for each in differences(arrived.incoming, arrived.local, arrived.base):
                mark = "（両方で直しました）" if each.name in open_fields else ""
                self.stdout.write(f"  {arrived.title}：{each.label}{mark}")
            if arrived.kind == ArrivedCase.Kind.NEW:
                self.stdout.write(f"  新しい事例 {arrived.title}")
        for kind in ArrivedCase.Kind:
            self.stdout.write(f"{kind.label}: {came.cases.filter(kind=kind).count()}")
