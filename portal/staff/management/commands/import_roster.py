from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.errors import DomainError
from portal.staff.roster import (
    PROBLEMS_SHOWN,
    ImportHasProblems,
    apply_import,
    hash_of_files,
    read_rows,
    stage_import,
)
from portal.staff.roster_columns import DEPARTMENTS, PEOPLE
from portal.staff.roster_models import RosterLine
from portal.staff.roster_page import FIGURES
from portal.staff.roster_plan import Records, plan_roster

LINES_SHOWN = 50
HAS_PROBLEMS = 2


class Command(BaseCommand):
    help = "職員名簿を取り込みます。問題が1つでもあれば何も書き込みません（終了コード2）。"

    def add_arguments(self, parser):
        parser.add_argument("people", nargs="?", metavar="FILE", help="職員のファイル")
        parser.add_argument("--departments", metavar="FILE", help="部署のファイル")
        parser.add_argument("--complete", action="store_true", help="いない職員を退職にする")
        parser.add_argument("--dry-run", action="store_true", help="確かめるだけで書き込まない")
        parser.add_argument("--format", choices=["auto", "csv", "xlsx"], default="auto")

    def handle(self, **options):
        paths = [options["people"], options["departments"]]
        if not any(paths) or (options["complete"] and not paths[0]):
            raise CommandError("職員のファイルを指定してください。", returncode=HAS_PROBLEMS)
        now, is_complete = timezone.now(), options["complete"]
        try:
            contents = [Path(path).read_bytes() if path else None for path in paths]
            rows = Records(
                read_rows(contents[0], PEOPLE, form=options["format"]),
                read_rows(contents[1], DEPARTMENTS, form=options["format"]),
            )
            plan = plan_roster(rows, is_complete=is_complete, on=timezone.localdate(now))
            self._report(plan, every_line=options["verbosity"] > 1)
            if plan.problems:
                raise ImportHasProblems(
                    f"問題が{len(plan.problems)}件あります。何も書き込んでいません。"
                )
            if options["dry_run"] or not plan.lines:
                self.stdout.write("書き込みはしていません。")
                return
            staged = stage_import(
                rows,
                names=[Path(path).name for path in paths if path],
                file_hash=hash_of_files(*contents),
                is_complete=is_complete,
                by=None,
                now=now,
            )
            apply_import(staged, by=None, now=now)
        except (DomainError, OSError) as refusal:
            raise CommandError(str(refusal), returncode=HAS_PROBLEMS) from refusal
        self.stdout.write(f"反映しました（取り込み番号 {staged.pk}）。")

    def _report(self, plan, *, every_line):
        counts = plan.counts()
        for code, label in FIGURES:
            self.stdout.write(f"{label}: {counts.get(code, 0)}")
        lines = plan.lines if every_line else plan.lines[:LINES_SHOWN]
        for line in lines:
            changes = "、".join(f"{label} {old} → {new}" for label, old, new in line.shown)
            kind = RosterLine.Kind(line.kind).label
            self.stdout.write(f"  {kind} {line.number()} {line.name}：{changes}")
        if len(lines) < len(plan.lines):
            self.stdout.write(f"  ほか{len(plan.lines) - len(lines)}件（-v 2 ですべて表示）")
        for problem in plan.problems[:PROBLEMS_SHOWN]:
            self.stderr.write(str(problem))
