from django.core.management.base import BaseCommand, CommandError

from casebook.travelling.signing import fingerprint, make_key
from portal.errors import DomainError


class Command(BaseCommand):
    help = "交換ファイルに署名する鍵を作ります。鍵のファイルは、外へ出さないでください。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--replace",
            action="store_true",
            help="今の鍵をやめて作り直す（相手は全員、登録し直しになります）",
        )

    def handle(self, **options):
        try:
            public_key = make_key(replaces=options["replace"])
        except (DomainError, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"公開鍵：{public_key}")
        self.stdout.write(f"指紋　：{fingerprint(public_key)}")
