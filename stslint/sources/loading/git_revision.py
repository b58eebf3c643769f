"""The files of a Git revision: what the paths of a run held then.

Git itself is asked (`rev-parse`, `ls-tree`, `cat-file`), so whatever it understands as a revision is one:
`HEAD~1`, a tag, `origin/main`.
Source: https://git-scm.com/docs/gitrevisions
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence

from stslint.model import Source, StslintError
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.classify.partial_manifests import Kustomizations
from stslint.sources.classify.sniffing import content_of
from stslint.sources.files.gitignore import NO_FOLDERS, Patterns, ignored, patterns_of
from stslint.sources.files.walk import File, expanded, is_pattern, is_walked
from stslint.sources.loading.file_reader import read

PREFIX = "git:"

_REGULAR = ("100644", "100755")


class RevisionError(StslintError):
    """A revision that can't be read; the message says why, and what to write."""


class _Blob(NamedTuple):
    path: str
    folder: str
    object_id: str
    named: bool


def sources_at(
    revision: str,
    paths: Sequence[str],
    exclude: Sequence[str] = (),
    exclude_by_folder: Mapping[str, Sequence[str]] = NO_FOLDERS,
) -> list[Source]:
    """Returns the sources that the paths held at a revision, named ``REVISION:path``.

    What the patterns leave out of a folder is left out of what it held; see ``find_files``. A path that was
    not there then gives none. Raises RevisionError where Git is missing, a path lies in no
    repository, or the repository knows no such revision.
    """
    if not revision.strip():
        raise RevisionError("`git:` lacks a revision: write for example `git:HEAD` or `git:origin/main`")
    sources: list[Source] = []
    kustomizations = Kustomizations()
    seen: set[str] = set()
    patterns = patterns_of(exclude, exclude_by_folder)
    for path in _expanded(paths):
        blobs = [blob for blob in _blobs(revision, path) if os.path.realpath(blob.path) not in seen]
        seen.update(os.path.realpath(blob.path) for blob in blobs)
        folder = os.path.realpath(path)
        kept = [blob for blob in blobs if blob.named or not _is_left_out(blob.path, folder, patterns)]
        for blob, data in _contents(kept):
            if blob.named or content_of(data) != "other":
                file = File(blob.path, os.path.realpath(blob.path), named=blob.named)
                found = read(file, data, kustomizations).sources
                sources.extend(source._replace(name=f"{revision}:{source.name}") for source in found)
    return sources


def _is_left_out(path: str, folder: str, patterns: Sequence[Patterns]) -> bool:
    """Returns whether patterns leave out a file below a folder, or a folder between the two."""
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


def _blobs(revision: str, path: str) -> list[_Blob]:
    """Returns the regular files below a folder, or the one file, as the revision has them."""
    is_folder = os.path.isdir(path)
    folder = path if is_folder else os.path.dirname(path) or "."
    commit = _commit(revision, folder)
    words = ["ls-tree", "-r", "-z", commit]
    if not is_folder:
        words += ["--", f"./{os.path.basename(path)}"]
    blobs = []
    for entry in _git(folder, words).split(b"\0"):
        about, _, name = entry.partition(b"\t")
        if not name:
            continue
        mode, _, object_id = about.decode("ascii").split(" ")[:3]
        found = os.path.join(folder, os.fsdecode(name)).removeprefix("./")
        if mode in _REGULAR and (not is_folder or is_walked(found)):
            blobs.append(_Blob(found, folder, object_id, not is_folder))
    return blobs


def _commit(revision: str, folder: str) -> str:
    if not os.path.isdir(folder):
        raise RevisionError(f"{folder}: no such folder, so Git can't be asked for `{revision}` there")
    if _run(folder, ["rev-parse", "--git-dir"]).returncode:
        raise RevisionError(f"`{folder}` is in no Git repository: give a file or a folder to compare with")
    found = _run(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"])
    if found.returncode:
        raise RevisionError(f"Git knows no revision `{revision}` here; a shallow clone may lack it")
    return found.stdout.decode("ascii").strip()


def _contents(blobs: list[_Blob]) -> Iterator[tuple[_Blob, bytes]]:
    """Yields each file with its bytes, through one process for all."""
    if not blobs:
        return
    asked = "".join(f"{blob.object_id}\n" for blob in blobs).encode("ascii")
    answer = _git(blobs[0].folder, ["cat-file", "--batch"], asked)
    at = 0
    for blob in blobs:
        end = answer.index(b"\n", at)
        header = answer[at:end].split()
        if len(header) < 3:
            raise RevisionError(f"Git does not have the content of {blob.path}; a partial clone may lack it")
        size = int(header[2])
        yield blob, answer[end + 1 : end + 1 + size]
        at = end + 1 + size + 1


def _git(folder: str, words: Sequence[str], asked: bytes = b"") -> bytes:
    ran = _run(folder, words, asked)
    if ran.returncode:
        reason = ran.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        raise RevisionError(f"`git {words[0]}` failed in `{folder}`: {reason}")
    return ran.stdout


def _run(folder: str, words: Sequence[str], asked: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", "-C", folder, *words], input=asked, capture_output=True, check=False)
    except FileNotFoundError:
        raise RevisionError("Git is not installed, and `--against git:...` asks it for the files") from None
