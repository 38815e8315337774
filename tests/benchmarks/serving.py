"""How much processor time a page takes, asked through the whole stack of middleware."""

import time
from typing import NamedTuple

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import RequestFactory

WARM = 20


class Served(NamedTuple):
    """``milliseconds`` of processor time a page, the best of some rounds; not of the clock."""

    name: str
    size: int
    queries: int
    milliseconds: float

    @property
    def per_second(self) -> float:
        return 1000 / self.milliseconds


def measure(name: str, path: str, cookies: dict[str, str], *, pages: int, rounds: int) -> Served:
    """Other people's work on the machine slows a clock, not this figure."""
    ask = _asker(path, cookies)
    for _page in range(WARM):
        size = ask()
    queries = []

    def note(execute, *call):
        queries.append(call)
        return execute(*call)

    with connection.execute_wrapper(note):
        ask()
    best = min(_one_round(ask, pages) for _round in range(rounds))
    return Served(name, size, len(queries), best * 1000)


def _one_round(ask, pages: int) -> float:
    begin = time.process_time()
    for _page in range(pages):
        ask()
    return (time.process_time() - begin) / pages


def _asker(path: str, cookies: dict[str, str]):
    application, factory = get_wsgi_application(), RequestFactory()
    headers = {"cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}

    def ask() -> int:
        answers = []
        environ = factory.get(path, headers=headers).environ
        body = application(environ, lambda status, headers: answers.append(status))
        try:
            content = b"".join(body)
        finally:
            body.close()
        if not answers[0].startswith("200"):
            raise RuntimeError(f"{path}: {answers[0]}")
        return len(content)

    return ask
