import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from training.checking import faults


class Command(BaseCommand):
    help = "研修の申込みに矛盾がないかを調べます。なければ終了コード0、あれば2。何も変えません。"

    def handle(self, **options):
        found = faults(timezone.now())
        for line in found:
            self.stdout.write(line)
        self.stdout.write("矛盾はありません。" if not found else f"矛盾が{len(found)}件あります。")
        if found:
            sys.exit(2)
