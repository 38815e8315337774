"""How Japanese text becomes tokens. The index and every query go through here, and only here.

Three kinds of tokens, of letters and digits only, so that no operator of a database survives:
words (Sudachi's normal forms: 手続 and 手続き are one word), two words that touch, and pairs of
neighbouring characters. The last two begin with letters that no word may hold.
"""

import re
import threading
import unicodedata
from functools import cache, lru_cache
from importlib.metadata import version
from itertools import pairwise
from typing import NamedTuple

from sudachipy import Dictionary, SplitMode

# Raise the first number whenever this module gives other tokens for the same text, or more is
# kept of a text than before: the index is then built anew.
RULES_VERSION = 3
MARK = "ㄱ"
# Begins the token for two words that touch, and stands between them.
TOUCH = "ㄴ"
MAX_INDEXED_CHARACTERS = 40_000
MAX_TOKEN_CHARACTERS = 60
# Sudachi refuses more than 49,149 bytes; a character has up to four.
SUDACHI_CHARACTERS = 12_000

# The same name is written with either form. Source: 常用漢字表 (いわゆる康熙字典体) and the
# forms of 高 and 崎 that name registers keep.
OLD_FORMS = str.maketrans(
    "髙﨑德濵濱邉邊齋齊澤櫻廣國會學惠瀨", "高崎徳浜浜辺辺斎斉沢桜広国会学恵瀬"
)
SMALL_VOWELS = str.maketrans("ァィゥェォぁぃぅぇぉ", "アイウエオあいうえお")
SMALL_OR_LARGE = {
    chr(large): f"[{chr(small)}{chr(large)}]" for small, large in SMALL_VOWELS.items()
}
# Characters that folding leaves as they are, but for their case and old forms.
PLAIN = re.compile("[ -~\nぁ-ゖァ-ンヵヶー・、。「」々一-鿋]+(?![\u3099\u309aﾞﾟ])")
# A kana takes its voicing mark along, ヴ its small vowel.
CLUSTER = re.compile("(?:ヴ|ウ\u3099|ｳﾞ)[ァィェォｧｨｪｫ]?|.[ﾞﾟ\u3099\u309a]*", re.DOTALL)
MAX_CLUSTER = 4
V_SOUND = re.compile("ヴ([ァィェォ]?)")
V_SOUNDS = {"ァ": "バ", "ィ": "ビ", "ェ": "ベ", "ォ": "ボ"}
COMMA_IN_NUMBER = re.compile(r"(?<=\d),(?=\d{3})")
GRAMMAR = {"助詞", "助動詞", "補助記号", "記号", "空白"}
# Words that say how something is asked, not what about. They are indexed but not asked for.
EMPTY_KINDS = {"代名詞", "連体詞", "接続詞", "感動詞", "形状詞/助動詞語幹", "動詞/非自立可能"}
EMPTY_KINDS |= {"形容詞/非自立可能", "名詞/助動詞語幹"}
EMPTY_WORDS = {"如何", "どう", "何故", "何", "何処", "何時", "誰", "事", "物", "為", "様"}
EMPTY_WORDS |= {"時", "所", "良い", "等"}


# Sudachi keeps these apart from 小さい and 大きい, and counts them to この and その.
ADNOMINAL_FORMS = {"小さな": "小さい", "大きな": "大きい"}


class Word(NamedTuple):
    """One word of a text: its normal form and where it stands (positions in the folded text).

    ``is_unknown``: not in the dictionary, so that it may be misspelt or cut in the wrong place.
    """

    form: str
    begin: int
    end: int
    kind: str
    is_compound: bool = False
    is_unknown: bool = False

    @property
    def is_empty(self) -> bool:
        return self.kind in EMPTY_KINDS or self.kind.split("/")[0] in EMPTY_KINDS

    @property
    def is_affix(self) -> bool:
        return self.kind.startswith(("接尾辞", "接頭辞"))


