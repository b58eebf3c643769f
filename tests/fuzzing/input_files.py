"""Files that hold an input while it is tried."""

from __future__ import annotations

import os
import tempfile
from functools import cache


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="stslint-fuzz-")


def file_of(name: str, data: bytes) -> str:
    """Returns the path of a file with these bytes."""
    file = os.path.join(_folder().name, name)
    with open(file, "wb") as opened:
        opened.write(data)
    return file


def bytes_of(text: str) -> bytes:
    """Returns the bytes of a text, which can have lone surrogates."""
    return text.encode("utf-8", "surrogatepass")
