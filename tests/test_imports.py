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
    forbidden = {"socket", "urllib", "http", "requests", "ssl", "ftplib", "smtplib", "xmlrpc", "httpx"}
    for path in FILES:
        assert not {name.split(".")[0] for name in imported(path)} & forbidden, path


RUNS_CODE = {
    # The text is made of the names of the fields of a class in the source.
    "stslint/runtime/namedtuple.py": {"eval"},
    # Python's own bytecode of stslint.
    "stslint/runtime/bytecode_finder.py": {"exec", "marshal.loads"},
    # Files of a folder that the command line names.
    "stslint/linter/rule_loader.py": {"exec"},
    # Rule files of the installation.
    "stslint/linter/rule_cache.py": {"exec"},
    # The index of the rules, JSON data and regular expressions.
    "stslint/runtime/bytecode_folder.py": {"marshal.loads"},
    "stslint/runtime/disk_cache.py": {"marshal.loads"},
    # A class of stslint/report by the name of a format, a function of stslint/kubernetes/validation.
    "stslint/cli/output.py": {"import_module"},
    "stslint/kubernetes/validation/verdict.py": {"import_module"},
}
"""Where code is made or loaded by name, as SECURITY.md describes."""
_MAKES_CODE = {"eval", "exec", "compile", "__import__", "import_module", "marshal.loads", "runpy", "system"}
_UNPICKLES = {"pickle", "shelve", "dill", "yaml", "code", "codeop", "ctypes", "imp", "runpy"}


def called(path: Path) -> set[str]:
    """Returns which functions that make code of data a file calls; a method of the same name is none."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            found.add(node.func.id)
        elif isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            module, name = node.func.value.id, node.func.attr
            found |= {f"{module}.{name}", *([name] if module in ("builtins", "importlib", "os") else [])}
    return found & _MAKES_CODE


def test_code_is_made_in_the_places_only_that_the_security_policy_names() -> None:
    found = {path.relative_to(ROOT).as_posix(): called(path) for path in FILES}
    assert {path: names for path, names in found.items() if names} == RUNS_CODE


def test_nothing_that_can_run_code_is_used_to_read_data() -> None:
    for path in FILES:
        assert not {name.split(".")[0] for name in imported(path)} & _UNPICKLES, path


def test_other_programs_are_run_in_four_places_only() -> None:
    allowed = {
        PACKAGE / "sources" / "render" / "runner.py",
        PACKAGE / "sources" / "loading" / "git_names.py",
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
