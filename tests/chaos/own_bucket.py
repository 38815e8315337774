"""An S3 server for a test or a run: moto, in a process of its own, holding everything in memory.

It answers as S3 does, except that it lets every key in; who has none reads nothing.
"""

import subprocess
import sys
import time

import boto3
import requests

from tests.chaos.own_postgres import free_port

START_SECONDS = 60


class OwnBucket:
    """``variables`` are those of a portal that keeps its files here."""

    def __init__(self, name: str = "portal"):
        self.address = f"http://127.0.0.1:{free_port()}"
        port = self.address.rpartition(":")[2]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", port],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.variables = {
            "S3_BUCKET": name,
            "S3_ENDPOINT_URL": self.address,
            "S3_REGION": "us-east-1",
            "S3_ACCESS_KEY": "key-of-the-portal",
            "S3_SECRET_KEY": "secret-of-the-portal",
        }
        self._wait()

    def _wait(self) -> None:
        began = time.monotonic()
        with requests.Session() as asking:
            asking.trust_env = False
            while time.monotonic() - began < START_SECONDS:
                try:
                    asking.get(self.address, timeout=5)
                except requests.ConnectionError:
                    time.sleep(0.05)
                else:
                    return
        self.close()
        raise TimeoutError("moto.server")

    def make(self) -> None:
        boto3.client(
            "s3",
            endpoint_url=self.address,
            region_name=self.variables["S3_REGION"],
            aws_access_key_id=self.variables["S3_ACCESS_KEY"],
            aws_secret_access_key=self.variables["S3_SECRET_KEY"],
        ).create_bucket(Bucket=self.variables["S3_BUCKET"])

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
