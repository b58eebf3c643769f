"""The hover texts: the page of a rule, what a field accepts, the rollout."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the extra `server` is not installed")

from lsprotocol import types as lsp

from stslint.lsp.session import EditorSession
from tests.lsp.samples import STATEFUL_SET, TYPO, open_file, position_in


def hover_text(session: EditorSession, uri: str, position: lsp.Position) -> str:
    """Returns the Markdown at a position, empty if there is none."""
    found = session.hover(uri, position)
    if found is None:
        return ""
    assert isinstance(found.contents, lsp.MarkupContent)
    return found.contents.value


def hover_at(folder: Path, text: str, words: str, offset: int = 1) -> str:
    return hover_text(*open_file(folder, text), position_in(text, words, offset))


def test_hover_on_finding_shows_page_of_rule(tmp_path: Path) -> None:
    page = hover_at(tmp_path, TYPO, "replica:")
    assert page.startswith("**STS004 unknown-field**")
    assert "## Bad" in page


def test_hover_on_finding_has_range_of_finding(tmp_path: Path) -> None:
    session, uri = open_file(tmp_path, TYPO)
    found = session.hover(uri, position_in(TYPO, "replica:", 3))
    assert found is not None
    assert found.range == lsp.Range(position_in(TYPO, "replica:"), position_in(TYPO, "replica:", 7))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("replicas", "`spec.replicas`: int32"),
        ("apps/v1", "`apiVersion`: string"),
        ("containers", "`spec.template.spec.containers`: list of Container with `args`"),
        ("spec:", "`spec`: StatefulSetSpec with `minReadySeconds`"),
        ("app: web", "`spec.selector.matchLabels.app`: string"),
    ],
)
def test_hover_on_field_shows_type(tmp_path: Path, words: str, expected: str) -> None:
    assert hover_at(tmp_path, STATEFUL_SET, words).startswith(expected)


def test_hover_outside_of_document_shows_nothing(tmp_path: Path) -> None:
    assert hover_text(*open_file(tmp_path, STATEFUL_SET), lsp.Position(50, 10)) == ""


def test_hover_on_enum_shows_accepted_values(tmp_path: Path) -> None:
    text = STATEFUL_SET.replace("  replicas", "  podManagementPolicy: Parallel\n  replicas")
    page = hover_at(tmp_path, text, "podManagementPolicy", 3)
    assert "OrderedReady" in page
    assert "Parallel" in page


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "replicas: 5",
            "replicas: 3",
            "OrderedReady: creates web-0, web-1, web-2 one at a time; an update replaces web-2 down to web-0",
        ),
        (
            "replicas: 5",
            "podManagementPolicy: Parallel\n  replicas: 5",
            "Parallel: creates web-0 ... web-4 all at once; an update replaces web-4 down to web-0",
        ),
        (
            "    type: RollingUpdate",
            "    rollingUpdate: {partition: 3}",
            "an update replaces web-4 down to web-3 and leaves web-0, web-1, web-2 unchanged",
        ),
        ("type: RollingUpdate", "type: OnDelete", "an update replaces a pod when you delete it"),
        ("replicas: 5", "replicas: 1", "OrderedReady: creates web-0; an update replaces web-0"),
        ("replicas: 5", "replicas: 0", "creates no pods; an update replaces no pods"),
        ("replicas: 5", "ordinals: {start: 4}\n  replicas: 2", "creates web-4, web-5 one at a time"),
    ],
)
def test_hover_on_kind_and_strategy_shows_rollout(tmp_path: Path, old: str, new: str, expected: str) -> None:
    text = STATEFUL_SET.replace(old, new)
    assert expected in hover_at(tmp_path, text, "StatefulSet", 2)
    assert expected in hover_at(tmp_path, text, "updateStrategy", 2)


@pytest.mark.parametrize(("claims", "is_planned"), [(20, True), (400, False)])
def test_hover_plans_as_many_pods_and_claims_as_appear_at_once(
    tmp_path: Path, claims: int, is_planned: bool
) -> None:
    spec = "{accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}"
    listed = ", ".join(f"{{metadata: {{name: c{number}}}, spec: {spec}}}" for number in range(claims))
    text = STATEFUL_SET.replace("  replicas: 5", f"  volumeClaimTemplates: [{listed}]\n  replicas: 200")
    assert ("creates web-0 ... web-199" in hover_at(tmp_path, text, "StatefulSet")) is is_planned


@pytest.mark.parametrize(
    "text",
    [
        STATEFUL_SET.replace("replicas: 5", "replicas: 5000000"),
        "apiVersion: apps/v1\nkind: StatefulSet\n",
    ],
)
def test_hover_on_kind_without_plan_shows_no_rollout(tmp_path: Path, text: str) -> None:
    assert "OrderedReady" not in hover_at(tmp_path, text, "StatefulSet", 2)
