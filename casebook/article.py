"""How a case reads as a page: its sections, its freshness, and how it is cited."""

from datetime import date

from casebook.models import Case

# Sections of the page in reading order: id, heading, and the field that must not be empty.
SECTIONS = [
    ("points", "要点", "points"),
    ("outline", "何をしたか", "outline"),
    ("questions", "聞いてみた", "questions"),
    ("results", "結果", "results"),
    ("costs", "費用", None),
    ("funding", "国の支援・財源", "funding"),
    ("difficulties", "うまくいかなかったこと・注意", "difficulties"),
    ("pictures", "画像", "pictures"),
    ("outside-facts", "資料の外で分かったこと", "outside_facts"),
    ("doubts", "要確認", "doubts"),
    ("facts-wanted", "わからないこと（情報募集中）", "facts_wanted"),
    ("judgement", "本市の計画との結びつき", "judgement_note"),
    ("sources", "出典とリンク", None),
]
FRESH_MONTHS = 12
# What a correction may be about, besides the sections of the page.
MORE_PARTS = [("title", "題と要約"), ("glance", "ひと目で分かる事実"), ("other", "そのほか")]
PARTS = [(id_, label) for id_, label, _field in SECTIONS] + MORE_PARTS


def sections(case: Case) -> list[tuple[str, str]]:
    """The id and heading of every section that this case fills."""
    return [(id_, label) for id_, label, field in SECTIONS if field is None or getattr(case, field)]


def part_label(code: str) -> str:
    return dict(PARTS).get(code, code)


def needs_recheck(case: Case, *, today: date) -> bool:
    """Whether the last check is a year old, or was never made. Source: NEEDS C16."""
    if case.verified_on is None:
        return True
    months = (today.year - case.verified_on.year) * 12 + today.month - case.verified_on.month
    return months >= FRESH_MONTHS


def citation(case: Case, *, address: str) -> str:
    """One line to paste into a document: what, whose, from where, checked when, which address."""
    parts = [f"「{case.title}」", str(case.municipality or "自治体は未確認")]
    if case.main_source:
        source = case.main_source
        page = f"{source['page']}ページ" if source["page"] else ""
        words = (source["publisher"], source["document"], page)
        parts.append("、".join(word for word in words if word))
    if case.verified_on:
        parts.append(f"{case.verified_on:%Y-%m-%d}確認")
    return "。".join(parts) + f"。DXポータル事例集 {address}"
