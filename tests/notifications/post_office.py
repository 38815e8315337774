"""Mail servers on real sockets: one that takes mail, and those that fail in each known way."""

import socket
import threading
import time
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller

HOST = "127.0.0.1"


class PostOffice:
    """What the servers on one port were given, over all of them."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self.port = probe.getsockname()[1]
        self.taken: list[EmailMessage] = []
        self.refused: list[str] = []

    @property
    def message_ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.taken]

    @property
    def addresses(self) -> list[str]:
        return sorted(message["To"].addresses[0].addr_spec for message in self.taken)

    @contextmanager
    def open(self, *, answer="250 OK", refusing=None, dies=False, seconds=0.0):
        """A server that answers each mail with ``answer``; ``refusing`` one address; or one that
        dies when it has the mail and has not said so."""
        handler = _Clerk(self, answer, refusing, dies, seconds)
        controller = Controller(handler, hostname=HOST, port=self.port)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()

    @contextmanager
    def hanging(self):
        """A server that takes the connection and never says a word."""
        with socket.socket() as server:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind((HOST, self.port))
            server.listen(50)
            held, stop = [], threading.Event()
            server.settimeout(0.05)
            thread = threading.Thread(target=_hold, args=(server, held, stop))
            thread.start()
            try:
                yield self
            finally:
                stop.set()
                thread.join()
                for each in held:
                    each.close()


class _Clerk:
    def __init__(self, office, answer, refusing, dies, seconds):
        self.office, self.answer, self.refusing = office, answer, refusing
        self.dies, self.seconds = dies, seconds

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address == self.refusing:
            self.office.refused.append(address)
            return "550 5.1.1 no such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        time.sleep(self.seconds)
        if self.answer.startswith("250") or self.dies:
            self.office.taken.append(message_from_bytes(envelope.content, policy=default))
        else:
            self.office.refused.extend(envelope.rcpt_tos)
        if self.dies:
            server.transport.abort()
        return self.answer


def _hold(server, held, stop):
    while not stop.is_set():
        try:
            held.append(server.accept()[0])
        except TimeoutError:
            continue
