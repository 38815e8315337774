"""Asking a virus scanner (clamd) about a file, by its INSTREAM command.

Fails closed: where a scanner is configured and cannot answer, no file is taken.
"""

import socket

from django.conf import settings

from portal.files.refusals import FileRefused

ATTEMPTS = 2
CONNECT_SECONDS = 3
ANSWER_SECONDS = 30
PIECE = 64 * 1024
ANSWER_LIMIT = 4096


class ScannerAway(Exception):
    """The scanner did not answer, or answered that it could not look."""


def is_configured() -> bool:
    return bool(settings.CLAMD_ADDRESS)


def scanner_words() -> str:
    """For administrators: whether files are looked at for viruses."""
    if not is_configured():
        return "ウイルス検査は設定されていません。"
    try:
        _ask(b"zPING\0", b"")
    except ScannerAway:
        return "ウイルス検査につながりません。ファイルは受け付けません。"
    return "ウイルス検査が動いています。"


def scan(content: bytes) -> bool:
    """Whether a scanner looked at ``content`` and found nothing; False: none is configured.

    Raises FileRefused when it found something, or is configured and away.
    """
    if not is_configured():
        return False
    for _attempt in range(ATTEMPTS):
        try:
            answer = _ask(b"zINSTREAM\0", content)
        except ScannerAway:
            continue
        if answer.endswith(" FOUND"):
            raise FileRefused("infected")
        return True
    raise FileRefused("scanner_away")


def _ask(command: bytes, content: bytes) -> str:
    try:
        with _connected() as connection:
            connection.sendall(command)
            if content:
                _send(connection, content)
            answer = _received(connection)
    except (OSError, ValueError) as error:
        raise ScannerAway from error
    # Anything else, as 「size limit exceeded. ERROR」 or silence, is no word that a file is clean.
    if not answer.endswith((" OK", " FOUND", "PONG")):
        raise ScannerAway(answer)
    return answer


def _connected() -> socket.socket:
    """``host:port``, or the path of a unix socket. Raises OSError, ValueError."""
    address = settings.CLAMD_ADDRESS
    if address.startswith("/"):
        connection = _connected_here(address)
    else:
        host, _colon, port = address.rpartition(":")
        connection = socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS)
    connection.settimeout(ANSWER_SECONDS)
    return connection


def _connected_here(path: str) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(CONNECT_SECONDS)
    try:
        connection.connect(path)
    except OSError:
        connection.close()
        raise
    return connection


def _send(connection: socket.socket, content: bytes) -> None:
    for start in range(0, len(content), PIECE):
        piece = content[start : start + PIECE]
        connection.sendall(len(piece).to_bytes(4, "big") + piece)
    connection.sendall(bytes(4))


def _received(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < ANSWER_LIMIT:
        piece = connection.recv(ANSWER_LIMIT)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n").decode(errors="replace")
