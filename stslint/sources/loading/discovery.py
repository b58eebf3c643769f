"""From paths to sources: which files are read, which of them are parsed, and what is said of the rest.

The rule:

1. A file that is named, be it by a pattern, and standard input are read and parsed whatever they hold.
2. Of a folder, a file is parsed when its bytes hold a StatefulSet (typos of the kind are forgiven).
3. Once a run holds a StatefulSet, the files of its folders are parsed, too, that hold a kind which a set
   refers to or which selects its pods (`contents.REFERENCES`), and, beside a set in the same folder, the
   other workloads. They are judged like the set. In a run without a StatefulSet they are not parsed.
4. A page (`.md`) of a folder is taken for its StatefulSets alone.
5. The folder of a named file and what `--context` names are context: seen when they hold a kind of 2. or 3.,
   never judged, and never a reason to fail. Standard input without a file name has no folder.

Bytes are read once for rule 2 and are not kept: a second look at the few files of rule 3 keeps memory flat.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence

from stslint.model import Skipped, Source
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.classify.partial_manifests import Kustomizations
from stslint.sources.classify.sniffing import Content, content_of
from stslint.sources.files.gitignore import NO_FOLDERS
from stslint.sources.files.path_expansion import NAME_OF_STDIN, context_files, find_files, siblings
from stslint.sources.files.walk import PAGE_EXTENSIONS, File, ReadError
from stslint.sources.loading.file_reader import FileContents, load, read

_CONTEXT_BYTES = 1 << 20


class Discovery(NamedTuple):
    """All that a run reads. ``files`` counts the files that were looked at to be judged."""

    sources: tuple[Source, ...]
    skipped: tuple[Skipped, ...]
    errors: tuple[ReadError, ...]
    files: int


class _Looked(NamedTuple):
    file: File
    content: Content
    reading: FileContents | None


def discover(
    paths: Sequence[str],
    *,
    exclude: Sequence[str] = (),
    context_paths: Sequence[str] = (),
    use_context: bool = True,
    stdin: Callable[[], bytes] = bytes,
    stdin_name: str = "<stdin>",
    exclude_by_folder: Mapping[str, Sequence[str]] = NO_FOLDERS,
) -> Discovery:
    """Returns the sources of a run in the order of the paths, context last.

    ``exclude`` holds patterns as in a `.gitignore` (see ``find_files``); ``stdin`` is asked once, when `-` is
    among the paths.
    """
    kustomizations = Kustomizations()
    looked: list[_Looked] = []
    readings: list[FileContents] = []
    for found in find_files(paths, exclude, stdin_name, exclude_by_folder):
        if isinstance(found, File):
            looked.append(_look(found, stdin, kustomizations))
        else:
            readings.append(_told(found))
    readings.extend(_judged(looked, kustomizations))
    if use_context:
        readings.extend(_context(looked, context_paths, kustomizations))
    return _gathered(readings, len(looked))


def _told(found: Skipped | ReadError) -> FileContents:
    return FileContents(skipped=(found,)) if isinstance(found, Skipped) else FileContents(errors=(found,))


def _look(file: File, stdin: Callable[[], bytes], kustomizations: Kustomizations) -> _Looked:
    data = load(file, stdin)
    if isinstance(data, ReadError):
        return _Looked(file, "other", _told(data))
    content = content_of(data)
    if file.named or content == "set":
        return _Looked(file, content, read(file, data, kustomizations))
    return _Looked(file, content, None)


def _judged(looked: Sequence[_Looked], kustomizations: Kustomizations) -> Iterator[FileContents]:
    """Yields the readings in their order, and reads what matters now that the sets are known."""
    folders = {os.path.dirname(each.file.key) for each in looked if _holds_set(each)}
    for each in looked:
        if each.reading is not None:
            yield each.reading
        elif folders and _stands_by(each, folders):
            data = load(each.file, bytes)
            yield _told(data) if isinstance(data, ReadError) else read(each.file, data, kustomizations)


def _holds_set(each: _Looked) -> bool:
    return each.content == "set" and each.reading is not None and bool(each.reading.sources)


def _stands_by(each: _Looked, folders: set[str]) -> bool:
    if each.file.path.lower().endswith(PAGE_EXTENSIONS):
        return False
    if each.content == "workload":
        return os.path.dirname(each.file.key) in folders
    return each.content == "reference"


def _context(
    looked: Sequence[_Looked], context_paths: Sequence[str], kustomizations: Kustomizations
) -> Iterator[FileContents]:
    seen = {each.file.key for each in looked}
    for found in _context_candidates(looked, context_paths):
        if isinstance(found, Skipped):
            yield _told(found)
        elif found.key not in seen:
            seen.add(found.key)
            yield FileContents(context_sources(found, kustomizations))


def _context_candidates(looked: Sequence[_Looked], context_paths: Sequence[str]) -> Iterator[File | Skipped]:
    folders: set[str] = set()
    for each in looked:
        folder = os.path.dirname(each.file.key)
        unnamed = each.file.stdin and each.file.path == NAME_OF_STDIN
        if each.file.named and not unnamed and each.content != "other" and folder not in folders:
            folders.add(folder)
            yield from siblings(each.file)
    yield from context_files(context_paths)


def context_sources(file: File, kustomizations: Kustomizations) -> tuple[Source, ...]:
    """Returns the sources of a context file; a huge one, or one that can't be read, gives none."""
    try:
        if os.path.getsize(file.key) > _CONTEXT_BYTES:
            return ()
    except OSError:
        return ()
    data = load(file, bytes)
    if isinstance(data, ReadError) or content_of(data) == "other":
        return ()
    return read(file, data, kustomizations).sources


def _gathered(readings: Sequence[FileContents], files: int) -> Discovery:
    return Discovery(
        tuple(source for reading in readings for source in reading.sources),
        tuple(skipped for reading in readings for skipped in reading.skipped),
        tuple(error for reading in readings for error in reading.errors),
        files,
    )
