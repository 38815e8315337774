from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.errors import DomainError
from portal.operations.backup.keeping import make_backup


class Command(BaseCommand):
    help = "バックアップを1つ作ります。利用を止める必要はありません。"

    def add_arguments(self, parser):
        parser.add_argument("--to", type=Path, default=settings.BACKUP_DIR, help="置き場所")

    def handle(self, *, to: Path, **options):
        try:
            made = make_backup(to, now=timezone.now())
        except (DomainError, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{made}（{made.stat().st_size:,}バイト）")
