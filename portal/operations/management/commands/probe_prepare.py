import json
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.operations.probe_town.certificate import write_certificate
from portal.operations.probe_town.seed import NotAProbe
from portal.staff.models import StaffMember


class Command(BaseCommand):
    help = "点検用のサーバーを1度だけ用意します（データベース、見本、証明書、アドレスの一覧）。"

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, required=True)

    def handle(self, *, folder, **options):
        if not settings.PROBE:
            raise CommandError(NotAProbe.message)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        call_command("prepare", stdout=self.stdout)
        call_command("collectstatic", interactive=False, verbosity=0)
        if not StaffMember.objects.exists():
            call_command("probe_seed", to=folder / "seed.json", stdout=self.stdout)
            call_command("rebuild_search", stdout=self.stdout)
            call_command("backup", stdout=self.stdout)
        with (folder / "routes.json").open("w") as file:
            call_command("probe_routes", json=True, stdout=file)
        write_certificate(folder, now=timezone.now())
        seed = json.loads((folder / "seed.json").read_text())
        self.stdout.write(f"アカウント {len(seed['accounts'])}、目印 {len(seed['canaries'])}")