class Segment(NamedTuple):
    """Neighbouring characters of one kind. ``is_joined``: nothing stands between it and the last.

    A ``whole`` segment (Latin letters, digits) is one token; a Japanese one is cut in pairs.
    """

    text: str
    whole: bool
    is_joined: bool


def analysis_version() -> str:
    """Changes whenever the same text could give other tokens: then the index must be rebuilt."""
    return f"{RULES_VERSION}/{version('sudachipy')}/{version('sudachidict_core')}"


def fold_with_positions(text: str) -> tuple[str, list[int]]:
    """``text`` in one width and case, with the place of each character in ``text``."""
    folded, positions, place = [], [], 0
    while place < len(text):
        plain = PLAIN.match(text, place)
        if plain:
            folded.append(plain[0].lower().translate(OLD_FORMS))
            positions.extend(range(place, plain.end()))
            place = plain.end()
            continue
        cluster = CLUSTER.match(text, place)[0]
        characters = _fold_cluster(cluster[:MAX_CLUSTER])
        folded.append(characters)
        positions.extend([place] * len(characters))
        place += len(cluster)
    return "".join(folded), positions


def fold(text: str) -> str:
    """``text`` in one width and case; what no token may hold stands as spaces."""
    return fold_with_positions(text)[0]


@lru_cache(20_000)
def _fold_cluster(cluster: str) -> str:
    folded = unicodedata.normalize("NFKC", cluster).lower().translate(OLD_FORMS)
    folded = V_SOUND.sub(lambda match: V_SOUNDS.get(match[1], "ブ"), folded)
    return "".join(_plain(c) for c in folded)


def _plain(character: str) -> str:
    """Latin letters without accents, which SQLite drops and PostgreSQL keeps."""
    if "\u00c0" <= character <= "\u024f" or "\u1e00" <= character <= "\u1eff":
        return unicodedata.normalize("NFKD", character)[0]
    keeps = (character.isprintable() and character not in (MARK, TOUCH)) or character == "\n"
    return character if keeps else " "


@cache
def _dictionary() -> Dictionary:
    return Dictionary(dict="core")


_of_thread = threading.local()


def _tokenizer():
    if not hasattr(_of_thread, "tokenizer"):
        _of_thread.tokenizer = _dictionary().tokenizer()
    return _of_thread.tokenizer


def words(text: str) -> list[Word]:
    """The words of folded text in their order, compounds in parts; then the compounds whole."""
    parts, compounds = [], []
    for begin, chunk in _chunks(text):
        for morpheme in _tokenizer().tokenize(chunk, SplitMode.C):
            kind = morpheme.part_of_speech()
            if kind[0] in GRAMMAR:
                continue
            split = morpheme.split(SplitMode.A, add_single=False)
            if len(split):
                compounds.append(_word(morpheme, begin, is_compound=True))
            parts += [_word(m, begin) for m in (split if len(split) else [morpheme])]
    return [word for word in parts + compounds if word.form]


def touching(found: list[Word]) -> list[str]:
    """A token for every two parts that touch: オンライン決済 as オンライン beside 決済."""
    parts = [word for word in found if not word.is_compound]
    return [
        touch_token(one, other)
        for one, other in pairwise(parts)
        if one.end == other.begin and one.form and other.form
    ]


def touch_token(one: Word, other: Word) -> str:
    return f"{TOUCH}{one.form}{TOUCH}{other.form}"[:MAX_TOKEN_CHARACTERS]


def _chunks(text: str):
    """Pieces that Sudachi takes, with their place, cut between sentences where that is possible."""
    begin = 0
    while begin < len(text):
        piece = text[begin : begin + SUDACHI_CHARACTERS]
        if begin + len(piece) < len(text):
            cut = max(piece.rfind("\n"), piece.rfind("。"))
            piece = piece[: cut + 1] or piece
        yield begin, piece
        begin += len(piece)


