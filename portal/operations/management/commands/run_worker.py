from django.core.management.base import BaseCommand

from portal.operations.probe_clock import shift_clock
from portal.operations.starting import refuse_wrong_settings
from portal.operations.worker import PortalWorker


class Command(BaseCommand):
    help = "ジョブを実行し続けます。SIGTERMを受けると、実行中のジョブを終えてから止まります。"

    def handle(self, **options):
        refuse_wrong_settings()
        shift_clock()
        worker = PortalWorker()
        worker.configure_signals()
        worker.run()
