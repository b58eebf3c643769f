"""Attacks in a buffer: messages drive nothing, and hover texts have no markup of the manifest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the extra `server`")

from lsprotocol import types as lsp
from lsprotocol.converters import get_converter
from markdown_it import MarkdownIt

from stslint.lsp.session import EditorSession
from tests.lsp.samples import WHOLE, actions_at, diagnostics, open_file
from tests.support.attacks import ATTACKS, DRIVING, manifest

pytestmark = pytest.mark.slow

_DRIVES = re.compile(DRIVING)


def texts(value: object) -> Iterator[str]:
    """Yields the messages and titles of an answer, wherever they are."""
    for key, each in value.items() if isinstance(value, dict) else ():
        if key in ("message", "title") and isinstance(each, str):
            yield each
        yield from texts(each)
    for each in value if isinstance(value, list) else ():
        yield from texts(each)


@pytest.mark.parametrize("name", ATTACKS)
def test_messages_and_titles_drive_nothing(tmp_path: Path, name: str) -> None:
    session, uri = open_file(tmp_path, manifest(ATTACKS[name]))
    answers = [diagnostics(session, uri), actions_at(session, uri, WHOLE)]
    plain = get_converter().unstructure(answers)
    assert answers[0]
    json.dumps(plain, ensure_ascii=False).encode("utf-8", "surrogatepass")
    assert not [text for text in texts(plain) if _DRIVES.search(text.replace("\n", ""))]


def hovers(session: EditorSession, uri: str) -> Iterator[str]:
    """Yields what is shown at each place of a finding and at each line of a buffer."""
    places = [each.range.start for each in diagnostics(session, uri)]
    for place in [*places, *(lsp.Position(line, 3) for line in range(20))]:
        shown = session.hover(uri, place)
        if shown is not None:
            assert isinstance(shown.contents, lsp.MarkupContent)
            yield shown.contents.value


@pytest.mark.parametrize("name", [name for name in ATTACKS if name != "surrogate"])
def test_hover_has_no_markup_of_an_attack(tmp_path: Path, name: str) -> None:
    session, uri = open_file(tmp_path, manifest(ATTACKS[name]))
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    said = list(hovers(session, uri))
    assert said
    for text in said:
        assert not _DRIVES.search(text)
        for block in parser.parse(text):
            for token in (block, *(block.children or ())):
                assert token.type not in ("image", "html_block", "html_inline"), token.content
                assert "invalid" not in str(token.attrs.get("href", "")), token.attrs
