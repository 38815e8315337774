import errno
import signal
import socket
import subprocess
import sys
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.staff.demo import PEOPLE

POLL_SECONDS = 0.5
STOP_SECONDS = 15


class Command(BaseCommand):
    help = "画面とジョブの2つのプロセスを一緒に動かします。Ctrl-C で両方を止めます。"

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument("--threads", type=int, default=4)
        parser.add_argument("--tls", help="証明書と鍵（certificate.pem、key.pem）のあるフォルダー")

    def handle(self, port, workers, threads, tls, **options):
        _refuse_busy_port(port)
        commands = [
            [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}"]
            + ["--workers", str(workers), "--threads", str(threads), "--log-level", "warning"]
            + _tls_options(tls),
            [sys.executable, "manage.py", "run_worker"],
        ]
        # Started in the background by a script, Python would ignore Ctrl-C.
        for asked in (signal.SIGINT, signal.SIGTERM):
            signal.signal(asked, _stop_like_ctrl_c)
        processes = [subprocess.Popen(command, cwd=settings.BASE_DIR) for command in commands]  # noqa: S603 - our own commands
        try:
            self._announce(port, processes, "https" if tls else "http")
            _wait_for_an_end(processes)
        except KeyboardInterrupt:
            self.stdout.write("\n止めています…")
        finally:
            _stop(processes)
        self.stdout.write("止まりました。")

    def _announce(self, port, processes, scheme):
        while not _answers(port):
            if any(process.poll() is not None for process in processes):
                raise CommandError("起動できませんでした。上のメッセージを確かめてください。")
            time.sleep(0.1)
        self.stdout.write(f"\nDXポータルを開く: {scheme}://127.0.0.1:{port}/")
        if settings.DEMO_MODE:
            names = "  ".join(f"{person.username}（{_role_name(person)}）" for person in PEOPLE)
            self.stdout.write(f"デモ用のユーザー名: {names}")
            self.stdout.write("パスワードは、はじめて起動したときに表示したものです。")
        self.stdout.write("止めるときは Ctrl-C を押してください。")


def _tls_options(folder) -> list[str]:
    if not folder:
        return []
    return ["--certfile", f"{folder}/certificate.pem", "--keyfile", f"{folder}/key.pem"]


def _role_name(person) -> str:
    if person.role:
        return person.role.label
    return "所属長" if person.is_manager else "職員"


def _refuse_busy_port(port: int) -> None:
    """Raises CommandError when something listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as refusal:
            if refusal.errno != errno.EADDRINUSE:
                raise
            raise CommandError(
                f"ポート {port} は使われています。別の番号で起動してください："
                f"make run PORT={port + 1}"
            ) from refusal


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait_for_an_end(processes) -> None:
    while all(process.poll() is None for process in processes):
        time.sleep(POLL_SECONDS)


def _stop(processes) -> None:
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()


def _stop_like_ctrl_c(_signal, _frame):
    raise KeyboardInterrupt
