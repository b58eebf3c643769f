"""Twice as many findings of a buffer take twice the work, not four times as much."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the extra `server` is not installed")

from lsprotocol import types as lsp

from stslint.lsp.diagnostics import MOST_PUBLISHED
from tests.fuzzing.repeated_texts import BROKEN, HOSTILE, repeated
from tests.lsp.samples import WHOLE, actions_at, diagnostics, open_file
from tests.support.work import calls_of

TEXTS = {
    name: (HOSTILE | BROKEN)[name]
    for name in ("unknown keys", "misspelled fields of containers", "documents with a misspelled kind")
}


def in_proportion(few: int, many: int) -> bool:
    return many <= 2.6 * few + 2_000


@pytest.mark.parametrize("name", TEXTS)
def test_code_actions_of_twice_the_findings_are_twice_the_work(name: str, tmp_path: Path) -> None:
    def actions(times: int) -> Callable[[], object]:
        session, uri = open_file(tmp_path, repeated(*TEXTS[name], times).decode())
        diagnostics(session, uri)
        everywhere = lsp.Range(WHOLE.start, lsp.Position(9999, 0))
        return lambda: actions_at(session, uri, everywhere)

    actions(5)()
    assert in_proportion(calls_of(actions(100)), calls_of(actions(200)))


def test_an_editor_gets_the_gravest_findings_of_thousands(tmp_path: Path) -> None:
    head, line = BROKEN["empty claim templates"]
    session, uri = open_file(tmp_path, repeated(head, line, MOST_PUBLISHED).decode())
    left_out, *shown = diagnostics(session, uri)
    assert len(shown) == MOST_PUBLISHED
    assert {each.severity for each in shown} == {lsp.DiagnosticSeverity.Error}
    assert "findings of this file are not shown here" in left_out.message
    assert shown == sorted(shown, key=lambda each: each.range.start.line)


def test_of_thousands_of_findings_the_first_have_quick_fixes(tmp_path: Path) -> None:
    head, line = BROKEN["empty claim templates"]
    session, uri = open_file(tmp_path, repeated(head, line, MOST_PUBLISHED).decode())
    diagnostics(session, uri)
    actions = actions_at(session, uri, lsp.Range(WHOLE.start, lsp.Position(9999, 0)))
    about = {place.range.start.line for action in actions for place in action.diagnostics or ()}
    assert len(actions) == MOST_PUBLISHED
    assert max(about) < MOST_PUBLISHED
