"""Reads one file and splits it into its sources; of other files only the kustomizations are asked."""

from __future__ import annotations

from collections.abc import Callable

from stslint.model import Skipped, Source
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


class FileContents(NamedTuple):
    """What one file gives."""

    sources: tuple[Source, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    errors: tuple[ReadError, ...] = ()


def load(file: File, stdin: Callable[[], bytes]) -> bytes | ReadError:
    """Returns the bytes of a file, or why there are none."""
    try:
        if file.stdin:
            return stdin()
        with open(file.path, "rb", buffering=0) as opened:
            return opened.readall()
    except OSError as error:
        return ReadError(file.path, reason_of(error))


def read(file: File, data: bytes, kustomizations: Kustomizations) -> FileContents:
    """Returns the sources in a file's bytes: itself, or the blocks of a page, or nothing and the reason."""
    text = decode(data)
    if not isinstance(text, str):
        if text.binary and not file.named:
            return FileContents(skipped=(Skipped(file.path, text.reason),))
        return FileContents(errors=(ReadError(file.path, text.reason),))
    whole = Source(file.path, text, context=file.context)
    if file.path.lower().endswith(MANIFEST_EXTENSIONS):
        return _manifest(whole, kustomizations)
    return _by_form(file, whole, kustomizations)


def _by_form(file: File, whole: Source, kustomizations: Kustomizations) -> FileContents:
    from stslint.sources.embedded.markdown import (
        form_of,
        split_markdown,
        split_script,
    )  # a start pays for it only where a page is read

    form = form_of(whole.name, whole.text)
    if form == "manifest":
        return _manifest(whole, kustomizations)
    blocks = split_markdown(whole) if form == "page" else split_script(whole)
    if not blocks and file.named:
        return FileContents(skipped=(Skipped(file.path, f"no Kubernetes object in this {form}"),))
    return _blocks(blocks)


def _manifest(whole: Source, kustomizations: Kustomizations) -> FileContents:
    reason = template_reason(whole.name, whole.text)
    if reason:
        return FileContents(skipped=(Skipped(whole.name, reason),))
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
