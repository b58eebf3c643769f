"""Builds kubectl from Kubernetes' Go module, and runs it with stslint against an API server on this machine.

    python scripts/try_kubectl.py                     # the newest release of the newest Kubernetes version
    python scripts/try_kubectl.py --module v1.36.3    # another one
    python scripts/try_kubectl.py --kubectl PATH      # one that is there already

It needs Go, and the Go proxy or a filled module cache. What is tried is ``tests/cli/test_kubectl.py``:
``kubectl diff`` with ``KUBECTL_EXTERNAL_DIFF="stslint kubectl-diff"``, ``kubectl plugin list``, and
``kubectl stslint diagnose`` and ``plan``, with their exit codes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from scripts.release_steps.go_module import MODULE, BuildError, folder_of, newest_of
from stslint.kubernetes.schema.versions import NEWEST

ROOT = Path(__file__).parents[1]
PROGRAM = f"{MODULE}/cmd/kubectl"
_VERSION = "k8s.io/component-base/version.gitVersion"


def module_file(sources: Path, version: str) -> str:
    """Returns a ``go.mod`` that requires Kubernetes at a version, with the staging modules of its own.

    The module of a release replaces its staging modules by directories that a download does not have.
    """
    lines = (sources / "go.mod").read_text(encoding="utf-8").splitlines()
    go = next(line for line in lines if line.startswith("go "))
    staged = [line.split()[0] for line in lines if "=> ./staging/" in line]
    replaced = "".join(f"\t{name} => {name} v0.{version.removeprefix('v1.')}\n" for name in staged)
    return f"module try-kubectl\n\n{go}\n\nrequire {MODULE} {version}\n\nreplace (\n{replaced})\n"


def build(version: str, folder: Path) -> Path:
    """Builds kubectl in a directory and returns it. Raises BuildError."""
    (folder / "go.mod").write_text(module_file(folder_of(version), version), encoding="utf-8")
    imports = f'//go:build tools\n\npackage tools\n\nimport _ "{PROGRAM}"\n'
    (folder / "tools.go").write_text(imports, encoding="utf-8")
    _go(folder, "mod", "tidy")
    flags = f"-s -w -X {_VERSION}={version}"
    _go(folder, "build", "-p", "2", "-buildvcs=false", "-ldflags", flags, "-o", "kubectl", PROGRAM)
    return folder / "kubectl"


def _go(folder: Path, *words: str) -> None:
    done = subprocess.run(["go", *words], cwd=folder, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise BuildError(f"go {words[0]}: {done.stderr[-2000:]}")


def try_out(kubectl: Path) -> int:
    """Runs the tests with a kubectl, and returns their exit code."""
    environment = {**os.environ, "PATH": os.pathsep.join([str(kubectl.resolve().parent), os.environ["PATH"]])}
    subprocess.run([kubectl, "version", "--client"], env=environment, check=True)
    tests = [sys.executable, "-m", "pytest", "-v", "tests/cli/test_kubectl.py"]
    return subprocess.run(tests, cwd=ROOT, env=environment, check=False).returncode


def main() -> int:
    """Reads the command line, builds, and returns the exit code of the tests; 2 if nothing could be built."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--module", help="the version of the Go module, such as v1.36.3")
    parser.add_argument("--kubectl", type=Path, help="a kubectl that is there already")
    arguments = parser.parse_args()
    if arguments.kubectl:
        return try_out(arguments.kubectl)
    try:
        with tempfile.TemporaryDirectory() as folder:
            return try_out(build(arguments.module or newest_of(NEWEST), Path(folder)))
    except (BuildError, OSError) as error:
        print(f"kubectl could not be built: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
