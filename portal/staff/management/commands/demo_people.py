from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.staff.demo import make_demo_people, random_password


class Command(BaseCommand):
    help = "デモ用の職員を作ります（デモモードのときだけ）。"

    def handle(self, **options):
        if not settings.DEMO_MODE:
            raise CommandError("デモモードではありません。DEMO_MODE=true のときだけ使えます。")
        password = settings.DEMO_PASSWORD or random_password()
        people = make_demo_people(password=password, today=timezone.localdate())
        if not people:
            self.stdout.write("デモ用の職員はすでにいます（パスワードは初回に表示したものです）。")
            return
        self.stdout.write(
            "デモ用の職員（パスワードは全員共通）: " + " ".join(p.username for p in people)
        )
        self.stdout.write(f"パスワード: {password}")
