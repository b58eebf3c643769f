"""What the page about editors tells people to paste can be read by what they paste it into."""

from __future__ import annotations

import json
import re
import sys

import pytest
from click.testing import CliRunner

from stslint.cli.app import command_line
from tests.support.paths import ROOT

PAGE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_settings_parse() -> None:
    assert [json.loads(text)["glspc.server.command"] for text in blocks("json")] == ["stslint"]
    if sys.version_info >= (3, 11):
        import tomllib

        for text in blocks("toml"):
            assert tomllib.loads(text)["language-server"]["stslint"]["args"] == ["server"]


@pytest.mark.parametrize("option", sorted(set(re.findall(r"`(--[\w-]+)", PAGE))))
def test_the_server_has_the_options(option: str) -> None:
    shown = CliRunner().invoke(command_line, ["server", "--help"])
    assert option in shown.output