def _word(morpheme, offset: int, is_compound: bool = False) -> Word:
    form = token(morpheme.normalized_form())
    kind = "代名詞" if form in EMPTY_WORDS else "/".join(morpheme.part_of_speech()[:2])
    if form in ADNOMINAL_FORMS:
        form, kind = ADNOMINAL_FORMS[form], "形容詞/一般"
    begin, end = offset + morpheme.begin(), offset + morpheme.end()
    return Word(form, begin, end, kind, is_compound, morpheme.is_oov())


@lru_cache(50_000)
def token(text: str) -> str:
    """``text`` as one token: letters and digits, short enough for both databases."""
    return "".join(c for c in fold(text) if is_token_character(c))[:MAX_TOKEN_CHARACTERS]


def is_token_character(character: str) -> bool:
    """Letters and digits that both databases know. Source: FTS5's unicode61 is Unicode 6.1."""
    return character.isalnum() and character < "\U0002b820" and not "鿍" <= character <= "鿿"


def segments(text: str) -> list[Segment]:
    """The runs of folded text, without punctuation, long marks and commas in numbers."""
    commas = {match.start() for match in COMMA_IN_NUMBER.finditer(text)}
    found, characters = [], []
    kind, is_joined = "gap", False
    for place, character in enumerate(text):
        new_kind = "nothing" if place in commas else kind_of(character)
        if new_kind == "nothing":
            continue
        if new_kind != kind:
            if characters:
                found.append(_segment(characters, kind, is_joined))
            is_joined = kind != "gap"
            kind, characters = new_kind, []
        characters.append(character)
        if new_kind == "gap":
            characters.clear()
    if characters:
        found.append(_segment(characters, kind, is_joined))
    return found


def _segment(characters: list[str], kind: str, is_joined: bool) -> Segment:
    text = "".join(characters)
    if kind == "japanese":
        return Segment(text.translate(SMALL_VOWELS), False, is_joined)
    return Segment(text[:MAX_TOKEN_CHARACTERS], True, is_joined)


@lru_cache(20_000)
def kind_of(character: str) -> str:
    """Which characters stand together in a segment. A long mark belongs to none."""
    if character == "ー":
        return "nothing"
    if "0" <= character <= "9":
        return "digits"
    if not is_token_character(character):
        return "gap"
    return "japanese" if _is_japanese(character) else "letters"


def _is_japanese(character: str) -> bool:
    return (
        "\u3005" <= character <= "\u30ff"
        or "\u3400" <= character <= "\u9fff"
        or (character >= "\uf900" and not "\uff00" <= character <= "\uffef")
    )


def pairs(segment: Segment) -> list[str]:
    """The tokens of a segment; the last character stands alone too, so that it can be found."""
    if segment.whole:
        return [MARK + segment.text]
    text = segment.text
    return [MARK + text[i : i + 2] for i in range(len(text) - 1)] + [MARK + text[-1]]


def running_text(found: list[Segment]) -> str:
    """The segments as one string in which a row of characters can be looked up.

    Letters and numbers stand in ‹›, so that only whole ones are found; a space parts two
    Japanese segments that did not touch.
    """
    pieces, after_japanese = [], False
    for segment in found:
        if after_japanese and not segment.whole and not segment.is_joined:
            pieces.append(" ")
        pieces.append(f"‹{segment.text}›" if segment.whole else segment.text)
        after_japanese = not segment.whole
    return "".join(pieces)


def row_expression(found: list[Segment]) -> re.Pattern:
    """What finds these segments in folded text, long marks, commas and punctuation included."""
    expression = ""
    for segment in found:
        if expression:
            expression += "ー?" if segment.is_joined else r"[\W_ー]*"
        expression += _segment_expression(segment)
    return re.compile(expression)


def _segment_expression(segment: Segment) -> str:
    if not segment.whole:
        return "ー?".join(SMALL_OR_LARGE.get(c, re.escape(c)) for c in segment.text)
    if segment.text.isdigit():
        return r"(?<!\d)(?<!\d,)" + ",?".join(segment.text) + r"(?!,?\d)"
    return rf"(?<![a-z]){re.escape(segment.text)}(?![a-z])"
