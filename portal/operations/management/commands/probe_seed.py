import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.errors import DomainError
from portal.operations.probe_town.seed import seed


class Command(BaseCommand):
    help = (
        "点検用のサーバーに、見本の職員と文章、秘密の目印を入れ、その場所をJSONで書き出します。"
        "DXL_PROBE=1 の、職員のいないデータベースでだけ動きます。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--to", type=Path, help="書き出す先（なければ標準出力）")

    def handle(self, *, to, **options):
        try:
            made = seed(timezone.now())
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        text = json.dumps(made, ensure_ascii=False, indent=1)
        if to:
            to.parent.mkdir(parents=True, exist_ok=True)
            to.touch(mode=0o600)
            to.write_text(text)
            self.stdout.write(f"書き出しました: {to}")
        else:
            self.stdout.write(text)
