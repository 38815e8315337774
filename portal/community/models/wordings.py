"""How a text read before it was changed: of articles and of topics."""

from django.db import models

from portal.community.models.anything import OnAnything, person
from portal.ui.storable import StorableCharField, StorableTextField


class Wording(OnAnything):
    """An earlier wording, whole. ``lead`` stands between title and body where there is one."""

    title = StorableCharField("件名", max_length=100)
    lead = StorableCharField("要約", max_length=200, blank=True)
    body = StorableTextField("本文")
    by = person("直した人")
    replaced_at = models.DateTimeField("直した日時")

    class Meta:
        verbose_name = "記事と話題の前の文章"
        verbose_name_plural = "記事と話題の前の文章"
        indexes = [models.Index(fields=["kind", "object_id"], name="wording_of_object")]
