"""Reads one file and splits it into sources. The kustomizations around it show whether it is a patch."""

from __future__ import annotations

import os
import stat

from stslint.model import Skipped, Source
from stslint.model.known_source import WORDS, KnownSource, KnownText
from stslint.runtime.bounded_reading import read_opened, read_with_state
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.classify.partial_manifests import (
    Kustomizations,
    has_expressions,
    is_assertion,
    is_kustomization,
    is_named_plainly,
    is_patch,
)
from stslint.sources.classify.templates import has_template_mark, template_reason
from stslint.sources.files.decoding import decode
from stslint.sources.files.walk import MANIFEST_EXTENSIONS, File, ReadError, reason_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class FileContents(NamedTuple):
    """The sources of one file, or why it has none."""

    sources: tuple[Source, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    errors: tuple[ReadError, ...] = ()


def as_result(reason: Skipped | ReadError) -> FileContents:
    """Returns the contents of a file that is skipped or cannot be read."""
    return FileContents(skipped=(reason,)) if isinstance(reason, Skipped) else FileContents(errors=(reason,))


class Loaded(NamedTuple):
    """The bytes of a file, and its state before they were read, if it is a regular one."""

    data: bytes
    state: os.stat_result | None = None


def load(file: File, stdin: Callable[[], bytes]) -> bytes | ReadError:
    """Returns the bytes of a file, or why it cannot be read."""
    loaded = load_with_state(file, stdin)
    return loaded if isinstance(loaded, ReadError) else loaded.data


def load_with_state(file: File, stdin: Callable[[], bytes]) -> Loaded | ReadError:
    """Returns the bytes of a file with its state, or why it cannot be read."""
    try:
        if file.stdin:
            return Loaded(stdin())
        if not file.named:
            return Loaded(*read_with_state(file.path))  # what was a file a moment ago can be a pipe by now
        with open(file.path, "rb", buffering=0) as opened:
            state = os.fstat(opened.fileno())
            return Loaded(read_opened(opened), state if stat.S_ISREG(state.st_mode) else None)
    except OSError as error:
        return ReadError(file.path, reason_of(error))


def read(file: File, data: bytes, kustomizations: Kustomizations) -> FileContents:
    """Returns the sources in a file's bytes: the file, or the blocks of a page; or the reason for none."""
    text = decode(data)
    if not isinstance(text, str):
        is_skipped = text.binary and not file.named
        return as_result((Skipped if is_skipped else ReadError)(file.path, text.reason))
    whole = Source(file.path, text, context=file.context)
    if file.path.lower().endswith(MANIFEST_EXTENSIONS):
        return _manifest(whole, kustomizations)
    return _by_form(file, whole, kustomizations)


def _by_form(file: File, whole: Source, kustomizations: Kustomizations) -> FileContents:
    # Imported only where a page or a script is read.
    from stslint.sources.embedded.markdown import form_of, split_markdown, split_script

    form = form_of(whole.name, whole.text)
    if form == "manifest":
        return _manifest(whole, kustomizations)
    blocks = split_markdown(whole) if form == "page" else split_script(whole)
    if not blocks and file.named:
        return as_result(Skipped(file.path, f"no Kubernetes object in this {form}"))
    return _blocks(blocks)


def _manifest(whole: Source, kustomizations: Kustomizations) -> FileContents:
    reason = template_reason(whole.name, whole.text)
    if reason:
        return as_result(Skipped(whole.name, reason))
    return FileContents((_marked(whole, has_expressions(whole.text), kustomizations),))


def _marked(whole: Source, expected: bool, kustomizations: Kustomizations) -> Source:
    """Returns a manifest with what its name and the kustomizations around it say of it."""
    if not is_named_plainly(whole.name) or expected:
        if is_kustomization(whole.name):
            return whole._replace(context=True)
        if expected or is_assertion(whole.name):
            return whole._replace(partial=True, expected=True)
        if is_patch(whole.name):
            return whole._replace(partial=True)
    return whole._replace(partial=True) if kustomizations.lists(whole.name) else whole


def known_contents(file: File, text: KnownText, kustomizations: Kustomizations) -> FileContents:
    """Returns the contents of a file that is a plain manifest of a known text."""
    whole = KnownSource(file.path, text, context=file.context)  # type: ignore[arg-type]
    return FileContents((_marked(whole, False, kustomizations),))


def is_plain(file: File, contents: FileContents) -> bool:
    """Returns whether a file is a manifest of which only its objects and its name say how it is taken."""
    if len(contents.sources) != 1 or not file.path.lower().endswith(MANIFEST_EXTENSIONS):
        return False
    text = contents.sources[0].text
    if has_template_mark(text) or has_expressions(text):
        return False
    return not any(map(text.__contains__, WORDS))


def _blocks(blocks: list[Source]) -> FileContents:
    sources, skipped = [], []
    for block in blocks:
        reason = template_reason("", block.text)
        if reason:
            skipped.append(Skipped(block.name, f"line {block.first_line}: {reason}"))
        else:
            sources.append(block)
    return FileContents(tuple(sources), tuple(skipped))
