"""A Kubernetes release as a Go module: where it is, and the reference programs that are built from it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

MODULE = "k8s.io/kubernetes"


class BuildError(RuntimeError):
    """A program that could not be built; the message is the end of what the compiler says."""


def newest_of(minor: str) -> str:
    """Returns the newest version of the module for a Kubernetes version, ``v1.38.0``. Raises BuildError."""
    known = _go("list", "-m", "-versions", MODULE).split()[1:]
    found = [version for version in known if version.startswith(f"v{minor}.")]
    if not found:
        raise BuildError(
            f"the Go proxy lists no {MODULE} v{minor}; name one with --module, such as v{minor}.0-rc.0"
        )
    return found[-1]


def folder_of(version: str) -> Path:
    """Returns the directory of the module's sources, downloaded if it is not there. Raises BuildError."""
    answer: dict[str, Any] = json.loads(_go("mod", "download", "-json", f"{MODULE}@{version}"))
    return Path(answer["Dir"])


def build(sources: Path, version: str, folder: Path, program: str) -> Path:
    """Builds a reference program in ``folder``, and returns it. Raises BuildError.

    ``sources`` holds Go files and a ``build.sh`` that takes a module version and a directory.
    """
    made = folder / "sources"
    shutil.copytree(sources, made, dirs_exist_ok=True)
    for leftover in ("go.mod", "go.sum", program):
        (made / leftover).unlink(missing_ok=True)
    done = subprocess.run(
        ["sh", str(made / "build.sh"), version, str(folder / "build")],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BuildError(f"{sources}: {done.stderr[-2000:]}")
    return folder / "build" / program


def _go(*words: str) -> str:
    environment = {**os.environ, "GOFLAGS": "-mod=mod"}
    done = subprocess.run(
        ["go", *words], cwd="/", env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BuildError(f"go {' '.join(words)}: {(done.stderr or done.stdout)[-1000:]}")
    return done.stdout
