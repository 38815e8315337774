import json
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.operations.probe_people import missing_walkers, walkers
from portal.operations.probing import route_map, walk
from portal.rights.route_map import every_route, ties_of, untied, unused

FOUND = 2


class Command(BaseCommand):
    help = (
        "すべてのアドレスを役割ごとに開いて、権限の表と比べます（表のとおり 0、違う 2）。"
        "何も書き残しません。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--list", action="store_true", help="アドレスと表の行を並べるだけ")
        parser.add_argument("--json", action="store_true", help="同じ一覧を、例つきのJSONで")
        parser.add_argument("--prefix", default="/", help="この文字で始まるアドレスだけ")
        parser.add_argument(
            "--as-real-people",
            action="store_true",
            help="お試しモードでなくても実行する（実在の職員として開き、元に戻します）",
        )

    def handle(self, *, prefix, **options):
        routes = [route for route in every_route() if _address(route).startswith(prefix)]
        if options["json"]:
            self._json(routes)
        elif options["list"]:
            self._list(routes)
        elif settings.DEMO_MODE or options["as_real_people"]:
            self._walk(routes)
        else:
            raise CommandError("お試しモードでないときは --as-real-people を付けてください。")
        for name in [*untied(), *unused()]:
            self.stderr.write(f"表と結びついていない: {name}")
        if untied() or unused():
            sys.exit(FOUND)

    def _list(self, routes):
        for route in routes:
            for tie in ties_of(route.name):
                words = [_address(route), route.name, " ".join(tie.methods)]
                self.stdout.write("\t".join([*words, tie.right.object, tie.right.action]))

    def _json(self, routes):
        with transaction.atomic():
            lines = list(route_map(routes, walkers()))
            # Who looks signs in for it, and that must not remain.
            transaction.set_rollback(True)
        self.stdout.write(json.dumps(lines, ensure_ascii=False, indent=1))

    def _walk(self, routes):
        for code in missing_walkers():
            self.stderr.write(f"この役割だけを持つ人がいないので、確かめません: {code}")
        figures = walk(walkers(), routes)
        for fault in figures.faults:
            self.stderr.write(fault)
        for name in figures.without_object:
            self.stderr.write(f"対象がないので、確かめていません: {name}")
        self.stdout.write(figures.words())
        if figures.faults:
            sys.exit(FOUND)


def _address(route) -> str:
    return route.pattern.replace("^", "")
