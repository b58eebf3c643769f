"""Reads the files that the paths of a run had at a Git revision.

Git resolves the revision (`rev-parse`, `ls-tree`, `cat-file`), so all its notations work: `HEAD~1`, a tag,
`origin/main`. `A...B` is the newest commit that both have: where B began, as `git diff A...B` compares.
Source: https://git-scm.com/docs/gitrevisions
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence

from stslint.model import Source, StslintError
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.classify.partial_manifests import Kustomizations
from stslint.sources.classify.sniffing import content_of
from stslint.sources.files.gitignore import Patterns, ignored
from stslint.sources.files.path_filter import EXCLUDE_NOTHING, PathFilter
from stslint.sources.files.walk import File, expanded, is_pattern, is_walked
from stslint.sources.loading.file_reader import read
from stslint.sources.loading.git_names import near_revision
from stslint.text.wording import did_you_mean

PREFIX = "git:"
RANGE = "..."
_SHORT = 12
"""Digits that name a commit in a report."""

_REGULAR = ("100644", "100755")


class RevisionError(StslintError):
    """A revision that cannot be read; the message says why and what to use instead."""


class _Blob(NamedTuple):
    path: str
    folder: str
    object_id: str
    named: bool


def sources_at(
    revision: str, paths: Sequence[str], path_filter: PathFilter = EXCLUDE_NOTHING
) -> list[Source]:
    """Returns the sources that the paths had at a revision, named ``REVISION:path``.

    A path that did not exist then has none. Raises RevisionError where Git is not installed, a path is not in
    a repository, or the repository has no such revision.
    """
    if not revision.strip():
        raise RevisionError("`git:` lacks a revision: use for example `git:HEAD` or `git:origin/main`")
    sources: list[Source] = []
    kustomizations = Kustomizations()
    known: set[str] = set()
    patterns = path_filter.patterns()
    for path in _expanded(paths):
        commit = _commit(revision, _folder_of(path))
        shown = commit[:_SHORT] if RANGE in revision else revision
        blobs = [blob for blob in _blobs(commit, path) if os.path.realpath(blob.path) not in known]
        known.update(os.path.realpath(blob.path) for blob in blobs)
        folder = os.path.realpath(path)
        kept = [blob for blob in blobs if blob.named or not _is_excluded(blob.path, folder, patterns)]
        for blob, data in _contents(kept):
            if blob.named or content_of(data) != "other":
                file = File(blob.path, os.path.realpath(blob.path), named=blob.named)
                contents = read(file, data, kustomizations)
                sources.extend(each._replace(name=f"{shown}:{each.name}") for each in contents.sources)
    return sources


def _is_excluded(path: str, folder: str, patterns: Sequence[Patterns]) -> bool:
    """Returns whether patterns exclude a file below a folder, or a folder between the two."""
    path, is_folder = os.path.realpath(path), False
    while path != folder and path.startswith(os.path.join(folder, "")):
        if ignored(patterns, path, os.path.basename(path), is_folder):
            return True
        path, is_folder = os.path.dirname(path), True
    return False


def _expanded(paths: Sequence[str]) -> Iterator[str]:
    for path in paths:
        if is_pattern(path) and not os.path.lexists(path):
            yield from expanded(path)
        else:
            yield path


def _folder_of(path: str) -> str:
    return path if os.path.isdir(path) else os.path.dirname(path) or "."


def _blobs(commit: str, path: str) -> list[_Blob]:
    """Returns the regular files that the commit has below a folder, or the one file."""
    is_folder = os.path.isdir(path)
    folder = _folder_of(path)
    arguments = ["ls-tree", "-r", "-z", commit]
    if not is_folder:
        arguments += ["--", f"./{os.path.basename(path)}"]
    blobs = []
    for entry in _git(folder, arguments).split(b"\0"):
        header, _, name = entry.partition(b"\t")
        if not name:
            continue
        mode, _, object_id = header.decode("ascii").split(" ")[:3]
        file = os.path.join(folder, os.fsdecode(name)).removeprefix("./")
        if mode in _REGULAR and (not is_folder or is_walked(file)):
            blobs.append(_Blob(file, folder, object_id, not is_folder))
    return blobs


def _commit(revision: str, folder: str) -> str:
    if not os.path.isdir(folder):
        raise RevisionError(f"{folder}: no such folder, so Git cannot look up `{revision}` there")
    if _run(folder, ["rev-parse", "--git-dir"]).returncode:
        raise RevisionError(
            f"`{folder}` is not in a Git repository: name a file or a folder to compare with instead"
        )
    if RANGE in revision:
        return _merge_base(folder, revision)
    return _resolved(folder, revision)


def _merge_base(folder: str, revision: str) -> str:
    """Returns the newest commit that both ends of a range have; an end that is not given is HEAD."""
    left, _, right = revision.partition(RANGE)
    ends = [_resolved(folder, end or "HEAD") for end in (left, right)]
    found = _run(folder, ["merge-base", *ends])
    if found.returncode:
        raise RevisionError(
            f"`{left or 'HEAD'}` and `{right or 'HEAD'}` have no common commit here; fetch the whole history "
            "(`git fetch --unshallow`, `fetch-depth: 0` in a job)"
        )
    return found.stdout.decode("ascii").split()[0]


def _resolved(folder: str, revision: str) -> str:
    parsed = _run(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"])
    if parsed.returncode:
        near = did_you_mean(near_revision(folder, revision))
        hint = near or "a shallow clone may lack it"
        raise RevisionError(f"the repository has no revision `{revision}`; {hint}")
    return parsed.stdout.decode("ascii").strip()


def _contents(blobs: list[_Blob]) -> Iterator[tuple[_Blob, bytes]]:
    """Yields each file with its bytes; one Git process reads all of them."""
    if not blobs:
        return
    object_ids = "".join(f"{blob.object_id}\n" for blob in blobs).encode("ascii")
    output = _git(blobs[0].folder, ["cat-file", "--batch"], object_ids)
    position = 0
    for blob in blobs:
        end = output.index(b"\n", position)
        header = output[position:end].split()
        if len(header) < 3:
            raise RevisionError(f"Git does not have the content of {blob.path}; a partial clone may lack it")
        size = int(header[2])
        yield blob, output[end + 1 : end + 1 + size]
        position = end + 1 + size + 1


def _git(folder: str, arguments: Sequence[str], stdin: bytes = b"") -> bytes:
    ran = _run(folder, arguments, stdin)
    if ran.returncode:
        reason = ran.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        raise RevisionError(f"`git {arguments[0]}` failed in `{folder}`: {reason}")
    return ran.stdout


def _run(folder: str, arguments: Sequence[str], stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", folder, *arguments]
    try:
        return subprocess.run(command, input=stdin, capture_output=True, check=False)
    except FileNotFoundError:
        raise RevisionError("Git is not installed; `git:REVISION` needs it to read the files") from None
