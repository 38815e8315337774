"""A tiny scanner that speaks clamd's protocol over a real socket."""

import socketserver
import threading
from contextlib import contextmanager

INFECTED = b"this-is-infected"


class _Scanner(socketserver.StreamRequestHandler):
    def handle(self):
        command = self._until_zero()
        if command == b"zPING":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM":
            self._scan()

    def _until_zero(self) -> bytes:
        read = b""
        while not read.endswith(b"\0"):
            byte = self.rfile.read(1)
            if not byte:
                break
            read += byte
        return read.rstrip(b"\0")

    def _scan(self):
        content = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(length)
        self.server.seen.append(content)
        answers = self.server.answers
        found = b"stream: Trial FOUND" if INFECTED in content else b"stream: OK"
        self.wfile.write((answers.pop(0) if answers else found) + b"\0")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


@contextmanager
def a_scanner(*answers: bytes):
    """The server, with ``address`` and ``seen``. ``answers`` are given first, whatever comes."""
    with _Server(("127.0.0.1", 0), _Scanner) as server:
        server.seen, server.answers = [], list(answers)
        server.address = "{}:{}".format(*server.server_address)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
