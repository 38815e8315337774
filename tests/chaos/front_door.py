"""nginx as docs/install/nginx.conf sets it up, on a port of one's own and without TLS."""

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

from tests.chaos.own_postgres import free_port
from tests.chaos.town_hall import ROOT

WRITTEN = ROOT / "docs" / "install" / "nginx.conf"
ALONE = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {written}
}}
"""


class NoNginx(Exception):
    """``apt-get install nginx-light``, or NGINX names the program."""


class FrontDoor:
    """Shares requests among the web processes of ``ports``; ``site`` is its address."""

    def __init__(self, folder: Path, ports: list[int], private: Path):
        self.program = os.environ.get("NGINX") or shutil.which("nginx", path=_path())
        if not self.program:
            raise NoNginx
        folder.mkdir(parents=True)
        self.port = free_port()
        self.site = f"http://127.0.0.1:{self.port}"
        conf = folder / "nginx.conf"
        conf.write_text(ALONE.format(folder=folder, written=self._as_written(ports, private)))
        if os.geteuid() == 0:
            # Its processes read what belongs to whoever runs this.
            conf.write_text("user root;\n" + conf.read_text())
        self.process = subprocess.Popen(
            [self.program, "-p", str(folder), "-c", str(conf), "-e", f"{folder}/nginx.log"],
            start_new_session=True, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def _as_written(self, ports: list[int], private: Path) -> str:
        """The file of the guide; only ports, name and places are others, and TLS is left out."""
        text = WRITTEN.read_text(encoding="utf-8")
        text = text[: text.rindex("server {")]
        for written, port in zip(("8001", "8002"), ports, strict=True):
            text = text.replace(f"127.0.0.1:{written}", f"127.0.0.1:{port}")
        text = re.sub(r"^\s+ssl_certificate.*\n", "", text, flags=re.M)
        text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{self.port};")
        text = text.replace("portal.example.lg.jp", "127.0.0.1").replace("$host;", "$http_host;")
        return text.replace("/srv/portal/data/private/", f"{private}/")

    def close(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(30)


def _path() -> str:
    return f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
