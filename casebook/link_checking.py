"""Opening the links of cases, where the city's network lets the portal do so (LINK_CHECK)."""

import ipaddress
import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from casebook.models import Case, LinkCheck

AGAIN_AFTER = timedelta(days=30)
LINKS_A_NIGHT = 40
SECONDS = 5
# Answers that say nothing about the page: it may be there for a browser.
CLOSED_TO_MACHINES = {401, 403, 405, 406, 429, 501}
MayAsk = Callable[[str], bool]
Result = LinkCheck.Result


def is_switched_on(_now: datetime | None = None) -> bool:
    return settings.LINK_CHECK


def check_links(now: datetime, *, may_ask: MayAsk | None = None) -> int:
    """Try the links that have waited longest. Returns how many were tried."""
    may_ask = may_ask or is_outside
    fresh = set(
        LinkCheck.objects.filter(checked_at__gt=now - AGAIN_AFTER).values_list("case_id", "url")
    )
    due = [each for each in every_link() if each not in fresh][:LINKS_A_NIGHT]
    for case, url in due:
        result, status = try_link(url, may_ask=may_ask)
        values = {"result": result, "status": status, "checked_at": now}
        LinkCheck.objects.update_or_create(case_id=case, url=url, defaults=values)
    _forget_links_that_are_gone()
    return len(due)


def every_link() -> Iterator[tuple[int, str]]:
    """The addresses in the links and sources of published cases, each once in a case."""
    for case in Case.objects.live().order_by("pk").iterator(chunk_size=200):
        blocks = [*case.links, *case.sources]
        urls = dict.fromkeys(block.value["url"] for block in blocks if block.value["url"])
        yield from ((case.pk, url) for url in urls)


def _forget_links_that_are_gone() -> None:
    there = set(every_link())
    gone = [
        pk
        for pk, case, url in LinkCheck.objects.values_list("pk", "case_id", "url")
        if (case, url) not in there
    ]
    LinkCheck.objects.filter(pk__in=gone).delete()


def is_outside(address: str) -> bool:
    """Whether an address leads out of the house: editors must not make the machine look inside."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except OSError:
        # Nobody by that name: trying it will say so.
        return True
    return all(ipaddress.ip_address(each[4][0]).is_global for each in found)


class _StayOutside(HTTPRedirectHandler):
    def __init__(self, may_ask: MayAsk):
        self.may_ask = may_ask

    def redirect_request(self, request, file, code, message, headers, address):
        if not self.may_ask(address):
            raise URLError("leads into the house")
        return super().redirect_request(request, file, code, message, headers, address)


def try_link(url: str, *, may_ask: MayAsk) -> tuple[str, int | None]:
    """The result and the number that the other side answered with."""
    if urlsplit(url).scheme not in ("http", "https") or not may_ask(url):
        return Result.NOT_ASKED, None
    # The scheme is checked above, and once more at every redirect.
    request = Request(url, headers={"User-Agent": "DX-Portal link check"})  # noqa: S310
    try:
        with build_opener(_StayOutside(may_ask)).open(request, timeout=SECONDS) as answer:
            return Result.OPENED, answer.status
    except HTTPError as error:
        error.close()
        opened = error.code in CLOSED_TO_MACHINES
        return (Result.OPENED if opened else Result.GONE), error.code
    except (OSError, HTTPException, ValueError):
        return Result.SILENT, None
