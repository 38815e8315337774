"""Words about deadlines."""

from datetime import datetime, timedelta

from django import template

from portal.consultations.models import Consultation

register = template.Library()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@register.inclusion_tag("components/status.html")
def due(consultation: Consultation, now: datetime):
    """How long until the next deadline, as a word with a shape."""
    if consultation.next_due_at is None:
        return {"tone": "neutral", "label": "期限なし" if consultation.is_finished else "停止中"}
    left = consultation.next_due_at - now
    if left < timedelta(0):
        return {"tone": "negative", "label": f"{length(-left)}超過"}
    return {"tone": "caution" if left < DAY else "info", "label": f"あと{length(left)}"}


def length(span: timedelta) -> str:
    """2時間, 3日; never zero."""
    if span >= 2 * DAY:
        return f"{span // DAY}日"
    if span >= HOUR:
        return f"{span // HOUR}時間"
    return f"{max(1, span // timedelta(minutes=1))}分"
