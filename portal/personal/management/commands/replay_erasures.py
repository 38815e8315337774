from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.personal.anonymising import replay


class Command(BaseCommand):
    help = (
        "古いバックアップを戻したあとに実行します。名前を消した職員の控え（ERASURE_INDEX）を読み、"
        "戻ってしまった名前をもう一度消します。何度実行しても安全です。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--index", type=Path, help="控えのファイル（既定は ERASURE_INDEX）")

    def handle(self, *, index, **options):
        self.stdout.write(f"もう一度消した職員：{replay(index, now=timezone.now())}人")
