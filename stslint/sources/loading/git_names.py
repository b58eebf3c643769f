"""The revisions of a repository by name: to suggest one, and to complete one."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence

from stslint.text.suggest import nearest

_MOST_NAMES = 2_000


def near_revision(folder: str, revision: str) -> str:
    """Returns the branch or tag that a revision was meant to be, or an empty string."""
    known = revision_names(folder)
    remote = [name for name in known if name.partition("/")[2] == revision]
    return remote[0] if remote else nearest(revision, known)


def revision_names(folder: str) -> list[str]:
    """Returns `HEAD`, and the branches and tags that a folder's repository has, or nothing without one."""
    arguments = ["for-each-ref", f"--count={_MOST_NAMES}", "--format=%(refname:short)"]
    answer = _answer(folder, [*arguments, "refs/heads", "refs/remotes", "refs/tags"])
    return ["HEAD", *filter(None, answer.split("\n"))] if answer is not None else []


def is_revision(folder: str, word: str) -> bool:
    """Returns whether Git knows a revision of this name."""
    options = ["rev-parse", "--verify", "--quiet", "--end-of-options"]
    return _answer(folder, [*options, f"{word}^{{commit}}"]) is not None


def revision_hint(word: str) -> str:
    """Returns what to use for a path that does not exist and is a revision, or an empty string."""
    known = not os.path.lexists(word) and is_revision(".", word)
    return f"; for the Git revision, use `git:{word}`" if known else ""


def _answer(folder: str, arguments: Sequence[str]) -> str | None:
    """Returns what Git prints, or nothing where it fails or is not installed."""
    command = ["git", "-C", folder, *arguments]
    try:
        ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError:
        return None
    return None if ran.returncode else ran.stdout.decode("utf-8", "replace").strip("\n")
