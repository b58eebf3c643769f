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
from stslint.model.known_source import KnownSource
from stslint.runtime.disk_cache import key_of
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.classify.partial_manifests import Kustomizations
from stslint.sources.classify.sniffing import Content, content_of
from stslint.sources.files.path_expansion import NAME_OF_STDIN, context_files, find_files, siblings
from stslint.sources.files.path_filter import EXCLUDE_NOTHING, PathFilter
from stslint.sources.files.walk import PAGE_EXTENSIONS, File, ReadError, reason_of
from stslint.sources.loading.file_reader import (
    FileContents,
    Loaded,
    as_result,
    is_plain,
    known_contents,
    load,
    load_with_state,
    read,
)
from stslint.sources.loading.file_states import FileStates, KnownFile, text_of

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

    ``known`` is what an earlier run has read.
    """

    file: File
    content: Content
    contents: FileContents | None = None
    known: KnownFile | None = None


def discover(
    paths: Sequence[str],
    *,
    path_filter: PathFilter = EXCLUDE_NOTHING,
    context_paths: Sequence[str] = (),
    use_context: bool = True,
    stdin: Callable[[], bytes] = bytes,
    stdin_name: str = NAME_OF_STDIN,
    all_kinds: bool = False,
    states: FileStates | None = None,
) -> Discovery:
    """Returns the sources of a run in the order of the paths, context last.

    ``stdin`` is called once, if `-` is among the paths. With ``all_kinds``, the kinds of rule 3 are read even
    if no file contains a StatefulSet. Files of which ``states`` knows what is in them are not opened; their
    texts can raise OutdatedError.
    """
    reader = _Reader(stdin, states)
    candidates: list[_Candidate] = []
    results: list[FileContents] = []
    for found in find_files(paths, path_filter, stdin_name):
        if isinstance(found, File):
            candidates.append(reader.candidate(found))
        else:
            results.append(as_result(found))
    results.extend(_checked_files(candidates, reader, all_kinds))
    if use_context:
        results.extend(_context(candidates, context_paths, reader.kustomizations))
    return _as_discovery(results, len(candidates))


class _Reader:
    """Reads each file once, unless it is known what is in it.

    The first bytes that are read are held until it is decided whether their files are parsed.
    """

    def __init__(self, stdin: Callable[[], bytes], states: FileStates | None) -> None:
        self.kustomizations = Kustomizations()
        self._stdin = stdin
        self._states = states
        self._held: dict[str, Loaded] = {}
        self._may_hold = _MOST_HELD

    def candidate(self, file: File) -> _Candidate:
        """Returns what a file's bytes promise; what is parsed regardless of others is read."""
        known = None if self._states is None or file.stdin else self._states.known(file)
        at_once = file.named or (known is not None and known.content == "set")
        if known is not None and (known.digest or not at_once):
            candidate = _Candidate(file, known.content, known=known)
            return candidate._replace(contents=self.contents(candidate)) if at_once else candidate
        return self._loaded(file)

    def _loaded(self, file: File) -> _Candidate:
        loaded = load_with_state(file, self._stdin)
        if isinstance(loaded, ReadError):
            return _Candidate(file, "other", as_result(loaded))
        content = content_of(loaded.data)
        if file.named or content == "set":
            return _Candidate(file, content, self._read(file, loaded, content))
        if content == "other":
            self._learn(file, loaded, content)
        elif len(loaded.data) <= self._may_hold:
            self._may_hold -= len(loaded.data)
            self._held[file.key] = loaded if self._states is not None else Loaded(loaded.data)
        return _Candidate(file, content)

    def leave(self, candidate: _Candidate) -> None:
        """Notes of a file that it is not parsed."""
        loaded = self._held.pop(candidate.file.key, None)
        if loaded is not None:
            self._learn(candidate.file, loaded, candidate.content)

    def _learn(self, file: File, loaded: Loaded, content: Content, digest: str = "") -> None:
        if self._states is not None and loaded.state is not None:
            self._states.learn(file, loaded.state, content, digest)

    def contents(self, candidate: _Candidate) -> FileContents:
        """Returns the contents of a file that is to be parsed."""
        file, content, _, known = candidate
        if known is not None and known.digest:
            return known_contents(file, text_of(file.path, known.digest), self.kustomizations)
        held = self._held.pop(file.key, None)
        found = load_with_state(file, bytes) if held is None else held
        return as_result(found) if isinstance(found, ReadError) else self._read(file, found, content)

    def _read(self, file: File, loaded: Loaded, content: Content) -> FileContents:
        contents = read(file, loaded.data, self.kustomizations)
        if self._states is None or loaded.state is None:
            return contents
        if not is_plain(file, contents):
            self._learn(file, loaded, content)
            return contents
        (source,) = contents.sources
        digest = key_of(source.text)
        self._learn(file, loaded, content, digest)
        known = text_of(file.path, digest, source.text)
        return FileContents((KnownSource(source.name, known, *source[2:]),))  # type: ignore[arg-type]


def _checked_files(
    candidates: Sequence[_Candidate], reader: _Reader, all_kinds: bool
) -> Iterator[FileContents]:
    """Yields the contents of the files in order; the StatefulSets decide which of the others are read."""
    folders = {os.path.dirname(each.file.key) for each in candidates if _has_stateful_set(each)}
    for each in candidates:
        if each.contents is not None:
            yield each.contents
        elif (folders or all_kinds) and _is_related(each, folders):
            yield reader.contents(each)
        else:
            reader.leave(each)


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
