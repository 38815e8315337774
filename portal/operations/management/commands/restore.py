from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.errors import DomainError
from portal.operations.backup.restoring import check, restore


class Command(BaseCommand):
    help = "バックアップから元に戻します。壊れたものや別の版のものは、何も変えずに断ります。"
    # The database may be empty, or from another version.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="source", type=Path, required=True, help="ファイル")
        parser.add_argument("--replace", action="store_true", help="今のデータを置き換える")
        parser.add_argument(
            "--check", dest="only", action="store_true", help="確かめるだけで、戻さない"
        )

    def handle(self, *, source: Path, replace: bool, only: bool, **options):
        if not source.is_file():
            raise CommandError(f"{source} がありません。--from にバックアップを指定してください。")
        try:
            self._check(source) if only else self._restore(source, replace)
        except (DomainError, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal

    def _check(self, source: Path) -> None:
        with TemporaryDirectory() as folder:
            manifest = check(source, Path(folder))
        self.stdout.write(f"使えます（{manifest['made_at']} に作成）。")

    def _restore(self, source: Path, replace: bool) -> None:
        done = restore(source, replace=replace, now=timezone.now())
        call_command("rebuild_search", if_needed=True, stdout=self.stdout)
        call_command("verify_audit", stdout=self.stdout)
        made = timezone.localtime(done.made_at)
        self.stdout.write(
            f"{made:%Y-%m-%d %H:%M} の状態に戻しました。ファイル {done.files}件、"
            f"あらためて消した職員 {done.erased_again}人。全員、もう一度ログインが要ります。"
        )
