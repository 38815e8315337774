from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "お試し用の見本（研修の回、相談など）を入れます。何度実行しても増えません。"

    def handle(self, **options):
        if not settings.DEMO_MODE:
            raise CommandError("お試しモード（DEMO_MODE=true）でだけ実行できます。")
