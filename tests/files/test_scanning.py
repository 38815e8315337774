import hashlib
import shutil
import socket
import subprocess
import time

import pytest

from portal.files import scanning
from portal.files.checking import TEST_VIRUS
from portal.files.models import StoredFile
from portal.files.refusals import REASONS, FileRefused
from portal.files.scanning import scan, scanner_words
from tests.builders import a_staff_member
from tests.files.packing import a_pdf
from tests.files.scanner import INFECTED, a_scanner
from tests.files.sending import post


def reason_of(content=b"a file") -> str:
    with pytest.raises(FileRefused) as refused:
        scan(content)
    return refused.value.reason


def test_without_a_scanner_a_file_is_taken_and_not_called_scanned(settings):
    settings.CLAMD_ADDRESS = ""

    assert scan(b"a file") is False
    assert scanner_words() == "ウイルス検査は設定されていません。"


def test_a_clean_file_is_sent_whole_and_called_scanned(settings):
    content = bytes(range(256)) * 1000
    with a_scanner() as scanner:
        settings.CLAMD_ADDRESS = scanner.address

        assert scan(content) is True
        assert scanner_words() == "ウイルス検査が動いています。"

    assert scanner.seen == [content]


def test_a_file_in_which_something_is_found_is_refused(settings):
    with a_scanner() as scanner:
        settings.CLAMD_ADDRESS = scanner.address

        assert reason_of(b"x" + INFECTED) == "infected"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR", b"", b"nonsense"])
def test_an_answer_that_is_no_word_of_a_clean_file_refuses(settings, answer):
    with a_scanner(answer, answer) as scanner:
        settings.CLAMD_ADDRESS = scanner.address

        assert reason_of() == "scanner_away"


def test_one_failure_is_tried_again(settings):
    with a_scanner(b"ERROR") as scanner:
        settings.CLAMD_ADDRESS = scanner.address

        assert scan(b"a file") is True
        assert len(scanner.seen) == 2


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock", "no-port", "host:x"])
def test_a_scanner_that_cannot_be_reached_refuses(settings, address):
    settings.CLAMD_ADDRESS = address

    assert reason_of() == "scanner_away"
    assert scanner_words() == "ウイルス検査につながりません。ファイルは受け付けません。"


def test_a_scanner_that_hangs_refuses_in_time(settings, monkeypatch):
    monkeypatch.setattr(scanning, "ANSWER_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CLAMD_ADDRESS = "{}:{}".format(*silent.getsockname())
        began = time.monotonic()

        assert reason_of() == "scanner_away"
        assert time.monotonic() - began < 3


@pytest.mark.django_db
def test_a_form_comes_back_with_its_text_while_the_scanner_is_away_and_works_after(
    client, settings
):
    settings.ROOT_URLCONF = "tests.files.trial_room"
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    client.force_login(a_staff_member())
    sent = ({"body": "書いた本文"}, {"attachments": ("要綱.pdf", a_pdf())})

    page = post(client, "/trial/", *sent).content.decode()
    assert REASONS["scanner_away"] in page
    assert "書いた本文" in page
    assert StoredFile.objects.count() == 0

    with a_scanner() as scanner:
        settings.CLAMD_ADDRESS = scanner.address
        post(client, "/trial/", *sent)
    assert StoredFile.objects.get().is_scanned


@pytest.mark.skipif(not shutil.which("clamd"), reason="clamd is not installed here")
def test_a_real_clamd_takes_a_clean_file_and_finds_the_test_virus(settings, real_clamd):
    settings.CLAMD_ADDRESS = real_clamd

    assert scan(a_pdf()) is True
    assert reason_of(TEST_VIRUS) == "infected"


@pytest.fixture
def real_clamd(tmp_path_factory):
    """A clamd of our own on a unix socket, which knows one virus: the test file."""
    folder = tmp_path_factory.mktemp("clamd")
    digest = hashlib.md5(TEST_VIRUS, usedforsecurity=False).hexdigest()
    (folder / "trial.hdb").write_text(f"{digest}:{len(TEST_VIRUS)}:Trial\n")
    address = f"{folder}/clamd.sock"
    settings = {"DatabaseDirectory": folder, "LocalSocket": address, "Foreground": "yes"}
    configuration = folder / "clamd.conf"
    configuration.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    with subprocess.Popen(
        ["clamd", "--config-file", str(configuration)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        for _each in range(100):
            if (folder / "clamd.sock").exists():
                break
            time.sleep(0.1)
        yield address
        process.terminate()
