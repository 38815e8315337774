"""Backups: sealed, whole or refused. Making and restoring a real one is the drill (make drill)."""

import io
import json
import tarfile
from datetime import UTC, datetime

import pytest

from portal.operations.backup import keeping
from portal.operations.backup.restoring import MadeElsewhere, check
from portal.operations.backup.sealing import (
    MAGIC,
    PIECE,
    SCRYPT,
    BackupDamaged,
    NotABackup,
    Opener,
    Sealer,
)

KEY = "a long passphrase"
WHOLE = b"0123456789" * (PIECE // 4)


@pytest.fixture(autouse=True)
def _key(settings):
    settings.BACKUP_KEY = KEY


@pytest.fixture(autouse=True, scope="module")
def _cheap_key():
    """The key is made costly to guess; here that would only cost time."""
    costly = SCRYPT["n"]
    SCRYPT["n"] = 16
    yield
    SCRYPT["n"] = costly


@pytest.fixture(scope="module")
def sealed() -> bytes:
    file = io.BytesIO()
    sealer = Sealer(file, KEY)
    sealer.write(WHOLE)
    sealer.close()
    return file.getvalue()


def opened(content: bytes, key: str = KEY) -> bytes:
    opener = Opener(io.BytesIO(content), key)
    return b"".join(iter(lambda: opener.read(100_000), b""))


def test_what_was_sealed_can_be_opened_and_is_not_readable_without_the_key(sealed):
    assert opened(sealed) == WHOLE
    assert b"0123456789" not in sealed


@pytest.mark.parametrize("place", [len(MAGIC) + 3, len(MAGIC) + 17, len(MAGIC) + 40, -1, -PIECE])
def test_one_flipped_bit_is_noticed(sealed, place):
    damaged = bytearray(sealed)
    damaged[place] ^= 1

    with pytest.raises(BackupDamaged):
        opened(bytes(damaged))


@pytest.mark.parametrize(
    "damage",
    [
        lambda sealed: sealed[:-1],
        lambda sealed: sealed[: len(MAGIC) + 16],
        lambda sealed: sealed[: len(MAGIC) + 16 + 4 + PIECE + 16],
        lambda sealed: sealed + b"x",
        lambda sealed: sealed + sealed[len(MAGIC) + 16 :],
    ],
    ids=["cut", "empty", "a piece lost", "a byte more", "a piece more"],
)
def test_a_cut_or_lengthened_backup_is_refused(sealed, damage):
    with pytest.raises(BackupDamaged):
        opened(damage(sealed))


def test_another_key_opens_nothing(sealed):
    with pytest.raises(BackupDamaged):
        opened(sealed, "another passphrase")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", MAGIC, b"x" * 5000])
def test_any_other_file_is_told_apart(content):
    with pytest.raises(NotABackup):
        opened(content)


def a_backup(path, **changes):
    """A whole backup with a database of four bytes; ``changes`` go into its manifest."""
    hashes = {}
    with path.open("wb") as file:
        sealer = Sealer(file, KEY)
        with tarfile.open(fileobj=sealer, mode="w|") as archive:
            keeping._add(archive, "database", b"data", hashes)
            manifest = {
                "format": keeping.FORMAT,
                "made_at": datetime(2026, 11, 20, tzinfo=UTC).isoformat(),
                "database": keeping.connection.vendor,
                "migrations": [["staff", "0001_initial"]],
                "sha256": hashes,
                **changes,
            }
            keeping._add(archive, "manifest.json", json.dumps(manifest).encode(), {})
        sealer.close()
    return path


def test_a_whole_backup_passes_the_check(tmp_path):
    manifest = check(a_backup(tmp_path / "b"), tmp_path / "out")

    assert list(manifest["sha256"]) == ["database"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"format": 2}, MadeElsewhere),
        ({"database": "oracle"}, MadeElsewhere),
        ({"migrations": [["staff", "0999_of_next_year"]]}, MadeElsewhere),
        ({"sha256": {"database": "0" * 64}}, BackupDamaged),
        ({"sha256": {}}, BackupDamaged),
    ],
)
def test_a_backup_of_another_kind_or_version_is_refused(tmp_path, changes, refusal):
    with pytest.raises(refusal):
        check(a_backup(tmp_path / "b", **changes), tmp_path / "out")


def test_without_a_key_no_backup_is_written(tmp_path, settings, now):
    settings.BACKUP_KEY = ""

    with pytest.raises(keeping.KeyMissing):
        keeping.make_backup(tmp_path, now=now)
    assert list(tmp_path.iterdir()) == []


def test_only_the_newest_backups_are_kept(tmp_path):
    for day in range(1, 6):
        (tmp_path / f"dx-portal-2026110{day}-010000.dxbackup").touch()
    (tmp_path / "notes.txt").touch()

    keeping.forget_old_backups(tmp_path, keep=2)

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "dx-portal-20261104-010000.dxbackup",
        "dx-portal-20261105-010000.dxbackup",
        "notes.txt",
    ]


def test_the_settings_go_along_without_their_secrets(monkeypatch):
    for name, value in {
        "BASE_URL": "https://dx.example.jp",
        "SECRET_KEY": "hush",
        "OIDC_CLIENT_SECRET": "hush",
        "EMAIL_URL": "smtp://user:hush@mail",
        "DATABASE_URL": "postgres://user:hush@db/portal",
        "SESSION_HOURS": "10",
        "HOME": "/root",
    }.items():
        monkeypatch.setenv(name, value)

    kept = keeping.open_settings()

    assert kept["SESSION_HOURS"] == "10"
    assert "hush" not in json.dumps(kept)
    assert "HOME" not in kept
