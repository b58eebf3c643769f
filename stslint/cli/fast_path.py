"""``stslint check PATH...`` with plain options only, without click: loading that takes a third of a run.

What is not plain (another command, ``--help``, an option that needs looking at, a mistake) is left to click.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

FLAGS = {
    "--exit-zero": "exit_zero",
    "--no-cache": "no_cache",
    "--no-config": "no_config",
    "--no-context": "no_context",
    "--quiet": "quiet",
    "-q": "quiet",
    "--statistics": "statistics",
}
"""The flags that are read here, by their destination; click is given the same ones."""
FORMATS = ("text", "concise", "json", "sarif", "junit", "tap", "github", "gitlab", "rdjson")


def parsed(arguments: Sequence[str]) -> dict[str, Any] | None:
    """Returns the words of a plain check by their names in ``Words``, or nothing where click is needed."""
    if arguments[:1] != ["check"] or sys.platform == "win32" or any(map(_is_ours, os.environ)):
        return None
    words: dict[str, Any] = {}
    paths: list[str] = []
    rest = iter(arguments[1:])
    for word in rest:
        if word == "--format":
            words["form"] = next(rest, "")
        elif word in FLAGS:
            words[FLAGS[word]] = True
        elif word == "-" or not word.startswith("-"):
            paths.append(word)
        else:
            return None
    return {**words, "paths": tuple(paths)} if words.get("form", "text") in FORMATS else None


def _is_ours(variable: str) -> bool:
    """Returns whether click would look at an environment variable."""
    return variable.startswith(("STSLINT_", "_STSLINT_")) and variable != "STSLINT_CACHE_DIR"


def run(words: dict[str, Any]) -> int:
    """Checks, and returns the exit code; a failure is told in one line."""
    from stslint.cli.errors import FORESEEN, close_quietly, message_of

    try:
        from stslint.cli.commands import check

        return check.run(check.Words(**words))
    except BrokenPipeError:
        close_quietly()
    except KeyboardInterrupt:
        print("\nAborted!", file=sys.stderr)
        return 1
    except FORESEEN as error:
        print(f"stslint: {message_of(error)}", file=sys.stderr)
    return 2
