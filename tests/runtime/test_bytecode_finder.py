"""Modules that are found by their bytecode are those that Python would import."""

from __future__ import annotations

import os
import py_compile
import subprocess
import sys
from pathlib import Path

import pytest

from stslint.runtime import bytecode_finder
from tests.support.paths import ROOT

CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

PROGRAM = """
import sys
sys.path.insert(0, ROOT)
FIRST
import stslint.cli.app, stslint.pipeline.check_run
for name in sorted(sys.modules):
    if name.startswith("stslint."):
        module = sys.modules[name]
        spec = module.__spec__
        said = spec.name, spec.origin, spec.cached, spec.parent, spec.submodule_search_locations
        path = getattr(module, "__path__", None)
        print(name, module.__file__, module.__cached__, module.__package__, path, said, sorted(vars(module)))
"""
INSTALLED = "from stslint.runtime import bytecode_finder; bytecode_finder.install('stslint')"


def modules(first: str, *options: str) -> str:
    program = PROGRAM.replace("ROOT", repr(str(ROOT))).replace("FIRST", first)
    ran = subprocess.run(
        [sys.executable, *options, "-c", program], env=CLEAN, capture_output=True, text=True, check=True
    )
    return ran.stdout


@pytest.mark.slow
@pytest.mark.parametrize("prefixed", [False, True], ids=["next to the sources", "with a prefix"])
def test_modules_are_the_same_as_without_the_finder(tmp_path: Path, prefixed: bool) -> None:
    options = ("-X", f"pycache_prefix={tmp_path}") if prefixed else ()
    plain = modules("import stslint.runtime.bytecode_finder", *options)
    assert modules(INSTALLED, *options) == plain
    assert plain.count("\n") > 100


def package(folder: Path) -> Path:
    """Writes a package of one module, which prints, and returns the path of the module."""
    place = folder / "shop" / "stock"
    place.mkdir(parents=True)
    (folder / "shop" / "__init__.py").touch()
    (place / "__init__.py").write_text("print('stock')\n")
    module = place / "shelf.py"
    module.write_text("print('first')\n")
    return module


def printed(folder: Path, *options: str) -> str:
    program = (
        f"import sys; sys.path[:0] = [{str(folder)!r}, {str(ROOT)!r}]\n"
        "from stslint.runtime import bytecode_finder; bytecode_finder.install('shop')\n"
        "import shop.stock.shelf as shelf\n"
        "print(type(shelf.__loader__).__name__, shelf.__loader__.get_source(shelf.__name__).strip())"
    )
    ran = subprocess.run(
        [sys.executable, *options, "-c", program], env=CLEAN, capture_output=True, text=True, check=True
    )
    return ran.stdout


FIRST = "stock\nfirst\nSourceFileLoader print('first')\n"
FOUND = "stock\nfirst\n_Loader print('first')\n"


@pytest.mark.parametrize("options", [(), ("-O",), ("-OO",), ("-B",)])
def test_bytecode_that_python_has_written_is_used(tmp_path: Path, options: tuple[str, ...]) -> None:
    package(tmp_path)
    assert printed(tmp_path, *options) == FIRST
    assert printed(tmp_path, *options) == (FIRST if options == ("-B",) else FOUND)


def test_source_that_has_changed_is_compiled_anew(tmp_path: Path) -> None:
    module = package(tmp_path)
    printed(tmp_path)
    module.write_text("print('other')\n")
    os.utime(module, (1, 1))  # in the same second it would have the same time and size, as for Python
    assert printed(tmp_path) == FIRST.replace("first", "other")
    assert printed(tmp_path) == FOUND.replace("first", "other")


def test_unusable_bytecode_is_left_to_python(tmp_path: Path) -> None:
    module = package(tmp_path)
    printed(tmp_path)
    (bytecode,) = (module.parent / "__pycache__").glob("shelf.*")
    whole = bytecode.read_bytes()
    for damaged in (b"", whole[:3], b"\0\0\0\0" + whole[4:], whole[:4] + b"\x03" + whole[5:]):
        bytecode.write_bytes(damaged)
        assert printed(tmp_path) == FIRST


def test_bytecode_that_is_compared_by_hash_is_left_to_python(tmp_path: Path) -> None:
    module = package(tmp_path)
    py_compile.compile(str(module), invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
    assert printed(tmp_path) == FIRST


def test_bytecode_of_another_place_is_left_to_python(tmp_path: Path) -> None:
    package(tmp_path / "old")
    printed(tmp_path / "old")
    (tmp_path / "old").rename(tmp_path / "new")
    assert printed(tmp_path / "new") == FIRST


def test_module_that_does_not_exist_is_reported_as_by_python(tmp_path: Path) -> None:
    module = package(tmp_path)
    module.unlink()
    with pytest.raises(subprocess.CalledProcessError) as raised:
        printed(tmp_path)
    assert raised.value.stderr.endswith("ModuleNotFoundError: No module named 'shop.stock.shelf'\n")


def test_code_of_truncated_bytecode_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", None)
    source = tmp_path / "shelf.py"
    source.write_text("A = 1\n")
    path = Path(py_compile.compile(str(source)) or "")
    assert str(path) == bytecode_finder.bytecode_path(str(source))
    assert bytecode_finder.code_of(str(source)) is not None
    path.write_bytes(path.read_bytes()[:40])
    assert bytecode_finder.code_of(str(source)) is None
