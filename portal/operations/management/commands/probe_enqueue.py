from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.operations.probe_town.errands import enqueue_errands
from portal.operations.probe_town.seed import NotAProbe


class Command(BaseCommand):
    help = (
        "点検用のサーバーで、ワーカーの仕事を待ち行列に入れます（お知らせ、本人データの書き出し）。"
    )

    def add_arguments(self, parser):
        parser.add_argument("count", type=int)

    def handle(self, *, count, **options):
        if not settings.PROBE:
            raise CommandError(NotAProbe.message)
        self.stdout.write(f"{count}件を入れました: {enqueue_errands(count)}")
