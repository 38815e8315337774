import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from leaders.checking import faults


class Command(BaseCommand):
    help = "リーダーの任期、お休み、役割が合っているかを確かめます（異常があれば終了コード2）。"

    def handle(self, **options):
        found = faults(timezone.localdate())
        for line in found:
            self.stderr.write(line)
        if found:
            sys.exit(2)
        self.stdout.write("任期と役割に異常はありません。")
