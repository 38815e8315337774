"""What travelled: files that came in, the cases in them, and where a case came from."""

import uuid

from django.conf import settings
from django.db import models

from portal.ui.storable import StorableCharField


def _person(label: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=label, related_name="+"
    )


class Partner(models.Model):
    """A municipality whose exchange files are taken here, known by its public key.

    ``feed_key`` opens the partner's feed to us; it is theirs to give and to take back.
    """

    code = models.CharField("全国地方公共団体コード", max_length=6)
    name = StorableCharField("名前", max_length=60)
    public_key = models.CharField("公開鍵", max_length=44)
    contact = StorableCharField("連絡先", max_length=200, blank=True)
    feed_address = models.URLField("フィードのアドレス", blank=True)
    feed_key = models.CharField("フィードの合言葉", max_length=100, blank=True)
    subscribed_by = _person("登録した人")
    subscribed_at = models.DateTimeField("登録した日時")
    ended_by = _person("やめた人")
    ended_at = models.DateTimeField("やめた日時", null=True)

    class Meta:
        verbose_name = "交換の相手"
        verbose_name_plural = "交換の相手"
        constraints = [
            models.UniqueConstraint(
                fields=["public_key"],
                condition=models.Q(ended_at=None),
                name="one_live_partner_per_key",
            )
        ]

    def __str__(self):
        return self.name


class FeedToken(models.Model):
    """Lets one municipality fetch our exchange file. Only its hash is kept."""

    holder = StorableCharField("渡す相手", max_length=60)
    hash = models.CharField("合言葉のハッシュ", max_length=64, unique=True)
    made_by = _person("作った人")
    made_at = models.DateTimeField("作った日時")
    used_at = models.DateTimeField("最後に使われた日時", null=True)
    revoked_by = _person("止めた人")
    revoked_at = models.DateTimeField("止めた日時", null=True)

    class Meta:
        verbose_name = "フィードの合言葉"
        verbose_name_plural = "フィードの合言葉"


class ExchangeFile(models.Model):
    """An exchange file that an officer made: what left, under which terms.

    ``content`` is kept of the newest alone: the feed hands out what an officer made, nothing else.
    """

    class Scope(models.TextChoices):
        OWN = "own", "自分の自治体の事例だけ"
        ALL = "all", "公開中のすべて（ほかの自治体から受け取ったものを除く）"

    scope = models.CharField("入れる事例", max_length=3, choices=Scope.choices)
    contact = StorableCharField("連絡先", max_length=200)
    licence = StorableCharField("利用の条件", max_length=200)
    count = models.PositiveIntegerField("事例の数")
    file_hash = models.CharField("ファイルのハッシュ", max_length=64)
    content = models.BinaryField("中身", null=True)
    made_by = _person("作った人")
    made_at = models.DateTimeField("作った日時")

    class Meta:
        verbose_name = "作った交換ファイル"
        verbose_name_plural = "作った交換ファイル"


class CaseImport(models.Model):
    """A file of cases that somebody sent. ``content`` is kept until it is decided or expires."""

    class Kind(models.TextChoices):
        FILE = "file", "ファイル"
        EXCHANGE = "exchange", "交換ファイル"

    class State(models.TextChoices):
        CHECKING = "checking", "確かめています"
        REFUSED = "refused", "問題あり"
        READY = "ready", "確認待ち"
        APPLYING = "applying", "取り込んでいます"
        APPLIED = "applied", "取り込み済み"
        CLOSED = "closed", "終わりました"
        UNDONE = "undone", "取り消し済み"

    kind = models.CharField("種類", max_length=8, choices=Kind.choices)
    state = models.CharField("状態", max_length=8, choices=State.choices)
    file_name = StorableCharField("ファイル名", max_length=200)
    file_hash = models.CharField("ファイルのハッシュ", max_length=64)
    content = models.BinaryField("中身", null=True)
    manifest = models.JSONField("送り状", default=dict)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, verbose_name="送った自治体", related_name="imports"
    )
    problems = models.JSONField("問題", default=list)
    problem_count = models.PositiveIntegerField("問題の数", default=0)
    # Why an import that ran in the background was given back.
    failure = StorableCharField("反映できなかった理由", max_length=300, blank=True)
    made_by = _person("取り込んだ人")
    made_at = models.DateTimeField("取り込んだ日時")
    expires_at = models.DateTimeField("確認の期限")
    applied_by = _person("反映した人")
    applied_at = models.DateTimeField("反映した日時", null=True)
    undone_by = _person("取り消した人")
    undone_at = models.DateTimeField("取り消した日時", null=True)

    class Meta:
        verbose_name = "事例の取り込み"
        verbose_name_plural = "事例の取り込み"

    def is_at_work(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.APPLYING)


