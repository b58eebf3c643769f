"""Wrong uses of the command line, and what each says: whole outputs; ``pytest --update`` writes them anew."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest

from tests.acceptance.test_gates import SET
from tests.support.paths import ROOT
from tests.support.runners import Run

EXPECTED = ROOT / "tests" / "fixtures" / "cli" / "wrong_uses.txt"

USES = (
    "web.yaml",
    "chek web.yaml",
    "-",
    "check webb.yaml",
    "check WEB.yaml",
    "check --slect STS1 web.yaml",
    "check --select STS999 web.yaml",
    "check --select pdb-mising web.yaml",
    "check --severity STS401 web.yaml",
    "check --severity STS401=fatal web.yaml",
    "check --fail-on eror web.yaml",
    "check --format jsn web.yaml",
    "check --output-file sarif web.yaml",
    "check --output-file srif:out web.yaml",
    "check --output none/report.txt web.yaml",
    "check --kubernetes-version 1.99 web.yaml",
    "check --against HEAD web.yaml",
    "check --against git:mian web.yaml",
    "check --against git: web.yaml",
    "check --stdin-filename web.yaml web.yaml",
    "check --unsafe-fixes web.yaml",
    "check --statistics --format json web.yaml",
    "check --group-by rule --format json web.yaml",
    "check --render-values web.yaml web.yaml",
    "check --fail-if-none values.yaml",
    "check -",
    "plan",
    "plan values.yaml",
    "plan web.yaml --name wib",
    "plan web.yaml --not-ready web-9",
    "plan web.yaml --then forse-delete",
    "plan --from main web.yaml",
    "explain pdb-mising",
    "explain nod-loss",
    "rules --select STS99",
    "completion tcsh",
)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "web.yaml").write_text(SET)
    (tmp_path / "values.yaml").write_text("replicas: 3\n")
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.invalid")
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "first"]):
        subprocess.run(["git", *identity, *words], cwd=tmp_path, check=True)
    return tmp_path


def test_each_wrong_use_says_what_to_use_instead(stslint: Run, work: Path, update: bool) -> None:
    said = "".join(_said(stslint, work, use) for use in USES)
    if update:
        EXPECTED.write_text(said, encoding="utf-8")
    assert said == EXPECTED.read_text(encoding="utf-8")


def _said(stslint: Run, work: Path, use: str) -> str:
    ran = stslint(*shlex.split(use), cwd=work)
    assert ran.returncode == 2, use
    assert "Traceback" not in ran.stderr
    return f"$ stslint {use}\n{ran.stdout}{ran.stderr}\n"
