import json
from pathlib import Path

from django.core.management.base import BaseCommand

from portal.operations.packages import installed_packages, sbom
from portal.tables.writing import csv_file


class Command(BaseCommand):
    help = "使っている部品の一覧（sbom.json、licences.csv）を作ります。"

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=Path("build"))

    def handle(self, *, folder, **options):
        packages = installed_packages()
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(sbom(packages), ensure_ascii=False, indent=2)
        (folder / "sbom.json").write_text(text + "\n")
        (folder / "licences.csv").write_bytes(csv_file(["部品", "版", "ライセンス"], packages))
        self.stdout.write(f"{len(packages)}個の部品を {folder} に書きました。")
