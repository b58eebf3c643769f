"""Files on their way through rounds of fixes: what they say by now, and the whole run with that in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from stslint.model import Document, Finding, Source
from stslint.pipeline.loading import LoadedRun
from stslint.sources.files.decoding import decode, encoding_of
from stslint.sources.yaml.document_splitter import split_documents

Part = TypeVar("Part", Source, Document)


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """A file on its way: the bytes it was read with, and what it says now."""

    name: str
    original: bytes
    data: bytes
    sources: tuple[Source, ...]
    documents: tuple[Document, ...]
    fixed: tuple[Finding, ...] = ()

    @property
    def text(self) -> str:
        """Returns what it says now, without a byte order mark."""
        text = decode(self.data)
        return text if isinstance(text, str) else ""


def keep_fragment_flags(before: Sequence[Document], after: Sequence[Document]) -> tuple[Document, ...]:
    """Returns the new documents, each still a fragment if it was one: after a fix it may look complete."""
    return tuple(
        new
        if new.fragment == old.fragment
        else Document(new.source, new.index, new.root, new.problems, old.fragment)
        for old, new in zip(before, after, strict=True)
    )


def with_working_copies(start: LoadedRun, pages: Iterable[WorkingCopy]) -> LoadedRun:
    """Returns all that was read, with what the pages say now in its place."""
    new = {page.name: page for page in pages}
    if not new:
        return start
    sources = {name: page.sources for name, page in new.items()}
    documents = {name: page.documents for name, page in new.items()}
    found = start.found._replace(
        sources=tuple(_replaced(start.found.sources, sources, lambda source: source.name))
    )
    bundle = start.bundle.of(_replaced(start.bundle.documents, documents, lambda each: each.source.name))
    return start._replace(found=found, bundle=bundle)


def _replaced(
    old: Iterable[Part], new: Mapping[str, Sequence[Part]], file_of: Callable[[Part], str]
) -> Iterator[Part]:
    """Yields the parts of all files in order, those of a changed file where its first one stood."""
    placed: set[str] = set()
    for part in old:
        name = file_of(part)
        if name not in new:
            yield part
        elif name not in placed:
            placed.add(name)
            yield from new[name]


def encoded(text: str, like: bytes) -> bytes:
    """Returns a text as bytes in the encoding of others, with their byte order mark."""
    encoding, mark = encoding_of(like)
    return like[:mark] + text.encode(encoding)


def structure_mismatch(before: Sequence[Source], after: Sequence[Source]) -> str:
    """Returns why a file's new sources cannot replace its old ones, or an empty string."""
    if len(before) != len(after):
        return f"{len(after)} manifests would stand where {len(before)} did"
    for old, new in zip(before, after, strict=True):
        if _is_json(old) and not _is_json(new):
            return "it would be no JSON any more"
    return ""


def _is_json(source: Source) -> bool:
    chunks = split_documents(source.text)
    return bool(chunks) and all(chunk.is_json for chunk in chunks)
