"""Reads one file and splits it into sources. The kustomizations around it show whether it is a patch."""

from __future__ import annotations

from stslint.model import Skipped, Source
from stslint.runtime.bounded_reading import read_opened, read_regular
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.classify.partial_manifests import (
    Kustomizations,
    has_expressions,
    is_assertion,
    is_kustomization,
    is_patch,
)
from stslint.sources.classify.templates import template_reason
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


def load(file: File, stdin: Callable[[], bytes]) -> bytes | ReadError:
    """Returns the bytes of a file, or why it cannot be read."""
    try:
        if file.stdin:
            return stdin()
        if not file.named:
            return read_regular(file.path)  # what was a file a moment ago can be a pipe by now
        with open(file.path, "rb", buffering=0) as opened:
            return read_opened(opened)
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
    if is_kustomization(whole.name):
        return FileContents((whole._replace(context=True),))
    if is_assertion(whole.name) or has_expressions(whole.text):
        return FileContents((whole._replace(partial=True, expected=True),))
    if is_patch(whole.name) or kustomizations.lists(whole.name):
        return FileContents((whole._replace(partial=True),))
    return FileContents((whole,))


def _blocks(blocks: list[Source]) -> FileContents:
    sources, skipped = [], []
    for block in blocks:
        reason = template_reason("", block.text)
        if reason:
            skipped.append(Skipped(block.name, f"line {block.first_line}: {reason}"))
        else:
            sources.append(block)
    return FileContents(tuple(sources), tuple(skipped))
