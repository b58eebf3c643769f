"""Files are written whole or not at all."""

from __future__ import annotations

import os


def write_atomically(path: str, text: str | bytes) -> None:
    """Replaces a file's content in one step; a link stays a link and the mode is kept. Raises OSError."""
    import tempfile  # takes as long as checking a file, and few runs write one

    target = os.path.realpath(path)
    data = text.encode("utf-8") if isinstance(text, str) else text
    if os.path.exists(target) and not os.path.isfile(target):
        with open(target, "wb") as stream:
            stream.write(data)
        return
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".stslint-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _mode(target: str) -> int:
    try:
        return os.stat(target).st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
