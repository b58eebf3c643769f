"""Snapshots from files or standard input: all objects of them in one inventory."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from stslint.forecast.snapshot.inventory import Inventory, inventory_of
from stslint.planner.live_objects import seconds
from stslint.runtime.bounded_reading import read_regular, read_stream
from stslint.sources.files.decoding import decode
from stslint.sources.files.path_expansion import STDIN
from stslint.sources.snapshot.reading import COMMAND, SnapshotError, read_objects

_READ = (".json", ".yaml", ".yml")


def inventory_from(paths: Sequence[str], stdin: Callable[[], bytes], stdin_name: str) -> Inventory:
    """Returns the objects of snapshots. Raises SnapshotError if they cannot be used, and OSError."""
    texts = list(_texts(paths, stdin, stdin_name))
    read = (each for name, text in texts for each in read_objects(name, text))
    inventory = inventory_of(read, sum(len(text) for _, text in texts))
    if not inventory.sets and not list(inventory.without_set()):
        raise SnapshotError(f"no StatefulSet in {' '.join(paths)}: save one with `{COMMAND}`")
    return inventory


def _texts(paths: Sequence[str], stdin: Callable[[], bytes], stdin_name: str) -> Iterator[tuple[str, str]]:
    """Yields the name and the text of each file."""
    for path in paths:
        if path == STDIN:
            yield stdin_name, _text(path, stdin())
        elif os.path.isdir(path):
            # What was a file when it was found can be a pipe by now, which would block.
            yield from ((name, _text(name, read_regular(name))) for name in _files(path))
        else:
            yield path, _text(path, _bytes(path))


def time_of(now: str | None) -> int | None:
    """Returns the seconds of a time, None where none is given. Raises SnapshotError for anything else."""
    if now is None:
        return None
    moment = seconds(now)
    if moment is None:
        raise SnapshotError(f"--now must be a time such as 2030-01-01T12:00:00Z, not `{now}`")
    return moment


def _files(path: str) -> list[str]:
    """Returns the files of a folder and of those in it. Raises OSError for one that cannot be listed."""
    folders = os.walk(path, onerror=_refuse)
    named = [os.path.normpath(os.path.join(folder, name)) for folder, _, names in folders for name in names]
    found = sorted(file for file in named if os.path.isfile(file))
    return [file for file in found if file.endswith(_READ) or not Path(file).suffix.isalpha()]


def _refuse(error: OSError) -> NoReturn:
    """Raises the error of a folder that cannot be listed: what is in it would be missing without a word."""
    raise error


def _bytes(name: str) -> bytes:
    with open(name, "rb") as opened:
        return read_stream(opened)


def _text(name: str, data: bytes) -> str:
    text = decode(data)
    if not isinstance(text, str):
        raise SnapshotError(f"{name}: {text.reason}")
    return text
