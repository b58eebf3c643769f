"""Where reports go: one to standard output or a file, and any number to further files."""

from __future__ import annotations

import os
import sys
from importlib import import_module

from stslint.cli import console
from stslint.cli.check_arguments import FORMATS as FORMAT_NAMES
from stslint.model import StslintError
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.suggest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

FORMATS: Mapping[str, str] = {name: f"stslint.report.{name}" for name in FORMAT_NAMES}
"""The module of each format; it is imported when it is asked for."""

FOR_PEOPLE = frozenset({"text", "concise"})
FOR_READERS = frozenset({"text", "markdown"})
"""The formats that show the notes on a run; with others they go to standard error."""


class OutputError(StslintError):
    """An output that makes no sense or cannot be written; the message says what to use."""


class Output(NamedTuple):
    """A report to write to a file."""

    form: str
    path: str


def outputs_of(words: Sequence[str], main: str | None = None) -> tuple[Output, ...]:
    """Returns the outputs that ``FORMAT:PATH`` arguments ask for. Raises OutputError before any check.

    ``main`` is the file of the main report, which no other may overwrite.
    """
    outputs = tuple(_output(word) for word in words)
    taken: set[str] = set()
    for path in (*([main] if main else []), *(output.path for output in outputs)):
        _refuse_unwritable(path)
        if os.path.isfile(path) or not os.path.exists(path):
            if os.path.realpath(path) in taken:
                raise OutputError(f"two reports would be written to {path}; name another file for one")
            taken.add(os.path.realpath(path))
    return outputs


def _output(word: str) -> Output:
    form, colon, path = word.partition(":")
    if not colon:
        example = f"{word}:report.{word}" if word in FORMATS else f"sarif:{word}"
        raise OutputError(f"--output-file {word}: use FORMAT:PATH, such as {example}")
    if form not in FORMATS:
        near = nearest(form, list(FORMATS))
        hint = f"did you mean `{near}`?" if near else f"the formats are {', '.join(FORMATS)}"
        raise OutputError(f"--output-file {word}: no format is called `{form}`; {hint}")
    if not path:
        raise OutputError(f"--output-file {word}: use FORMAT:PATH, such as {form}:report.{form}")
    return Output(form, path)


def _refuse_unwritable(path: str) -> None:
    folder = os.path.dirname(path) or "."
    if os.path.isdir(path):
        raise OutputError(f"{path} is a directory; name a file in it for the report")
    if not os.path.isdir(folder):
        raise OutputError(f"{path}: the directory {folder} does not exist")


def renderer(form: str) -> Callable[..., str]:
    """Returns what renders a report in a format."""
    render: Callable[..., str] = import_module(FORMATS[form]).render
    return render


def write_all(outputs: Sequence[Output], texts: Iterable[str]) -> None:
    """Writes each text to its file, each whole or not at all. Raises OSError."""
    for output, text in zip(outputs, texts, strict=True):
        from stslint.runtime.atomic_write import write_atomically  # few runs write files

        write_atomically(output.path, text)


def coloured(color: str, path: str | None) -> bool:
    """Returns whether to colour a text: as ``--color`` says, else on a terminal. See https://no-color.org."""
    if color != "auto":
        return color == "always"
    return path is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ


def columns(path: str | None) -> int:
    """Returns how wide a text may be: as the terminal or its `COLUMNS`; 0 for a file or another program."""
    return 0 if path is not None else console.terminal_columns()


def write_main(form: str, text: str, path: str | None) -> None:
    """Writes the main report to its file or to standard output. Raises OSError.

    On a terminal, characters outside of its encoding are escaped; other programs always get UTF-8.
    """
    if path is not None:
        from stslint.runtime.atomic_write import write_atomically

        write_atomically(path, text)
        return
    room = columns(path) if form == "text" else 0
    if room:
        from stslint.text.wrapping import wrapped_text

        text = wrapped_text(text, room)
    encoding = sys.stdout.encoding if form in FOR_PEOPLE else "utf-8"
    sys.stdout.buffer.write(text.encode(encoding, "backslashreplace"))
    sys.stdout.flush()
