"""A check of one file imports little: loading takes most of its time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

PROGRAM = """
import os, sys

def end(code):
    print(*sys.modules, file=sys.stderr, flush=True)
    leave(code)

leave, os._exit = os._exit, end
from stslint.__main__ import main
main()
"""
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
NEVER = {"typing", "dataclasses", "inspect", "pathlib", "hashlib", "tempfile", "ast", "click", "jsonschema"}
FIRST_ONLY = {
    "re",
    "enum",
    "json",
    "signal",
    "contextlib",
    "stslint.kubernetes.verdict",
    "stslint.linter.linter",
    "stslint.linter.rule_cache",
}


def modules_of(*words: str, **variables: str) -> set[str]:
    environment = {**CLEAN, "PYTHONPATH": str(ROOT), **variables}
    ran = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path += {sys.path!r}\n{PROGRAM}", "check", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return set(ran.stderr.split())


@pytest.mark.slow
def test_check_imports_only_what_it_needs(tmp_path: Path) -> None:
    file = tmp_path / "web.yaml"
    file.write_text("apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n  - port: 80\n")
    assert modules_of(str(file), "--no-cache") & NEVER == set()
    assert modules_of(str(file)) & NEVER == set()
    assert modules_of(str(file)) & (NEVER | FIRST_ONLY) == set()


@pytest.mark.slow
def test_check_does_not_import_jsonschema_for_mistakes_that_are_not_reported(tmp_path: Path) -> None:
    file = tmp_path / "web.yaml"
    file.write_text("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replica: 1\n")
    neighbor = tmp_path / "db.yaml"
    neighbor.write_text("apiVersion: v1\nkind: Service\nmetadata:\n  name: db\nspec:\n  port: 1\n")
    assert "jsonschema" not in modules_of(str(file), "--no-cache")
    assert "jsonschema" in modules_of(str(neighbor), "--no-cache")


@pytest.mark.slow
def test_second_check_neither_compiles_expressions_nor_parses_schemas(tmp_path: Path) -> None:
    place = {"PYTHONPYCACHEPREFIX": str(tmp_path / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
    file = shutil.copytree(ROOT / "examples" / "database", tmp_path / "database")  # no .gitignore applies
    assert {"re", "json"} <= modules_of(str(file), "--no-cache", "--no-config", **place)
    assert modules_of(str(file), "--no-cache", "--no-config", **place) & {"re", "enum", "json"} == set()
