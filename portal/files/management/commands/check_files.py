"""Whether rows and files fit together: 0 and silent numbers, or 2 and the list."""

import sys
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.files.cms_disk import cms_orphans, delete_cms_orphans
from portal.files.keeping import check_files, delete_orphans
from portal.files.scanning import scanner_words


class Command(BaseCommand):
    help = "ファイルの置き場所と記録を突き合わせます。合わないときは終了コード2で終わります。"

    def add_arguments(self, parser):
        parser.add_argument("--sweep", action="store_true", help="記録のないファイルを消します")
        parser.add_argument(
            "--older-than", type=int, default=24, metavar="HOURS", help="記録のないまま残る時間"
        )

    def handle(self, *args, sweep: bool, older_than: int, **options):
        now, age = timezone.now(), timedelta(hours=older_than)
        if sweep:
            count = delete_orphans(now=now, age=age) + delete_cms_orphans(now=now, age=age)
            self.stdout.write(f"消したファイル：{count}件")
        found, cms = check_files(now=now, age=age), cms_orphans(now=now, age=age)
        for title, paths in [
            ("記録はあるがファイルがない", found.missing),
            ("中身が記録と違う", found.changed),
            ("ファイルはあるが記録がない", found.orphans),
            ("CMSの画像や文書で、記録がない", cms),
        ]:
            self.stdout.write(f"{title}：{len(paths)}件")
            for path in paths:
                self.stdout.write(f"  {path}")
        self.stdout.write(scanner_words())
        if found or cms:
            sys.exit(2)
