import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from casebook.measuring import Document, grown, scratch_index, searcher
from portal.search.evaluation import read_judged, report, run

COLUMNS = ["recall@10", "ndcg@10", "mrr", "zero_result_share", "p50_ms", "p95_ms", "queries"]


class Command(BaseCommand):
    help = "判定済みの質問で、事例の検索のよさと速さを測ります。測ったあとには何も残りません。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="判定済みの質問（JSON）")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument("--distractors", type=Path, help="まぎれさせる文書（JSON Lines）")
        parser.add_argument("--grow-to", type=int, default=0, help="文書を組み替えて増やす数")
        parser.add_argument(
            "--backend", default="default", help="比べる検索（設定名かモジュール名）"
        )

    def handle(self, **options):
        try:
            judged = read_judged(json.loads(options["file"].read_text()))
            documents = _documents(options["distractors"]) if options["distractors"] else []
        except (OSError, ValueError, KeyError, TypeError) as refusal:
            raise CommandError(f"ファイルを読めません：{refusal}") from refusal
        if not judged:
            raise CommandError("質問が1つもありません。")
        with scratch_index(options["backend"], grown(documents, options["grow_to"])) as backend:
            figures = report(run(judged, searcher(backend)))
        if options["format"] == "json":
            self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=2))
        else:
            self._write_table(figures)

    def _write_table(self, figures):
        self.stdout.write("\t".join(["category", *COLUMNS]))
        for name, row in [("overall", figures["overall"]), *figures["categories"].items()]:
            self.stdout.write("\t".join([name, *(str(row[column]) for column in COLUMNS)]))


def _documents(path: Path) -> list[Document]:
    rows = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    return [Document(row["title"], row["body"]) for row in rows]
