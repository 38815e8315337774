from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from casebook.demo import make_demo_proposals, make_demo_talk_about_cases
from leaders.demo import make_demo_programme
from portal.community.demo_words import make_demo_words
from portal.community.demo_work import make_demo_work
from portal.consultations.demo import make_demo_consultations
from portal.guidance.demo import show_guidance
from portal.kpi.counting import count_parts
from portal.kpi.demo import make_demo_figures
from training.demo import make_demo_training


class Command(BaseCommand):
    help = "お試し用の見本（研修の回、相談など）を入れます。何度実行しても増えません。"

    def handle(self, **options):
        if not settings.DEMO_MODE:
            raise CommandError("お試しモード（DEMO_MODE=true）でだけ実行できます。")
        self.stdout.write(f"デモの指標: 新規 {make_demo_figures(now=timezone.now())}")
        self.stdout.write(f"デモのコメント: 新規 {make_demo_talk_about_cases(now=timezone.now())}")
        self.stdout.write(f"デモの改定: 新規 {show_guidance(timezone.now())}")
        make_demo_consultations(now=timezone.now())
        self.stdout.write(f"リーダー: {make_demo_programme(timezone.now())}")
        make_demo_training(timezone.now())
        make_demo_proposals(now=timezone.now())
        self.stdout.write(f"デモのグループ: 新規 {make_demo_work(now=timezone.now())}")
        self.stdout.write(f"デモの記事: 新規 {make_demo_words(now=timezone.now())}")
        count_parts(timezone.now())
