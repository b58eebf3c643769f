"""The source distribution holds all that its own tests need: packagers run them from there."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.support.paths import ROOT

SMALL_SUBSET = ("test_dockerfile.py", "test_docs.py", "test_hook_entries.py", "test_project.py")
"""Tests that read files of the repository from outside the package."""

pytestmark = [pytest.mark.slow, pytest.mark.network]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns the top directory of the unpacked source distribution."""
    folder = tmp_path_factory.mktemp("sdist")
    command = [sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    return folder / archive.name.removesuffix(".tar.gz")


def pytest_in(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs pytest on the files of a directory alone, rather than on those of this checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def files_of_tests(root: Path) -> set[Path]:
    """Returns the files of the tests, and what they read, by their paths below a folder."""
    found = (path for name in ("tests", "examples") for path in (root / name).rglob("*") if path.is_file())
    return {path.relative_to(root) for path in found if path.suffix != ".pyc"}


def test_sdist_has_the_tests_of_the_checkout(unpacked: Path) -> None:
    assert files_of_tests(unpacked) == files_of_tests(ROOT)


@pytest.mark.skipif(not os.environ.get("STSLINT_LONG_TESTS"), reason="takes as long as a tenth of all tests")
def test_sdist_collects_its_tests(unpacked: Path) -> None:
    collected = pytest_in(unpacked, "--collect-only", "-q")
    assert collected.returncode == 0, collected.stdout[-2000:] + collected.stderr


def test_sdist_passes_a_small_subset_of_its_tests(unpacked: Path) -> None:
    paths = [path for name in SMALL_SUBSET for path in sorted((unpacked / "tests").rglob(name))]
    assert len(paths) == len(SMALL_SUBSET)
    ran = pytest_in(unpacked, *map(str, paths))
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr


def test_sdist_imports_its_own_package(unpacked: Path) -> None:
    command = [sys.executable, "-c", "import stslint; print(stslint.__file__)"]
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    ran = subprocess.run(command, cwd=unpacked, env=environment, capture_output=True, text=True, check=True)
    assert Path(ran.stdout.strip()).is_relative_to(unpacked)
