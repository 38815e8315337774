from django.core.management.base import BaseCommand
from django.utils import timezone

from casebook.loading import load_cases, load_municipalities, name_top_pages
from portal.guidance.loading import load_guidance
from portal.kpi.counting import count_parts
from portal.kpi.loading import load_example, load_indicators
from portal.search.synonyms import load_synonyms
from portal.staff.roles import set_up_cms_groups
from training.loading import load_training


class Command(BaseCommand):
    help = "初期データ（自治体と事例）を入れます。何度実行しても、編集した内容は上書きしません。"

    def handle(self, **options):
        set_up_cms_groups()
        self.stdout.write(f"自治体: {load_municipalities()}")
        self.stdout.write(f"事例: {load_cases()}")
        name_top_pages()
        self.stdout.write(f"デジ順: 新規 {load_guidance(timezone.now())}")
        self.stdout.write(f"研修: {load_training()}")
        self.stdout.write(f"同義語: 新規 {load_synonyms()}")
        self.stdout.write(f"指標: 新規 {load_indicators(now=timezone.now())}")
        self.stdout.write(f"ロジックモデルの見本: 新規 {load_example()}")
        self.stdout.write(f"活動の数: {count_parts(timezone.now())}")
