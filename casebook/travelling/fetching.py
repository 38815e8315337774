"""Fetching exchange files where a network allows it. Off unless the settings switch it on."""

import logging
from datetime import datetime
from http.client import HTTPException
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.utils import timezone

from casebook.models import Partner
from casebook.travelling.exchanging import receive_exchange
from casebook.travelling.packages import MAX_BYTES
from portal.errors import DomainError

SECONDS = 20
logger = logging.getLogger(__name__)


class NoRedirect(HTTPRedirectHandler):
    """A token is sent to the address that somebody typed, and nowhere else."""

    def redirect_request(self, *_arguments, **_options):
        return None


def fetches_exchange_files(_now: datetime) -> bool:
    return settings.EXCHANGE_FETCH and with_feed().exists()


def with_feed():
    return Partner.objects.filter(ended_at=None).exclude(feed_address="").exclude(feed_key="")


def fetch_exchange_files() -> str:
    """Ask every partner with a feed. One that fails does not stop the others."""
    if not settings.EXCHANGE_FETCH:
        return "切ってあります"
    outcomes = [_fetch(partner) for partner in with_feed().order_by("pk")]
    return f"届いた{outcomes.count(True)}件、失敗{outcomes.count(False)}件"


def is_allowed(address: str) -> bool:
    """A token never goes over the wire in the clear, except in a trial without HTTPS."""
    return urlsplit(address).scheme in (("https",) if settings.HTTPS else ("https", "http"))


def _fetch(partner: Partner) -> bool:
    try:
        content = _content(partner)
        name = f"feed-{partner.code}.zip"
        receive_exchange(content, name=name, by=None, now=timezone.now())
    except (DomainError, URLError, HTTPException, OSError, ValueError) as error:
        logger.warning("feed of partner %s: %s", partner.pk, error)
        return False
    return True


def _content(partner: Partner) -> bytes:
    if not is_allowed(partner.feed_address):
        raise ValueError("address without https")
    headers = {"Authorization": f"Bearer {partner.feed_key}"}
    request = Request(partner.feed_address, headers=headers)  # noqa: S310 - checked above
    with build_opener(NoRedirect).open(request, timeout=SECONDS) as answer:
        content = answer.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ValueError("too large")
    return content
