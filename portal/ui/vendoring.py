"""Which built files of other projects the screens carry, and how they get here.

Nothing is fetched when the portal is installed or runs: the files are part of the repository,
and a hash of each stands in the ``vendor.json`` beside them.
"""

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

VENDOR_DIR = Path(__file__).parent / "static" / "ui" / "vendor"
# For PDF files, not for browsers: no part of the static files.
PAPER_DIR = Path(__file__).parent.parent / "paper" / "vendor"
# The web font's family is called otherwise in the design tokens.
FONT_NAME = ("'Noto Sans JP Variable'", "'Noto Sans JP'")
ICONS = [
    "account_balance",
    "account_circle",
    "arrow_forward",
    "auto_stories",
    "build",
    "check",
    "check_circle",
    "chevron_left",
    "chevron_right",
    "close",
    "content_copy",
    "description",
    "edit_square",
    "error",
    "help",
    "home",
    "info",
    "key",
    "keyboard_arrow_down",
    "location_on",
    "lock",
    "logout",
    "menu",
    "menu_book",
    "notifications",
    "open_in_new",
    "person",
    "print",
    "radio_button_unchecked",
    "report",
    "save",
    "school",
    "search",
    "tune",
    "warning",
]


class Vendored(NamedTuple):
    """A package of the JavaScript world: its pinned version, and the files we take from it."""

    name: str
    package: str
    version: str
    patterns: list[str]
    strip: str = ""
    place: Path = VENDOR_DIR

    @property
    def folder(self) -> Path:
        return self.place / self.name


PACKAGES = [
    Vendored(
        "design-tokens",
        "@digital-go-jp/design-tokens",
        "1.1.9",
        ["LICENSE", "dist/tokens.css"],
        "dist/",
    ),
    Vendored(
        "noto-sans-jp",
        "@fontsource-variable/noto-sans-jp",
        "5.3.1",
        ["LICENSE", "wght.css", "files/*-wght-normal.woff2"],
    ),
    Vendored(
        "material-symbols",
        "@material-symbols/svg-400",
        "0.47.5",
        ["LICENSE", *(f"outlined/{icon}.svg" for icon in ICONS)],
        "outlined/",
    ),
    # The split web font prints wrong glyphs in PDF files; this one has every letter in one file.
    Vendored(
        "noto-sans-jp-paper",
        "@expo-google-fonts/noto-sans-jp",
        "0.4.3",
        ["LICENSE*", "400Regular/*.ttf"],
        place=PAPER_DIR,
    ),
]


def hashes(folder: Path) -> dict[str, str]:
    """The sha256 of every file below ``folder``, by its path there; ``vendor.json`` excepted."""
    files = sorted(
        path for path in folder.rglob("*") if path.is_file() and path.name != "vendor.json"
    )
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def vendor(package: Vendored) -> Path:
    """Fetch the pinned version with npm and replace our copy of it. Returns the folder."""
    target = package.folder
    with tempfile.TemporaryDirectory() as scratch:
        unpacked = _unpack(package, Path(scratch))
        shutil.rmtree(target, ignore_errors=True)
        for pattern in package.patterns:
            for source in sorted(unpacked.glob(pattern)):
                inside = source.relative_to(unpacked).as_posix().removeprefix(package.strip)
                copy = target / inside
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, copy)
    for sheet in target.glob("*.css"):
        sheet.write_text(sheet.read_text().replace(*FONT_NAME))
    record = {"package": package.package, "version": package.version, "files": hashes(target)}
    (target / "vendor.json").write_text(json.dumps(record, indent=2) + "\n")
    return target


def _unpack(package: Vendored, scratch: Path) -> Path:
    # Only maintainers run this, with names from the table above.
    subprocess.run(  # noqa: S603
        ["npm", "pack", "--silent", f"{package.package}@{package.version}"],  # noqa: S607
        cwd=scratch,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    [archive] = scratch.glob("*.tgz")
    with tarfile.open(archive) as tar:
        tar.extractall(scratch, filter="data")
    return scratch / "package"
