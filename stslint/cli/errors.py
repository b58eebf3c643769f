"""How a command that failed ends: a person's mistake in one line, a defect of stslint as what it is."""

from __future__ import annotations

import os

from stslint.cli import console
from stslint.cli.exit_codes import ExitCode
from stslint.model import StslintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

REPORT_TO = "https://github.com/stslint/stslint/issues"
TRACEBACK_VARIABLE = "STSLINT_TRACEBACK"
NO_MEMORY = "not enough memory: allow the process more, reduce --jobs, or check fewer files at once"


class UsageError(StslintError):
    """Arguments that make no sense; the message says what to use instead."""


def exit_code_of(command: Callable[[], int]) -> int:
    """Runs a command and returns its exit code; whatever it raises is reported, and is an exit code too."""
    try:
        return command()
    except KeyboardInterrupt:
        console.error("interrupted")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        console.close_quietly()
        return ExitCode.FAILED
    except (StslintError, OSError) as error:
        console.error(message_of(error))
        return ExitCode.FAILED
    except MemoryError:
        console.error(NO_MEMORY)
        return ExitCode.FAILED
    except Exception as error:
        _report_defect(error)
        return ExitCode.FAILED


def message_of(error: BaseException) -> str:
    """Returns what went wrong."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error.args[0]) if error.args else type(error).__name__


def _report_defect(error: Exception) -> None:
    """Reports a defect of stslint, with its traceback where the environment asks for it."""
    if os.environ.get(TRACEBACK_VARIABLE, "0") not in ("", "0"):
        console.show_traceback(error)
        hint = "with this traceback"
    else:
        hint = f"with the traceback that {TRACEBACK_VARIABLE}=1 prints"
    name = type(error).__name__
    console.error(f"internal error: {name}: {error}; please report it at {REPORT_TO} {hint}")
