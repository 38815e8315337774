from django.core.management.base import BaseCommand

from portal.operations.probe_state import count_doubles, file_lines, table_lines, tables


class Command(BaseCommand):
    help = (
        "すべての表の件数とハッシュ、すべてのファイルのハッシュを、並べて書き出します。"
        "試す前と後を diff で比べます。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--tables", default="", help="表の名前の一部（コンマ区切り）")
        parser.add_argument(
            "--duplicates", action="store_true", help="二重になった行の数だけを書き出す"
        )

    def handle(self, *, duplicates, **options):
        wanted = [word for word in options["tables"].lower().split(",") if word]
        chosen = tables(wanted)
        if duplicates:
            self.stdout.write(str(count_doubles(chosen)))
            return
        for line in table_lines(chosen, with_states=bool(wanted)):
            self.stdout.write(line)
        for line in file_lines() if not wanted else ():
            self.stdout.write(line)
