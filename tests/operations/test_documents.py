"""The guides name tests, files and commands that are there."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).parent.parent.parent
GUIDES = sorted((ROOT / "docs").glob("*.md"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
# Shell words that follow "manage.py" in texts about it.
NOT_COMMANDS = {"shell"}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_test_and_link_of_a_guide_is_there(guide):
    text = guide.read_text(encoding="utf-8")
    named = re.findall(r"`((?:tests|portal|docs)/[\w/.]+)`", text)
    links = re.findall(r"\]\((?!https?:|#|mailto:|/)([^)#]+)", text)

    missing = [name for name in named if not (ROOT / name).exists()]
    missing += [link for link in links if not (guide.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_command_of_a_guide_is_there(guide):
    text = guide.read_text(encoding="utf-8")
    targets = set(re.findall(r"`make ([a-z-]+)", text)) | set(
        re.findall(r"^make ([a-z-]+)", text, re.M)
    )
    commands = set(re.findall(r"manage\.py ([a-z_]{4,})", text))

    assert [name for name in targets if not re.search(rf"^{name}:", MAKEFILE, re.M)] == []
    assert commands - set(get_commands()) - NOT_COMMANDS == set()
