"""The parts of scripts/new_release.py that need neither Go nor the network."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from scripts.release_steps import replay, rows, schema
from stslint.kubernetes.schema.versions import NEWEST, SUPPORTED, number
from tests.verdict.compare import Answer

ROOT = Path(__file__).parent.parent
NEXT = f"1.{number(NEWEST) + 1}"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Returns a copy of what the script changes."""
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    for name in (*schema.RANGES, rows.VERDICT, rows.RELEASES):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_a_version_becomes_supported(copy: Path) -> None:
    schema.support(copy, NEXT)
    assert f"range(25, {number(NEWEST) + 2})" in (copy / schema.RANGES[0]).read_text()
    schema.support(copy, NEWEST)
    for name in schema.RANGES:
        assert (copy / name).read_bytes() == (ROOT / name).read_bytes()


def definitions() -> bytes:
    """Returns definitions as OpenAPI has them, with all kinds that stslint reads and a new one."""
    found = {}
    for version, kinds in {**schema_kinds(), "new.k8s.io/v1": ["Thing"]}.items():
        group, _, last = version.rpartition("/")
        for kind in kinds:
            found[f"io.k8s.api.{group or 'core'}.{last}.{kind}"] = {
                "properties": {"metadata": {"type": "object"}},
                "x-kubernetes-group-version-kind": [{"group": group, "version": last, "kind": kind}],
            }
    return json.dumps({"definitions": found}).encode()


def schema_kinds() -> dict[str, list[str]]:
    from scripts.generate_schemas import READ

    return {version: list(kinds) for version, kinds in READ.items()}


def test_the_schema_of_a_version_is_written_with_its_kinds_and_hashes(copy: Path) -> None:
    schema.write_schema(copy, NEXT, f"v{NEXT}.0-alpha.0", definitions())
    kinds = json.loads((copy / "schemas/kinds.json").read_text())
    sources = json.loads((copy / "schemas/SOURCES.json").read_text())
    assert kinds["new.k8s.io/v1"] == {"Thing": [NEXT, NEXT]}
    assert kinds["apps/v1"]["StatefulSet"] == [SUPPORTED[0], NEXT]
    assert kinds["batch/v1"]["CronJob"][1] == NEXT
    assert sources["kubernetes"][NEXT]["version"] == f"{NEXT}.0-alpha.0"
    assert list(sources["files_sha256"])[-3:] == [f"{NEXT}.json", "kinds.json", "references.json"]


def test_a_row_is_added_above_the_newest_or_replaced(copy: Path) -> None:
    path = copy / rows.VERDICT
    before = path.read_text().splitlines()
    rows.write_row(path, NEXT, f"| {NEXT} | new |")
    rows.write_row(path, NEXT, f"| {NEXT} | newer |")
    added = [line for line in path.read_text().splitlines() if line not in before]
    assert added == [f"| {NEXT} | newer |"]
    lines = path.read_text().splitlines()
    assert lines[lines.index(added[0]) + 1].startswith(f"| {NEWEST} |")


def test_the_smallest_case_of_each_kind_is_kept() -> None:
    answer = Answer("accept", (), ())
    found = [
        replay.Difference("verdict of set", {"id": "a", "yaml": text}, answer, answer)
        for text in ("long text", "text", "longer text")
    ]
    ((kind, (count, least)),) = replay.smallest(found).items()
    assert (kind, count, least.case["yaml"]) == ("verdict of set", 3, "text")


def test_every_recorded_case_is_replayed_once() -> None:
    cases = replay.recorded_cases(NEXT)
    texts = [json.dumps({key: case[key] for key in case if key != "id"}) for case, _ in cases]
    assert len(texts) == len(set(texts)) >= 5000
    assert sum(answer is not None for _, answer in cases) >= 1500
