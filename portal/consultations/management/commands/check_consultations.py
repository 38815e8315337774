import sys

from django.core.management.base import BaseCommand

from portal.consultations.checking import check_all

FOUND = 2


class Command(BaseCommand):
    help = "相談のデータに矛盾がないか確かめます（ない 0、ある 2）。"

    def handle(self, **options):
        findings = check_all()
        for finding in findings:
            self.stderr.write(f"{finding.rule}: {finding.pk}")
        if findings:
            sys.exit(FOUND)
        self.stdout.write("相談のデータに矛盾はありません。")
