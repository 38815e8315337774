from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from portal.search.finding import start_following


class Command(BaseCommand):
    help = "データベースを用意し、初期データを入れます。何度実行しても安全です。"

    def handle(self, **options):
        call_command("migrate", verbosity=0)
        if connection.vendor == "sqlite":
            # Everything stands in this file: nobody else on the machine reads it.
            Path(connection.settings_dict["NAME"]).chmod(0o600)
        call_command("createcachetable", verbosity=0)
        call_command("load_initial_content", stdout=self.stdout)
        call_command("rebuild_search", if_needed=True, stdout=self.stdout)
        if settings.DEMO_MODE:
            call_command("demo_people", stdout=self.stdout)
            call_command("demo_content", stdout=self.stdout)
        # What the commands above have made is found at once, not after the worker's first minute.
        start_following()
