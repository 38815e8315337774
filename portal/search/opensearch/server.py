"""Talking to the OpenSearch server of SEARCH_URL: https://user:password@host:9200/index."""

import json
import logging
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

import requests

from portal.errors import DomainError

CONNECT_SECONDS, ANSWER_SECONDS = 2, 10
logger = logging.getLogger(__name__)


class SearchAway(DomainError):
    """The server does not answer, or not as it should."""

    message = "検索サーバーにつながりません。サーバーと SEARCH_URL を確かめてください。"


class Server:
    def __init__(self, url: str):
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
        self.index = parts.path.strip("/")
        self.address = f"{parts.scheme}://{parts.hostname}{port}/{self.index}"
        self.sign_in = None
        if parts.username:
            self.sign_in = (unquote(parts.username), unquote(parts.password or ""))

    def ask(self, method: str, path: str, body: dict | None = None) -> dict:
        """Raises SearchAway; its words name neither the password nor what was searched."""
        content = None if body is None else json.dumps(body)
        return self._send(method, path, content, "application/json")

    def write(self, actions: Iterable[dict]) -> None:
        """The lines of a bulk request. Raises SearchAway when one of them was not taken."""
        lines = "".join(f"{json.dumps(action)}\n" for action in actions)
        done = self._send("POST", "/_bulk", lines, "application/x-ndjson")
        if done.get("errors"):
            raise SearchAway("検索サーバーに書き込めないものがありました。")

    def _send(self, method: str, path: str, content: str | None, kind: str) -> dict:
        try:
            with requests.Session() as asking:
                asking.trust_env = False
                answer = asking.request(
                    method,
                    f"{self.address}{path}",
                    data=content,
                    headers={"Content-Type": kind},
                    auth=self.sign_in,
                    timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
                )
            answer.raise_for_status()
            return answer.json()
        except (requests.RequestException, ValueError) as error:
            logger.error("OpenSearch: %s %s: %s", method, path, type(error).__name__)
            raise SearchAway from error
