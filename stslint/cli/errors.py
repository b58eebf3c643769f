"""How a run that failed ends: in one line, never in a traceback."""

from __future__ import annotations

import os
import sys

from stslint.model import StslintError

FORESEEN = (OSError, StslintError)
"""What may go wrong in a run; ``message_of`` says it in a line."""


class UsageError(StslintError):
    """Words of the command line that can't be meant; the message says what to write."""


def message_of(error: BaseException) -> str:
    """Returns what went wrong."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error.args[0]) if error.args else type(error).__name__


def close_quietly() -> None:
    """Points standard output elsewhere, so that Python does not complain of the closed pipe at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
