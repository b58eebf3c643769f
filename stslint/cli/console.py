"""All that a command prints in addition to its report: nothing of it drives a terminal.

Texts come from manifests, paths, configurations and environment variables of strangers. Whatever could drive
a terminal or command a CI runner is spelled out.
"""

from __future__ import annotations

import os
import sys

from stslint.kubernetes.values.digits import number_of
from stslint.text.lines import split_lines
from stslint.text.sanitize import sanitize


def note(text: str) -> None:
    """Prints a note about the run to standard error."""
    _print_error(f"stslint: {text}")


error = note
"""Prints why something failed to standard error. A note and an error look the same; the exit code differs."""


def terminal_columns() -> int:
    """Returns how wide the terminal is that standard output leads to, or 0 for a file or another program."""
    if not sys.stdout.isatty():
        return 0
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal():
        return number_of(given)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return 0


def show_list(text: str) -> None:
    """Prints a text as ``show`` does, with lines that are wrapped to the width of a terminal."""
    from stslint.text.wrapping import wrapped_text

    show(wrapped_text(text, terminal_columns()))


def show(text: str) -> None:
    """Prints a text of several lines to standard output as it is, but for what could drive a terminal."""
    sys.stdout.buffer.write(sanitize_lines(text).encode(sys.stdout.encoding, "backslashreplace"))
    sys.stdout.flush()


def write_bytes(data: bytes) -> None:
    """Writes a file's content to standard output: byte for byte to a program, sanitized to a terminal."""
    sys.stdout.flush()
    if sys.stdout.isatty():
        show(data.decode("utf-8", "backslashreplace"))
        return
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def show_traceback(raised: BaseException) -> None:
    """Prints a traceback to standard error."""
    import traceback

    for line in "".join(traceback.format_exception(raised)).rstrip("\n").split("\n"):
        _print_error(line)


def close_quietly() -> None:
    """Points standard output elsewhere, so that Python does not complain of the closed pipe at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def sanitize_lines(text: str) -> str:
    """Returns a text of which no line drives a terminal; the ends of its lines stay."""
    return "\n".join(map(sanitize, split_lines(text)))


def _print_error(text: str) -> None:
    print(sanitize_lines(text), file=sys.stderr)
