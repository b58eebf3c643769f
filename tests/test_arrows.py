"""Who may import whom is part of the design: data flows down, nothing reaches back up."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "stslint"

ALLOWED = {
    "patterns": set(),
    "records": set(),
    "model": set(),
    "data": set(),
    "changes": {"model"},
    "files": set(),
    "progress": set(),
    "settings": {"model"},
    "sources": {"model"},
    "kubernetes": {"model", "data"},
    "planner": {"model", "kubernetes"},
    "profiles": {"model"},
    "cache": set(),
    "rulebook": {"model", "settings"},
    "compiled_rules": {"cache", "rulebook"},
    "inputs": {"model", "sources"},
    "results": {
        "baseline",
        "cache",
        "checking",
        "data",
        "inputs",
        "model",
        "rulebook",
        "settings",
        "sources",
    },
    "fixes": {"model"},
    "proof": {"model", "fixes"},
    "parallel": set(),
    "book": {"changes", "model", "rulebook", "settings"},
    "lint": {"book", "changes", "model", "kubernetes", "parallel", "rulebook", "settings"},
    "ignores": {"book", "model", "kubernetes", "rulebook", "settings"},
    "baseline": {"book", "model", "files", "rulebook", "settings"},
    "policies": {"changes", "model", "kubernetes", "planner", "rulebook", "sources"},
    "examples": {"book", "model", "ignores", "lint", "policies", "rulebook", "settings", "sources"},
    "gathering": {"model", "inputs", "kubernetes", "origins", "policies", "rulebook", "settings", "sources"},
    "batches": {"model", "inputs", "rulebook", "settings"},
    "checking": {
        "model",
        "baseline",
        "batches",
        "book",
        "gathering",
        "ignores",
        "inputs",
        "judging",
        "origins",
        "rulebook",
        "settings",
        "sources",
    },
    "drafts": {"model", "gathering", "sources"},
    "fixing": {"book", "model", "drafts", "gathering", "fixes", "inputs", "judging", "proof", "sources"},
    "origins": {"model", "sources"},
    "forecast": {"model", "kubernetes", "planner", "sources"},
    "planning": {
        "model",
        "gathering",
        "forecast",
        "inputs",
        "kubernetes",
        "book",
        "planner",
        "settings",
        "sources",
    },
    "report": {"model", "planner", "forecast"},
    "rule_words": {"model", "kubernetes", "rulebook", "settings"},
    "judging": {"book", "model", "lint", "rulebook", "settings", "sources"},
    "config": {"model", "kubernetes", "profiles", "rule_words", "rulebook", "settings", "sources"},
    "server": {
        "model",
        "checking",
        "gathering",
        "config",
        "inputs",
        "judging",
        "kubernetes",
        "lint",
        "planner",
        "rulebook",
        "settings",
        "sources",
    },
    "rules": {"model", "kubernetes", "planner"},
    "options": {"commands"},
    "cli": {"commands", "config", "options"},
    "__main__": {"cli", "commands"},
    "__init__": set(),
}
"""What each room may import besides itself. Commands may import everything but the command line."""

EVERYBODY = {"__version__", "patterns", "records"}

HEAVY = {
    "cel_expr_python": {"policies"},
    "click": {"cli", "options"},
    "jsonschema": {"kubernetes"},
    "ruamel": {"sources"},
    "_ruamel_yaml": {"sources"},
    "pygls": {"server"},
    "lsprotocol": {"server"},
}


def room_of(path: Path) -> str:
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
def test_a_file_imports_only_what_its_room_may(path: Path) -> None:
    room = room_of(path)
    ours = {name.split(".")[1] for name in imported(path) if name.startswith("stslint.")}
    if room == "commands":
        assert "cli" not in ours
        return
    assert ours - {room} - EVERYBODY <= ALLOWED[room]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_heavy_libraries_stay_where_they_are_needed(path: Path) -> None:
    for name in imported(path):
        rooms = HEAVY.get(name.split(".")[0])
        assert rooms is None or room_of(path) in rooms, f"{name} is imported"


def test_no_network_code_exists() -> None:
    forbidden = {"socket", "urllib", "http", "requests", "ssl", "ftplib"}
    for path in FILES:
        assert not {name.split(".")[0] for name in imported(path)} & forbidden, path


def test_other_programs_are_run_in_two_places_only() -> None:
    allowed = {PACKAGE / "sources" / "render.py", PACKAGE / "sources" / "revisions.py"}
    for path in FILES:
        assert path in allowed or not imported(path) & {"subprocess", "multiprocessing"}, path