class ArrivedCase(models.Model):
    """One case of a file beside what stands here, and what was decided about it.

    ``incoming``, ``local`` and ``base`` are records; ``base`` is the record as it was taken the
    last time. ``choices`` says field by field which of two edits stays. ``taken`` is the revision
    that was made, ``before`` the one that stood there, ``origin_before`` the origin of then.
    """

    class Kind(models.TextChoices):
        NEW = "new", "新しい事例"
        CHANGED = "changed", "変わる事例"
        SAME = "same", "同じ内容"
        WITHDRAWN = "withdrawn", "相手が取り下げた事例"

    class State(models.TextChoices):
        WAITING = "waiting", "決めていません"
        TAKEN = "taken", "受け取りました"
        LEFT = "left", "受け取りません"
        UNDONE = "undone", "取り消しました"

    case_import = models.ForeignKey(
        CaseImport, models.CASCADE, verbose_name="取り込み", related_name="cases"
    )
    case_id = models.UUIDField("事例の番号")
    title = StorableCharField("タイトル", max_length=255)
    municipality = StorableCharField("自治体", max_length=60, blank=True)
    kind = models.CharField("変更", max_length=10, choices=Kind.choices)
    state = models.CharField("状態", max_length=8, choices=State.choices, default=State.WAITING)
    incoming = models.JSONField("届いた内容", default=dict)
    local = models.JSONField("うちの内容", null=True)
    base = models.JSONField("前に受け取った内容", null=True)
    choices = models.JSONField("選んだ内容", default=dict)
    page_id = models.PositiveBigIntegerField("ページ番号", null=True)
    taken = models.PositiveBigIntegerField("作った版", null=True)
    before = models.PositiveBigIntegerField("前の版", null=True)
    origin_before = models.JSONField("前の由来", null=True)
    decided_by = _person("決めた人")
    decided_at = models.DateTimeField("決めた日時", null=True)

    class Meta:
        verbose_name = "届いた事例"
        verbose_name_plural = "届いた事例"
        constraints = [
            models.UniqueConstraint(
                fields=["case_import", "case_id"], name="one_arrival_per_case_and_import"
            )
        ]


class CaseOrigin(models.Model):
    """From where a case of this portal came, and how it looked when it was last taken."""

    case_id = models.UUIDField("事例の番号", unique=True, default=uuid.uuid4)
    page_id = models.PositiveBigIntegerField("ページ番号", unique=True)
    base = models.JSONField("受け取った内容", default=dict)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, verbose_name="送った自治体", related_name="origins"
    )
    file_name = StorableCharField("ファイル名", max_length=200)
    file_hash = models.CharField("ファイルのハッシュ", max_length=64)
    taken_by = _person("受け取った人")
    taken_at = models.DateTimeField("受け取った日時")
    # When we noted that the sender no longer publishes it.
    withdrawn_at = models.DateTimeField("相手の取り下げを確かめた日時", null=True)

    class Meta:
        verbose_name = "事例の由来"
        verbose_name_plural = "事例の由来"


class TravelledPicture(models.Model):
    """Under which name a picture came in: it keeps that name when it goes on."""

    image = models.OneToOneField(
        settings.WAGTAILIMAGES_IMAGE_MODEL, models.CASCADE, related_name="travelled"
    )
    name = models.CharField("ファイルの中の名前", max_length=90, unique=True)

    class Meta:
        verbose_name = "受け取った画像"
        verbose_name_plural = "受け取った画像"
