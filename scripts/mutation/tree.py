"""Copies of the repository in which modules are changed, so that nobody's files are."""

from __future__ import annotations

import compileall
import os
import py_compile
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from importlib.util import cache_from_source
from pathlib import Path

# What has code of stslint or of its tests.
_COMPILED = ("stslint", "tests", "scripts")


def files_of(repository: Path) -> list[str]:
    """Returns the paths of all files that Git holds or would hold, relative to the repository."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=repository, check=True, stdout=subprocess.PIPE).stdout
    names = sorted(set(listed.decode().split("\0")) - {""})
    return [name for name in names if (repository / name).is_file()]


def copy_files(repository: Path, names: Iterable[str], target: Path) -> None:
    """Copies files with their times and modes."""
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(repository / name, target / name, follow_symlinks=False)


def compile_all(tree: Path) -> None:
    """Compiles all code, so that a run with one changed module does not compile the others.

    Python does not look at the sources again. Otherwise a change within a second that keeps the size of a
    module would not be seen.
    """
    for name in _COMPILED:
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        compileall.compile_dir(str(tree / name), quiet=2, invalidation_mode=mode, force=True)


def write_module(path: Path, text: str) -> None:
    """Changes a module, and removes its compiled form."""
    path.write_text(text, encoding="utf-8", newline="")
    Path(cache_from_source(str(path))).unlink(missing_ok=True)


def environment_of(tree: Path, scratch: Path) -> Mapping[str, str]:
    """Returns an environment in which Python, in started processes too, imports from a tree.

    Caches, the home directory and temporary files are in the scratch directory.
    """
    folders = {"HOME": "home", "XDG_CACHE_HOME": "cache", "XDG_CONFIG_HOME": "config", "TMPDIR": "tmp"}
    for folder in folders.values():
        (scratch / folder).mkdir(parents=True, exist_ok=True)
    places = {name: str(scratch / folder) for name, folder in folders.items()}
    git = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com"}
    committer = {"GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com"}
    python = {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    return {**os.environ, **places, **git, **committer, **python}
