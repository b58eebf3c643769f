"""Files as they were in a Git revision: ``git:REV`` with the path of today's file.

Git itself is asked, with no shell between; nothing is fetched and no hook or filter runs.
Source: https://git-scm.com/docs/git-show and https://git-scm.com/docs/gitrevisions.
"""

from __future__ import annotations

import os
import subprocess

PREFIX = "git:"


class RevisionError(ValueError):
    """A revision, or a file in it, that can't be read; the message says which and what to do."""


def revision_of(word: str) -> str | None:
    """Returns the revision of ``git:REV``, or nothing for a word that is a path.

    Raises RevisionError for a revision that is empty or would be taken for an option.
    """
    if not word.startswith(PREFIX):
        return None
    revision = word.removeprefix(PREFIX)
    if not revision or revision.startswith("-") or "\0" in revision or ":" in revision:
        raise RevisionError(f"`{word}` names no revision: write `git:REV`, for example `git:HEAD~1`")
    return revision


def text_at(revision: str, path: str) -> bytes | None:
    """Returns the bytes of a file in a revision, or nothing if it was not there yet.

    Raises RevisionError when the path is in no repository, the revision does not exist or Git is missing.
    """
    folder, name = os.path.split(os.path.abspath(path))
    _git(
        folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}", what=revision
    )
    listed = _git(folder, "ls-tree", "-z", revision, "--", name, what=revision)
    return _git(folder, "show", "--no-textconv", f"{revision}:./{name}", what=revision) if listed else None


def files_at(revision: str, folder: str) -> list[str]:
    """Returns the paths of all files below a folder as they were in a revision, by name.

    Raises RevisionError as ``text_at`` does.
    """
    listed = _git(folder, "ls-tree", "-r", "-z", "--name-only", revision, what=revision)
    names = os.fsdecode(listed).split("\0")
    return [os.path.join(folder, name) for name in names if name]


def _git(folder: str, *words: str, what: str) -> bytes:
    command = ["git", "-C", folder or ".", *words]
    try:
        ran = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except FileNotFoundError as error:
        raise RevisionError("`git:REV` needs Git, and there is no `git` to run") from error
    if ran.returncode == 0:
        return ran.stdout
    said = ran.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
    raise RevisionError(f"git can't read revision `{what}` in {folder or '.'}: {said or 'it does not exist'}")
