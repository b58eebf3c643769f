"""The JSON files of stslint's own data, read without ``json``, which takes half as long to load as Python.

A wheel carries their content as ``marshal`` data next to them. In a checkout it is written next to the
bytecode when a file is first read.
"""

from __future__ import annotations

import os

from stslint.runtime import bytecode_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SHIPPED = ".marshal"
"""The ending that a wheel adds to the name of a JSON file."""


def load(path: str) -> Any:
    """Returns the content of a JSON file. Raises OSError, and ValueError for what is not JSON."""
    state = os.stat(path)
    shipped = bytecode_folder.read(path + SHIPPED, (state.st_size,))
    if shipped is not None:
        return shipped
    beside, key = bytecode_folder.path_of(path), (state.st_size, state.st_mtime_ns)
    content = bytecode_folder.read(beside, key)
    if content is None:
        content = _parsed(path)
        bytecode_folder.write(beside, key, content)
    return content


def shipped(path: str) -> bytes:
    """Returns what a wheel carries next to a JSON file. When an installed file was unpacked says nothing."""
    return bytecode_folder.shipped((os.stat(path).st_size,), _parsed(path))


def _parsed(path: str) -> Any:
    import json

    with open(path, encoding="utf-8") as file:
        return json.load(file)
