"""On which file systems the state of a file says whether it has changed."""

from __future__ import annotations

import os
import sys

_TRUSTED = frozenset(("bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "overlay", "tmpfs", "xfs", "zfs"))
"""Local file systems of Linux, whose states are those of the kernel and not of another machine."""

_MOUNTS = "/proc/self/mountinfo"


def tells_changes(path: str) -> bool:
    """Returns whether each change of a file gives it another state; ``path`` is absolute and real.

    On Linux this is known of local file systems. A network file system may report an older state, Windows has
    no time of the last change of a file, and elsewhere the kind of a file system is not known.
    Source: https://man7.org/linux/man-pages/man7/inode.7.html (st_ctim),
    https://man7.org/linux/man-pages/man5/nfs.5.html (attribute caching)
    """
    return sys.platform == "linux" and _kind(path) in _TRUSTED


def _kind(path: str) -> str:
    """Returns the type of the file system that a path is on, or an empty string.

    Of the mounts at one place, the last one is in use.
    Source: https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html
    """
    found = {place: kind for place, kind in _mounts() if _is_inside(path, place)}
    return found[max(found, key=len)] if found else ""


def _mounts() -> list[tuple[str, str]]:
    try:
        with open(_MOUNTS, "rb") as opened:
            lines = opened.read().split(b"\n")
    except OSError:
        return []
    parts = (line.split(b" ") for line in lines)
    return [(_place(each[4]), os.fsdecode(each[each.index(b"-") + 1])) for each in parts if b"-" in each]


def _place(word: bytes) -> str:
    """Returns the path of a mount, in which whitespace and backslashes are written in octal."""
    head, *rest = word.split(b"\\")
    return os.fsdecode(head + b"".join(bytes((int(each[:3], 8),)) + each[3:] for each in rest))


def _is_inside(path: str, place: str) -> bool:
    return place == "/" or path == place or path.startswith(f"{place}/")
