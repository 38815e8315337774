"""What a case needs before staff may read it. A draft needs nothing."""

from collections.abc import Mapping

from portal.errors import DomainError

# Source: DESIGN of the casebook, "publishing needs: source, verified date and person, prefecture".
NEEDED = {
    "municipality": "どの自治体の事例か選んでください。",
    "summary": "要約を3〜5文で入力してください。一覧と検索結果に出ます。",
    "points": "要点を1つ以上入力してください。",
    "sources": "出典を1つ以上入力してください。出典のない事例は公開できません。",
    "verified_on": "最後に確認した日を入力してください。",
    "verified_by": "確認した人か部署を入力してください。",
}
RESERVED_SLUGS = {
    "compare",
    "contacts",
    "exchange",
    "freshness",
    "propose",
    "review",
    "suggest",
    "travel",
    "wanted",
}


class NotReadyToPublish(DomainError):
    message = "公開に必要な項目が足りません。"


class NeedsSecondReader(DomainError):
    message = "自分で下書きした事例は公開できません。ほかの編集担当に確かめてもらってください。"


def missing_for_publication(values: Mapping) -> dict[str, str]:
    """What is still missing in the field values of a case: field name → what to do."""
    missing = {name: message for name, message in NEEDED.items() if not values.get(name)}
    if values.get("slug") in RESERVED_SLUGS:
        missing["slug"] = "この言葉は別のページのアドレスです。ほかの英数字にしてください。"
    return missing


def check_ready(case) -> None:
    """Raises NotReadyToPublish, naming every field that is still missing."""
    missing = missing_for_publication({name: getattr(case, name) for name in [*NEEDED, "slug"]})
    if missing:
        raise NotReadyToPublish("公開できません。" + "".join(missing.values()))


def check_second_reader(case, by) -> None:
    """Nobody publishes what they drafted from a report or an answer. Raises NeedsSecondReader."""
    beginning = getattr(case, "beginning", None)
    if beginning and beginning.drafted_by_id == by.pk:
        raise NeedsSecondReader
