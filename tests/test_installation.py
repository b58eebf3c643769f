"""Every way to install that a page or a message names exists: a clone, or the archive of the repository."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stslint.text.installation import install_command
from tests.support.paths import ROOT

ARCHIVE = "https://github.com/stslint/stslint/archive/"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_COMMAND = re.compile(r"\b(?:pip|pipx|uv tool|uv pip) install ([^\n`]*)|\buvx ([^\n`]*)")
_LOCAL = re.compile(r"(?:^|\s)'?\.(?:\[\w+\])?'?(?:\s|$)")


def installs(text: str) -> list[str]:
    return [
        found[1] or found[2] or ""
        for found in _COMMAND.finditer(text)
        if "stslint" in found[0] or "." in found[0]
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_names_only_installs_that_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for words in installs(text):
        other = "pip>=" in words or "build" in words
        assert ARCHIVE in words or _LOCAL.search(words) or other, words
    assert "pip install 'stslint[server]'" not in text


def test_messages_name_the_install_of_the_one_setting() -> None:
    own = re.compile(r"pip install '?stslint")
    for path in (ROOT / "stslint").rglob("*.py"):
        if path.name != "installation.py":
            assert not own.search(path.read_text(encoding="utf-8")), path
    assert install_command("cel") == f"pip install 'stslint[cel] @ {ARCHIVE}main.tar.gz'"


def test_the_readme_installs_what_the_messages_install() -> None:
    assert install_command("server") in (ROOT / "README.md").read_text(encoding="utf-8")
