"""Compares outputs under conditions that must not matter: ``python scripts/same_bytes.py PROGRAM...``.

Each PROGRAM is a ``stslint`` or a Python that has it: of a checkout, a wheel, a source distribution, of other
versions of Python. The script checks some folders of manifests with each of them, enough for four processes,
in several orders of the paths, with several numbers of processes, hash seeds, locales, time zones and states
of the cache, and plans and diagnoses. All have to print the same bytes. The script prints a line for each
condition, and exits with 1 if one differs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.support.complete_examples import write_all
from tests.support.paths import ROOT

FORMATS = ("text", "concise", "json", "sarif", "junit", "tap", "github", "gitlab", "rdjson", "markdown")
ENVIRONMENT = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC", "COLUMNS": "100"}
FOLDERS = 4
"""Folders that hold the examples of all rules; the order of their paths must not matter."""

PAGE = "# Sets\n\n```yaml\napiVersion: apps/v1\nkind: StatefulSet\nspec: {replicas: x}\n```\n"


class Condition(NamedTuple):
    """What differs from the first run."""

    name: str
    variables: Mapping[str, str] = {}
    options: tuple[str, ...] = ("--no-cache",)
    reverse: bool = False


def conditions() -> Iterator[Condition]:
    """Yields the conditions for one program; the first is what the others are compared with."""
    yield Condition("one process, no cache", options=("--no-cache", "--jobs", "1"))
    for jobs in ("2", "4"):
        yield Condition(f"{jobs} processes", options=("--no-cache", "--jobs", jobs))
    yield Condition("paths in reverse", reverse=True)
    yield Condition("paths in reverse, 2 processes", options=("--no-cache", "--jobs", "2"), reverse=True)
    for seed in ("1", "4242", "random"):
        yield Condition(f"hash seed {seed}", {"PYTHONHASHSEED": seed})
    for locale in ("C", "POSIX", "tr_TR.UTF-8", "de_DE.ISO-8859-1"):
        yield Condition(f"locale {locale}", {"LC_ALL": locale})
    yield Condition(
        "locale C without UTF-8 mode", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    )
    for zone in ("Asia/Kathmandu", "America/St_Johns"):
        yield Condition(f"time zone {zone}", {"TZ": zone})
    yield Condition("empty cache", options=())
    yield Condition("full cache", options=())
    yield Condition("full cache, other seed, paths in reverse", {"PYTHONHASHSEED": "7"}, (), reverse=True)


def main(programs: Sequence[str]) -> int:
    """Prints what each condition gives; returns 0 if all are equal, 1 if not, 2 without a program."""
    if not programs:
        print("usage: python scripts/same_bytes.py PROGRAM...", file=sys.stderr)
        return 2
    with TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        return 1 if list(_different([os.path.abspath(each) for each in programs], folder)) else 0


def prepare(folder: Path) -> None:
    """Writes the manifests that are checked."""
    shutil.copytree(ROOT / "examples", folder / "in" / "examples")
    write_all(folder / "in", FOLDERS)
    (folder / "in" / "examples" / "page.md").write_text(PAGE, encoding="utf-8")
    (folder / "in" / "examples" / "tab.yaml").write_text("kind: StatefulSet\n\tspec: 1\n", encoding="utf-8")
    shutil.copy(ROOT / "tests" / "fixtures" / "snapshots" / "image.yaml", folder / "snapshot.yaml")


def _different(programs: Sequence[str], folder: Path) -> Iterator[str]:
    first: dict[str, bytes] = {}
    for program in programs:
        for condition in conditions():
            printed = outputs(program, condition, folder)
            first = first or printed
            differ = sorted(form for form in first if printed.get(form) != first[form])
            said = f"DIFFERENT: {', '.join(differ)}" if differ else "equal"
            print(f"{program}  {condition.name}: {said}  {digest(printed)}", flush=True)
            yield from differ


def digest(printed: Mapping[str, bytes]) -> str:
    """Returns a short hash of everything that was printed."""
    return sha256(b"\0".join(printed[each] for each in sorted(printed))).hexdigest()[:12]


def outputs(program: str, condition: Condition, folder: Path) -> dict[str, bytes]:
    """Returns what a program prints in each format, and of a plan and a diagnosis. Raises RuntimeError."""
    out = folder / "out"
    out.mkdir(exist_ok=True)
    paths = sorted(f"in/{each.name}" for each in (folder / "in").iterdir())
    if condition.reverse:
        paths.reverse()
    files = [f"--output-file={form}:out/{form}" for form in FORMATS]
    _run(program, condition, folder, "check", "--exit-zero", *condition.options, *files, *paths)
    printed = {form: (out / form).read_bytes() for form in FORMATS}
    for form in ("text", "json", "html", "markdown"):
        printed[f"plan {form}"] = _run(program, condition, folder, "plan", "--format", form, "in/examples")
    for form in ("text", "json", "html"):
        words = ("diagnose", "snapshot.yaml", "--format", form)
        printed[f"diagnose {form}"] = _run(program, condition, folder, *words)
    shutil.rmtree(out)
    return printed


def _run(program: str, condition: Condition, folder: Path, *words: str) -> bytes:
    own = [program, "-m", "stslint"] if Path(program).name.startswith("python") else [program]
    variables = {"STSLINT_CACHE_DIR": str(folder / "cache"), **ENVIRONMENT, **condition.variables}
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("STSLINT", "LC_"))}
    ran = subprocess.run(
        [*own, *words], cwd=folder, env={**environment, **variables}, capture_output=True, check=False
    )
    if ran.returncode not in (0, 1):
        raise RuntimeError(f"{program} {words[0]}: exit code {ran.returncode}: {ran.stderr.decode()}")
    return ran.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
