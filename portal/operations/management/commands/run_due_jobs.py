from django.core.management.base import BaseCommand

from portal.operations.probe_clock import shift_clock
from portal.operations.worker import PortalWorker


class Command(BaseCommand):
    help = "時間になった定期ジョブと、待っているジョブをすべて実行して終わります（cron向け）。"

    def handle(self, **options):
        shift_clock()
        worker = PortalWorker(batch=True)
        worker.configure_signals()
        worker.run()
