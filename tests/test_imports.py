"""What may be imported where, beyond the layers that import-linter checks (see ``pyproject.toml``)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.support.paths import ROOT

PACKAGE = ROOT / "stslint"

HEAVY = {
    "cel_expr_python": {"policies"},
    "click": {"cli"},
    "jsonschema": {"json_schema"},
    "ruamel": {"sources"},
    "_ruamel_yaml": {"sources"},
    "pygls": {"lsp"},
    "lsprotocol": {"lsp"},
}


def package_of(path: Path) -> str:
    if path.is_relative_to(ROOT / "rules"):
        return "rules"
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Returns the full names of the modules that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= _from(node, path)
    return names


def _from(node: ast.ImportFrom, path: Path) -> set[str]:
    module = node.module or ""
    if node.level:
        parts = path.relative_to(ROOT).with_suffix("").parts[: -node.level]
        module = ".".join((*parts, module)).rstrip(".")
    if module == "stslint":
        return {f"stslint.{alias.name}" for alias in node.names}
    return {module}


FILES = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "rules").glob("*.py")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_heavy_libraries_stay_where_they_are_needed(path: Path) -> None:
    for name in imported(path):
        packages = HEAVY.get(name.split(".")[0])
        assert packages is None or package_of(path) in packages, f"{name} is imported"


def test_no_network_code_exists() -> None:
    forbidden = {"socket", "urllib", "http", "requests", "ssl", "ftplib"}
    for path in FILES:
        assert not {name.split(".")[0] for name in imported(path)} & forbidden, path


def test_other_programs_are_run_in_three_places_only() -> None:
    allowed = {
        PACKAGE / "sources" / "render" / "runner.py",
        PACKAGE / "sources" / "loading" / "git_revision.py",
        PACKAGE / "cli" / "kubectl_plugin.py",
    }
    for path in FILES:
        assert path in allowed or "subprocess" not in imported(path), path


def test_workers_are_started_in_one_place_only() -> None:
    for path in FILES:
        starts = any(name.partition(".")[0] == "multiprocessing" for name in imported(path))
        assert not starts or path == PACKAGE / "runtime" / "worker_processes.py", path


def test_the_package_root_holds_packages_and_entry_points_only() -> None:
    files = {path.name for path in PACKAGE.iterdir() if path.is_file()}
    assert files == {"__init__.py", "__main__.py", "py.typed", "rule_api.py"}
