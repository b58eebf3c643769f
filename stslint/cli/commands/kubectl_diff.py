"""``stslint kubectl-diff LIVE MERGED``: what ``kubectl diff`` runs to show a change, with its plan.

Exit codes are those of kubectl: 0 without a difference, 1 with one, above 1 if something failed.
Source: https://kubernetes.io/docs/reference/kubectl/generated/kubectl_diff/
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path

from stslint.cli import console
from stslint.cli.check_arguments import CheckArguments
from stslint.cli.commands import check, plan
from stslint.cli.commands.plan_output import rendered
from stslint.cli.exit_codes import ExitCode
from stslint.cli.plan_arguments import PlanArguments
from stslint.pipeline.plan_run import plan_sets
from stslint.text.sanitize import one_line

_ASSUMED = "The plan takes all pods for Ready. `kubectl stslint plan MANIFEST` begins with what runs."


def run(live: str, merged: str) -> int:
    """Prints the difference of two directories, then the plan and the findings on the change."""
    names = sorted({*_names(live), *_names(merged)})
    changed = [name for name in names if _text(live, name) != _text(merged, name)]
    for name in changed:
        console.show("\n".join(_difference(live, merged, name)) + "\n")
    sets = [str(Path(merged, name)) for name in changed if ".StatefulSet." in name and _text(merged, name)]
    if sets:
        _show_plan(live, sets)
        _show_findings(live, sets)
    return ExitCode.FINDINGS if changed else ExitCode.CLEAN


def _names(folder: str) -> list[str]:
    return os.listdir(folder) if os.path.isdir(folder) else []


def _text(folder: str, name: str) -> str:
    path = Path(folder, name)
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _difference(live: str, merged: str, name: str) -> Iterator[str]:
    old, new = (_text(folder, name).splitlines() for folder in (live, merged))
    before, after = (str(Path(folder, name)) for folder in (live, merged))
    yield from (one_line(line) for line in difflib.unified_diff(old, new, before, after, lineterm=""))


def _show_plan(live: str, sets: list[str]) -> None:
    arguments = PlanArguments(sets, live, no_config=True)
    request = plan.request_of(arguments)
    console.show(rendered(arguments, plan_sets(request), request.settings))
    console.show(f"{_ASSUMED}\n\n")


def _show_findings(live: str, sets: list[str]) -> None:
    check.run(CheckArguments(tuple(sets), against=live, select=("STS7",), no_context=True, no_config=True))
