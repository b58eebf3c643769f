"""Frozen findings are known again by what they say, not by where they stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stslint.linter.baseline import BaselineError, load
from tests.support.runners import Run
from tests.test_fixed_mistakes import BLOCK

pytestmark = pytest.mark.slow

WRONG = BLOCK.replace("replicas: 3", "replicas: -3").replace("containerPort: 5432", "containerPort: 70000")
CHECK = ("check", "--no-context", "--fail-on", "error", "--format", "json")


def found(stslint: Run, *words: str, cwd: Path | None = None) -> list[str]:
    ran = stslint(*CHECK, *words, cwd=cwd)
    return [each["rule"] for each in json.loads(ran.stdout)["findings"] if each["severity"] == "error"]


@pytest.fixture
def frozen(stslint: Run, tmp_path: Path) -> Path:
    """Returns a file with errors, all of which are frozen in ``base.json``."""
    path = tmp_path / "db.yaml"
    path.write_text(WRONG)
    ran = stslint("check", "--no-context", "--write-baseline", "base.json", "db.yaml")
    assert ran.returncode == 0
    assert " findings written to base.json" in ran.stdout
    return path


def test_what_is_frozen_is_not_told(stslint: Run, frozen: Path) -> None:
    assert len(found(stslint, "db.yaml")) == 2
    assert found(stslint, "--baseline", "base.json", "db.yaml") == []


def test_it_is_known_again_on_another_line(stslint: Run, frozen: Path) -> None:
    frozen.write_text(
        "# one\n\n# two\n"
        + WRONG.replace("      containers:\n", "      containers:\n        - {name: first, image: 'x:1'}\n")
    )
    assert found(stslint, "--baseline", "base.json", "db.yaml") == []


def test_another_value_is_another_finding(stslint: Run, frozen: Path) -> None:
    frozen.write_text(WRONG.replace("replicas: -3", "replicas: -4"))
    assert found(stslint, "--baseline", "base.json", "db.yaml") == ["STS010"]


def test_another_object_is_another_finding(stslint: Run, frozen: Path) -> None:
    frozen.write_text(WRONG.replace("name: db  #", "name: other  #"))
    assert len(found(stslint, "--baseline", "base.json", "db.yaml")) == 2


def test_equal_findings_are_counted(stslint: Run, tmp_path: Path) -> None:
    path = tmp_path / "db.yaml"
    path.write_text(WRONG + "---\n" + WRONG)
    stslint("check", "--no-context", "--write-baseline", "base.json", "db.yaml")
    assert found(stslint, "--baseline", "base.json", "db.yaml") == []
    path.write_text("---\n".join([WRONG] * 3))
    assert "STS010" in found(stslint, "--baseline", "base.json", "db.yaml")


def test_what_was_mended_since_is_told(stslint: Run, frozen: Path) -> None:
    frozen.write_text(WRONG.replace("-3", "3"))
    ran = stslint("check", "--no-context", "--baseline", "base.json", "db.yaml")
    assert "1 finding of the baseline is resolved; update it with --write-baseline" in ran.stdout
    frozen.unlink()
    (frozen.parent / "other.yaml").write_text(BLOCK)
    ran = stslint("check", "--no-context", "--baseline", "base.json", "other.yaml")
    assert "findings of the baseline are resolved" in ran.stdout


def test_nothing_is_said_to_be_mended_that_was_not_looked_for(stslint: Run, frozen: Path) -> None:
    (frozen.parent / "other.yaml").write_text(BLOCK)
    assert " resolved" not in stslint("check", "--baseline", "base.json", "other.yaml").stdout
    frozen.write_text(WRONG.replace("-3", "3"))
    assert (
        " resolved" not in stslint("check", "--baseline", "base.json", "--select", "STS1", "db.yaml").stdout
    )


def test_paths_count_from_the_baseline(stslint: Run, tmp_path: Path) -> None:
    folder = tmp_path / "deploy" / "shop"
    folder.mkdir(parents=True)
    (folder / "db.yaml").write_text(WRONG)
    stslint("check", "--write-baseline", "deploy/base.json", "deploy")
    entries = json.loads((tmp_path / "deploy" / "base.json").read_text())["findings"]
    assert {entry["file"] for entry in entries} == {"shop/db.yaml"}
    assert found(stslint, "--baseline", "../base.json", "db.yaml", cwd=folder) == []


def test_a_baseline_is_written_alike_each_time(stslint: Run, frozen: Path) -> None:
    base = frozen.parent / "base.json"
    first = base.read_bytes()
    stslint("check", "--no-context", "--write-baseline", "base.json", "db.yaml")
    assert base.read_bytes() == first
    content = json.loads(first)
    assert content["version"] == 1
    assert content["findings"] == sorted(content["findings"], key=lambda each: (each["file"], each["rule"]))
    ports = [each["field"] for each in content["findings"] if "Port" in each["field"]]
    assert ports == ["spec.template.spec.containers[db].ports[sql].containerPort"]


def test_what_is_ignored_is_not_frozen(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "db.yaml").write_text("# stslint: ignore-file=ALL\n" + WRONG)
    stslint("check", "--write-baseline", "base.json", "db.yaml")
    assert json.loads((tmp_path / "base.json").read_text())["findings"] == []


def test_what_is_frozen_is_not_mended(stslint: Run, tmp_path: Path) -> None:
    path = tmp_path / "db.yaml"
    path.write_text(BLOCK.replace("kind: Stateful", "kind: stateful", 1))
    before = path.read_bytes()
    stslint("check", "--write-baseline", "base.json", "db.yaml")
    stslint("check", "--baseline", "base.json", "--fix", "db.yaml")
    assert path.read_bytes() == before


def test_nothing_is_frozen_when_a_file_can_not_be_read(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "db.yaml").write_bytes(b"kind: \xff")
    ran = stslint("check", "--write-baseline", "base.json", "db.yaml")
    assert ran.returncode == 2
    assert not (tmp_path / "base.json").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is not JSON"),
        ("[]", "is not a valid baseline: "),
        ('{"version": 1}', "is not a valid baseline: "),
        ('{"version": 2, "findings": []}', "`version` must be `1`, not the number `2`"),
        ('{"findings": []}', "the top level has no `version`"),
        ('{"version": 1, "findings": [7]}', "entry 1 of `findings` must be a mapping"),
        ('{"version": 1, "findings": [{"file": "a", "count": 1}]}', "entry 1 of `findings` has no `field`"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_a_broken_baseline_is_a_clear_error(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "base.json"
    path.write_text(text)
    with pytest.raises(BaselineError, match=words):
        load(str(path))


def test_a_missing_baseline_ends_the_run(stslint: Run) -> None:
    ran = stslint("check", "--baseline", "nowhere.json", ".")
    assert ran.returncode == 2
    assert ran.stderr == "stslint: nowhere.json: cannot be read: no such file or directory\n"


def test_a_baseline_repeats_no_long_line(stslint: Run, tmp_path: Path) -> None:
    def unknown() -> int:
        ran = stslint("check", "--no-context", "--baseline", "base.json", "--format", "json", "db.yaml")
        return sum(each["rule"] == "STS026" for each in json.loads(ran.stdout)["findings"])

    path = tmp_path / "db.yaml"
    words = ",".join(f"STT{number}" for number in range(2_000))
    path.write_text(f"{BLOCK}# stslint: ignore={words}\n")
    stslint("check", "--no-context", "--write-baseline", "base.json", "db.yaml")
    assert (tmp_path / "base.json").stat().st_size < 10_000
    assert unknown() == 0
    path.write_text(f"{BLOCK}# stslint: ignore={words},STT\n")
    assert unknown() == 2_001
