"""The fixed words of the casebook. Codes are stored, Japanese is shown."""

from django.db.models import IntegerChoices, TextChoices

_PREFECTURE_NAMES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 "
    "東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 "
    "滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 "
    "香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
)
# Two digits and a name each. Source: JIS X 0401.
PREFECTURES = [
    (f"{number:02}", name) for number, name in enumerate(_PREFECTURE_NAMES.split(), start=1)
]


class Kind(TextChoices):
    """Kinds of local government."""

    PREFECTURE = "prefecture", "都道府県"
    DESIGNATED_CITY = "designated_city", "政令市"
    CORE_CITY = "core_city", "中核市"
    CITY = "city", "市"
    SPECIAL_WARD = "special_ward", "特別区"
    TOWN = "town", "町"
    VILLAGE = "village", "村"


class PopulationBand(TextChoices):
    """Sizes of municipalities, as people speak of them."""

    UNDER_10K = "0", "1万人未満"
    FROM_10K = "1", "1万〜3万人"
    FROM_30K = "3", "3万〜10万人"
    FROM_100K = "10", "10万〜30万人"
    FROM_300K = "30", "30万〜100万人"
    FROM_1M = "100", "100万人以上"
    UNKNOWN = "unknown", "未確認"


class MicGroup(IntegerChoices):
    """How the effort is organised. Source: 総務省 自治体DX推進参考事例集【1.体制整備】目次."""

    PREFECTURE_LED = 1, "①県と市町村が一緒に"
    YOUNG_AND_FIELD = 2, "②若手や現場の声"
    OUTSIDE_TALENT = 3, "③外部のデジタル人材"
    DESIGN_AND_WORK = 4, "④デザイン思考・働き方改革"


class QuestionKind(TextChoices):
    """What a question to the municipality is about."""

    BACKGROUND = "background", "経緯"
    COST = "cost", "コスト"
    NATIONAL_SUPPORT = "national_support", "国の支援策"
    INGENUITY = "ingenuity", "工夫"
    OFTEN_ASKED = "often_asked", "よく聞かれること"
    OUTCOME = "outcome", "成果"
    FUTURE = "future", "今後"


class CostKind(TextChoices):
    """What the source says of one cost. 費用なし is a statement, 記載なし is a gap."""

    AMOUNT = "amount", "金額あり"
    NONE = "none", "費用なし"
    NOT_STATED = "not_stated", "記載なし"


class CostState(TextChoices):
    """What is known of the cost of a whole case."""

    KNOWN = "known", "金額あり"
    NONE = "none", "費用なし"
    UNKNOWN = "unknown", "記載なし"


class Timing(TextChoices):
    """When a cost falls due."""

    ONE_OFF = "one_off", "一度だけ"
    YEARLY = "yearly", "毎年"
    UNKNOWN = "unknown", "時期は記載なし"


class ResultKind(TextChoices):
    """Whether a number was reached, is aimed at, or describes the starting point."""

    ACTUAL = "actual", "実績"
    TARGET = "target", "目標"
    PLAN = "plan", "計画"
    SURVEY = "survey", "調査結果"


class Talent(TextChoices):
    """Kinds of people from outside that a case brings in."""

    CDO = "cdo", "CDO"
    CIO = "cio", "CIO"
    DEPUTY = "deputy", "補佐官"
    ADVISER = "adviser", "アドバイザー"
    SIDE_JOB = "side_job", "複業・副業人材"
    REGIONAL_ENTREPRENEUR = "regional_entrepreneur", "地域活性化起業人"
    COOPERATION_CORPS = "cooperation_corps", "地域おこし協力隊"
    FIXED_TERM = "fixed_term", "任期付職員"
    PRIVATE_DISPATCH = "private_dispatch", "民間企業からの派遣"


class Selection(TextChoices):
    """How the people who carry the effort are found, as the sources say it."""

    VOLUNTEER = "volunteer", "本人の手挙げ"
    EACH_SECTION = "each_section", "各課から選出"
    NOMINATED = "nominated", "指名・推薦"
    CONCURRENT = "concurrent", "兼務の発令"
    OPEN_CALL = "open_call", "外部からの公募"
    BY_OFFICE = "by_office", "役職で決まる"


class CityHall(TextChoices):
    """3つの市役所. Source: 東大和市DXプラン 2.0版 第2章4."""

    NO_VISIT = "no_visit", "行かない市役所"
    NO_WRITING = "no_writing", "書かない市役所"
    DIGITAL = "digital", "デジタル市役所"


class FiveLess(TextChoices):
    """5つのレス. Source: 東大和市DXプラン 2.0版 デジ順②."""

    PAPER = "paper", "ペーパレス"
    FAX = "fax", "FAXレス"
    SEAL = "seal", "はんこレス"
    CASH = "cash", "キャッシュレス"
    PHONE = "phone", "電話レス"


class Step(IntegerChoices):
    """デジ順. Source: 東大和市DXプラン 2.0版 第6章2."""

    KNOW = 1, "デジ順① 他を知り、己を知る"
    PRACTISE = 2, "デジ順② 5つのレスの徹底"
    IMPROVE = 3, "デジ順③ 個別業務・サービスの改善"


class Coverage(TextChoices):
    """How much of a case could be checked."""

    CHECKED = "checked", "資料で確認済み"
    PARTIAL = "partial", "一部のみ確認・情報募集中"
