"""Turns paths into sources: decides which files are read, which are parsed, and what is reported of the rest.

1. A named file (or one that matches a named pattern) and standard input are read and parsed regardless of
   their content.
2. In a folder, a file is parsed when its bytes contain a StatefulSet (typos in the kind are tolerated).
3. When a run has a StatefulSet, its folders' files are also parsed if they contain a kind that a StatefulSet
   refers to or that selects its pods (`sniffing.REFERENCES`); other workloads, if they are in the same folder
   as a StatefulSet. All of these are checked. Without a StatefulSet they are not parsed.
4. A page (`.md`) in a folder is parsed only if it contains a StatefulSet.
5. The folder of a named file and the paths of `--context` are context: parsed if they contain a kind of 2. or
   3., never checked, and never a reason to fail.

Of the bytes read for rule 2 only the first 16 MiB are held: reading other files of rule 3 again keeps memory
flat.
"""

from __future__ import annotations

import os

from stslint.model import Skipped, Source
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.classify.partial_manifests import Kustomizations
from stslint.sources.classify.sniffing import Content, content_of
from stslint.sources.files.path_expansion import NAME_OF_STDIN, context_files, find_files, siblings
from stslint.sources.files.path_filter import EXCLUDE_NOTHING, PathFilter
from stslint.sources.files.walk import PAGE_EXTENSIONS, File, ReadError, reason_of
from stslint.sources.loading.file_reader import FileContents, as_result, load, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_CONTEXT_BYTES = 1 << 20
_MOST_HELD = 16 << 20


class Discovery(NamedTuple):
    """Everything that a run reads. ``files`` is the number of files that were read to be checked."""

    sources: tuple[Source, ...]
    skipped: tuple[Skipped, ...]
    errors: tuple[ReadError, ...]
    files: int


class _Candidate(NamedTuple):
    """A file and what its bytes promise; without ``contents`` it is not parsed yet.

    ``data`` are its bytes, if they are held.
    """

    file: File
    content: Content
    contents: FileContents | None
    data: bytes | None = None


def discover(
    paths: Sequence[str],
    *,
    path_filter: PathFilter = EXCLUDE_NOTHING,
    context_paths: Sequence[str] = (),
    use_context: bool = True,
    stdin: Callable[[], bytes] = bytes,
    stdin_name: str = NAME_OF_STDIN,
    all_kinds: bool = False,
) -> Discovery:
    """Returns the sources of a run in the order of the paths, context last.

    ``stdin`` is called once, if `-` is among the paths. With ``all_kinds``, the kinds of rule 3 are read even
    if no file contains a StatefulSet.
    """
    kustomizations = Kustomizations()
    candidates: list[_Candidate] = []
    results: list[FileContents] = []
    held = 0
    for found in find_files(paths, path_filter, stdin_name):
        if isinstance(found, File):
            candidate = _candidate(found, stdin, kustomizations)
            held += len(candidate.data or b"")
            candidates.append(candidate if held <= _MOST_HELD else candidate._replace(data=None))
        else:
            results.append(as_result(found))
    results.extend(_checked_files(candidates, kustomizations, all_kinds))
    if use_context:
        results.extend(_context(candidates, context_paths, kustomizations))
    return _as_discovery(results, len(candidates))


def _candidate(file: File, stdin: Callable[[], bytes], kustomizations: Kustomizations) -> _Candidate:
    data = load(file, stdin)
    if isinstance(data, ReadError):
        return _Candidate(file, "other", as_result(data))
    content = content_of(data)
    if file.named or content == "set":
        return _Candidate(file, content, read(file, data, kustomizations))
    return _Candidate(file, content, None, data if content != "other" else None)


def _checked_files(
    candidates: Sequence[_Candidate], kustomizations: Kustomizations, all_kinds: bool
) -> Iterator[FileContents]:
    """Yields the contents of the files in order; the StatefulSets decide which of the others are read."""
    folders = {os.path.dirname(each.file.key) for each in candidates if _has_stateful_set(each)}
    for each in candidates:
        if each.contents is not None:
            yield each.contents
        elif (folders or all_kinds) and _is_related(each, folders):
            data = load(each.file, bytes) if each.data is None else each.data
            yield as_result(data) if isinstance(data, ReadError) else read(each.file, data, kustomizations)


def _has_stateful_set(candidate: _Candidate) -> bool:
    contents = candidate.contents
    return candidate.content == "set" and contents is not None and bool(contents.sources)


def _is_related(candidate: _Candidate, folders: set[str]) -> bool:
    if candidate.file.path.lower().endswith(PAGE_EXTENSIONS):
        return False
    if candidate.content == "workload":
        return os.path.dirname(candidate.file.key) in folders
    return candidate.content == "reference"


def _context(
    candidates: Sequence[_Candidate], context_paths: Sequence[str], kustomizations: Kustomizations
) -> Iterator[FileContents]:
    known = {each.file.key for each in candidates}
    for found in _context_files(candidates, context_paths):
        if isinstance(found, Skipped):
            yield as_result(found)
        elif found.key not in known:
            known.add(found.key)
            yield _context_contents(found, kustomizations)


def _context_files(
    candidates: Sequence[_Candidate], context_paths: Sequence[str]
) -> Iterator[File | Skipped]:
    folders: set[str] = set()
    for each in candidates:
        folder = os.path.dirname(each.file.key)
        unnamed = each.file.stdin and each.file.path == NAME_OF_STDIN
        if each.file.named and not unnamed and each.content != "other" and folder not in folders:
            folders.add(folder)
            yield from siblings(each.file)
    yield from context_files(context_paths)


def context_sources(file: File, kustomizations: Kustomizations) -> tuple[Source, ...]:
    """Returns the sources of a context file: none if it is larger than 1 MiB or cannot be read."""
    return _context_contents(file, kustomizations).sources


def _context_contents(file: File, kustomizations: Kustomizations) -> FileContents:
    """Returns the contents of a context file; a file that --context names is never left out silently."""
    try:
        if os.path.getsize(file.key) > _CONTEXT_BYTES:
            return _left_out(file, "has more than 1 MiB")
    except OSError as error:
        return _left_out(file, reason_of(error))
    data = load(file, bytes)
    if isinstance(data, ReadError):
        return _left_out(file, data.reason)
    if content_of(data) == "other":
        return FileContents()
    return FileContents(read(file, data, kustomizations).sources)


def _left_out(file: File, reason: str) -> FileContents:
    return as_result(Skipped(file.path, f"context {reason}")) if file.named else FileContents()


def _as_discovery(results: Sequence[FileContents], files: int) -> Discovery:
    return Discovery(
        tuple(source for result in results for source in result.sources),
        tuple(skipped for result in results for skipped in result.skipped),
        tuple(error for result in results for error in result.errors),
        files,
    )
