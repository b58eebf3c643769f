"""The code actions at a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the extra `server` is not installed")

from lsprotocol import types as lsp

from tests.lsp.samples import (
    STATEFUL_SET,
    TYPO,
    WHOLE,
    actions_at,
    change_text,
    codes,
    diagnostics,
    edits_of,
    open_file,
    position_in,
    range_at,
    with_action,
)


def ignore_action(actions: list[lsp.CodeAction]) -> lsp.CodeAction:
    return next(each for each in actions if each.title.startswith("Ignore"))


def fix_action(actions: list[lsp.CodeAction]) -> lsp.CodeAction:
    return next(each for each in actions if each.is_preferred is not None)


def test_actions_at_finding_are_fix_ignore_and_fix_all(tmp_path: Path) -> None:
    text = TYPO.replace("kind: StatefulSet", "kind: statefulset")
    actions = actions_at(*open_file(tmp_path, text), range_at(text, "statefulset"))
    assert [each.kind for each in actions] == ["quickfix", "quickfix", "source.fixAll.stslint"]
    fix, ignore, fix_all = actions
    assert fix.is_preferred is True
    assert fix.diagnostics is not None
    assert fix.diagnostics[0].code == "STS002"
    assert with_action(text, fix) == text.replace("statefulset", "StatefulSet")
    ignored = text.replace("kind: st", "# stslint: ignore=STS002\nkind: st")
    assert with_action(text, ignore) == ignored
    assert with_action(text, fix_all) == STATEFUL_SET


def test_actions_list_fixes_before_ignores(tmp_path: Path) -> None:
    text = STATEFUL_SET.replace("- name: web", "- naem: web")
    text = text.replace("        readinessProbe: {httpGet: {path: /, port: 80}}\n", "")
    actions = actions_at(*open_file(tmp_path, text), range_at(text, "naem"), "quickfix")
    assert actions[0].title == "Rename it to `name`"
    ignores = [each.title.startswith("Ignore") for each in actions]
    assert ignores == sorted(ignores)
    assert ignores.count(True) >= 2


def test_ignore_keeps_indentation(tmp_path: Path) -> None:
    session, uri = open_file(tmp_path, TYPO)
    text = with_action(TYPO, ignore_action(actions_at(session, uri, range_at(TYPO, "replica:"))))
    assert "\n  # stslint: ignore=STS004\n  replica: 5\n" in text
    change_text(session, uri, text)
    assert "STS004" not in codes(session, uri)


def test_ignore_with_comment_above_adds_rule_to_comment(tmp_path: Path) -> None:
    text = TYPO.replace("  replica:", "  # stslint: ignore=STS101\n  replica:")
    ignore = ignore_action(actions_at(*open_file(tmp_path, text), range_at(text, "replica:")))
    assert "\n  # stslint: ignore=STS101,STS004\n  replica:" in with_action(text, ignore)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_ignore_has_line_end_of_text(tmp_path: Path, line_end: str) -> None:
    text = TYPO.replace("\n", line_end)
    ignore = ignore_action(actions_at(*open_file(tmp_path, text), range_at(TYPO, "replica:")))
    assert [each.new_text for each in edits_of(ignore)] == [f"  # stslint: ignore=STS004{line_end}"]


def test_ignore_in_json_is_not_offered(tmp_path: Path) -> None:
    text = '{"apiVersion": "apps/v1",\n "kind": "StatefulSet",\n "metadata": {"name": "web"},\n "spce": {}}\n'
    actions = actions_at(*open_file(tmp_path, text, "web.json", "json"), range_at(text, "spce"))
    assert actions
    assert not [each for each in actions if each.title.startswith("Ignore")]


def test_fix_in_markdown_list_changes_block_with_finding(tmp_path: Path) -> None:
    indented = "".join(f"  {line}\n" for line in TYPO.splitlines())
    page = f"# One\n\n```yaml\n{TYPO}```\n\n- two\n\n  ```yaml\n{indented}  ```\n"
    session, uri = open_file(tmp_path, page, "page.md", "markdown")
    second = page.rindex("replica:")
    place = lsp.Position(page[:second].count("\n"), 4)
    starts = [each.range.start for each in diagnostics(session, uri) if each.code == "STS004"]
    assert starts == [position_in(page, "replica:"), place]
    fix = fix_action(actions_at(session, uri, lsp.Range(place, place)))
    assert with_action(page, fix) == page[:second] + "replicas:" + page[second + len("replica:") :]


def test_fix_keeps_anchor_of_value(tmp_path: Path) -> None:
    text = STATEFUL_SET.replace("replicas: 5", "replicas: &count '5'")
    actions = actions_at(*open_file(tmp_path, text), range_at(text, "'5'"))
    fixed = text.replace("&count '5'", "&count 5")
    assert with_action(text, fix_action(actions)) == fixed
    assert with_action(text, actions[-1]) == fixed


def test_fix_after_wide_characters_counts_units(tmp_path: Path) -> None:
    text = STATEFUL_SET.replace("      - name: web\n", "      - {command: [𝄞é], naem: web, ").replace(
        "        image: nginx:1.27.3\n        readinessProbe: {httpGet: {path: /, port: 80}}\n",
        'image: "nginx:1.27.3"}\n',
    )
    line = text[: text.index("naem")].count("\n")
    column = len("      - {command: [𝄞é], ".encode("utf-16-le")) // 2
    fix = fix_action(actions_at(*open_file(tmp_path, text), WHOLE, "quickfix"))
    assert edits_of(fix)[0].range == lsp.Range(lsp.Position(line, column), lsp.Position(line, column + 4))


def test_unsafe_fix_is_named_unsafe_and_not_in_fix_all(tmp_path: Path) -> None:
    text = STATEFUL_SET.replace(
        "    matchLabels: {app: web}", "    matchLabels:\n      app: web\n      version: 1.2.3"
    )
    text = text.replace("labels: {app: web}", "labels: {app: web, version: 1.2.3}")
    actions = actions_at(*open_file(tmp_path, text), range_at(text, "version: 1.2.3"))
    (unsafe,) = [each for each in actions if each.is_preferred is False]
    assert "(unsafe: " in unsafe.title
    assert not [each for each in actions if each.kind == "source.fixAll.stslint"]


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        (["quickfix"], {"quickfix"}),
        (["source.fixAll"], {"source.fixAll.stslint"}),
        (["source"], {"source.fixAll.stslint"}),
        (["source.fixAll.stslint", "quickfix"], {"source.fixAll.stslint", "quickfix"}),
        (["refactor"], set()),
        (["quick"], set()),
    ],
)
def test_actions_of_requested_kinds_are_only_those(tmp_path: Path, only: list[str], kinds: set[str]) -> None:
    actions = actions_at(*open_file(tmp_path, TYPO), range_at(TYPO, "replica:"), *only)
    assert {each.kind for each in actions} == kinds


def test_actions_for_editor_with_versioned_edits_name_version(tmp_path: Path) -> None:
    session, uri = open_file(tmp_path, TYPO)
    action = actions_at(session, uri, range_at(TYPO, "replica:"), versioned=True)[0]
    assert action.edit is not None
    (change,) = action.edit.document_changes or ()
    assert isinstance(change, lsp.TextDocumentEdit)
    assert change.text_document == lsp.OptionalVersionedTextDocumentIdentifier(uri, 1)


def test_actions_before_check_of_change_are_of_newest_text(tmp_path: Path) -> None:
    session, uri = open_file(tmp_path, STATEFUL_SET)
    session.diagnostics(uri)
    changed = "# one more line\n" + TYPO
    change_text(session, uri, changed)
    assert actions_at(session, uri, range_at(changed, "replica:"))
