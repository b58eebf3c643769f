"""``stslint check PATH...`` with simple options only, without click: loading that takes a third of a run.

Whatever else there is (another command, ``--help``, an option with a value, a mistake) is left to click.
"""

from __future__ import annotations

import os
import sys

from stslint.cli.check_arguments import FLAGS, FORMATS, CheckArguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_NOT_OPTIONS = frozenset(("STSLINT_CACHE_DIR", "STSLINT_TRACEBACK", "STSLINT_YAML"))
"""Variables of the environment that are not the value of an option."""


def parsed(arguments: Sequence[str]) -> CheckArguments | None:
    """Returns the arguments of a simple check, or nothing where click is needed."""
    if arguments[:1] != ["check"] or sys.platform == "win32" or any(map(is_option, os.environ)):
        return None
    flags: dict[str, Any] = {}
    paths: list[str] = []
    form = "text"
    rest = iter(arguments[1:])
    for word in rest:
        if word == "--format":
            form = next(rest, "")
        elif word in FLAGS:
            flags[FLAGS[word]] = True
        elif word == "-" or not word.startswith("-"):
            paths.append(word)
        else:
            return None
    return CheckArguments(tuple(paths), form, **flags) if form in FORMATS else None


def is_option(variable: str) -> bool:
    """Returns whether an environment variable may be the value of an option, which click reads."""
    return variable.startswith(("STSLINT_", "_STSLINT_")) and variable not in _NOT_OPTIONS


def run(arguments: CheckArguments) -> int:
    """Checks, and returns the exit code; a failure is reported in one line."""
    from stslint.cli.errors import exit_code_of

    return exit_code_of(lambda: _check(arguments))


def _check(arguments: CheckArguments) -> int:
    from stslint.cli.commands import check

    return check.run(arguments)
