"""Finds the manifests in a Markdown page (fenced blocks and here-documents in them) and in a shell script.

Each block becomes a source with the name of the page and the line and column where the block begins. Blocks
that do not look like a Kubernetes object (neither `apiVersion` nor `kind` at the top level) are ignored.

Own code, not markdown-it-py: that has no columns for blocks in nested lists, and its first use takes 96 ms.
The tests compare the fences with those of markdown-it-py.
Source: https://spec.commonmark.org/0.31.2/#fenced-code-blocks
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

from stslint.model import Source
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.embedded.here_documents import HereDocument, here_documents
from stslint.sources.embedded.placeholders import without_placeholders
from stslint.sources.files.walk import MANIFEST_EXTENSIONS, PAGE_EXTENSIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Form: TypeAlias = 'Literal["manifest", "page", "script"]'
Label: TypeAlias = 'Literal["data", "shell", ""]'

_SCRIPT_EXTENSIONS = (".sh", ".bash", ".zsh", ".ksh")

_SHEBANG = pattern(r"#!.*\b(?:ba|z|k|da|a)?sh\b")
_FENCE = pattern(r"(?s)((?:[ \t]|>|[-*+][ \t]|\d+[.)][ \t])*)(`{3,}|~{3,})(.*)")
_COMMENT = pattern(r" {0,3}<!--")
# https://spec.commonmark.org/0.31.2/#html-blocks, condition 2
_WORD = pattern(r"[\w+#-]+")
_LABELS: dict[str, Label] = {
    **dict.fromkeys(("yaml", "yml", "json", "jsonc", "json5", "k8s", "kubernetes", "manifest"), "data"),
    **dict.fromkeys(
        ("bash", "sh", "shell", "zsh", "console", "terminal", "shell-session", "sh-session"), "shell"
    ),
    **dict.fromkeys(
        ("shellsession", "bash-session", "cli", "text", "txt", "plain", "plaintext", "none"), "shell"
    ),
}
_KIND = pattern(r"(?m)^kind[ \t]*:(?=\s|$)")
_API_VERSION = pattern(r"(?m)^apiVersion[ \t]*:(?=\s|$)")
_API_LIKE = pattern(r"(?mi)^api[a-z]*[ \t]*:(?=\s|$)")
_FIRST_KEY = pattern(r"[A-Za-z][\w.-]*[ \t]*:(?=\s|$)")
_COMMAND = pattern(r"[$%>]|(?:sudo\s+)?(?:cat|kubectl|oc|k|tee|echo|helm|curl|export)\s")
_JSON_KEY = pattern(r'"(?:apiVersion|kind)"\s*:')


class _Block(NamedTuple):
    """A block of lines from ``start`` up to ``end``, counted from 0."""

    start: int
    end: int
    label: Label
    quoted: bool = False
    expanded: bool = False


class _Piece(NamedTuple):
    text: str
    column: int


def form_of(name: str, text: str) -> Form:
    """Returns how to read a file: by its extension, or by its content where the extension is unknown."""
    extension = os.path.splitext(name)[1].lower()
    if extension in MANIFEST_EXTENSIONS:
        return "manifest"
    if extension in PAGE_EXTENSIONS:
        return "page"
    if extension in _SCRIPT_EXTENSIONS or _SHEBANG.match(text):
        return "script"
    return _form_by_content(text)


def _form_by_content(text: str) -> Form:
    """Returns the form of a text: "manifest" if it has a kind at the top level outside any block.

    A manifest can contain a page or a script in a block scalar, which is indented; a line of YAML never
    begins with a backtick.
    """
    if _is_json(text):
        return "manifest"
    lines = text.split("\n")
    fences = list(_fences(lines))
    if any(lines[fence.start - 1].startswith(("`", "~")) for fence in fences):
        return "page"
    blocks = fences or list(_documents_in(lines, _Block(0, len(lines), "shell")))
    if not blocks or _looks_like_object(_outside(lines, blocks)):
        return "manifest"
    return "page" if fences else "script"


def _outside(lines: Sequence[str], blocks: Sequence[_Block]) -> str:
    inside = {index for block in blocks for index in range(block.start, block.end)}
    return "\n".join(line for index, line in enumerate(lines) if index not in inside)


def split_markdown(source: Source) -> list[Source]:
    """Returns the manifests in a page's fenced blocks and in the here-documents of its shell blocks."""
    lines = source.text.split("\n")
    sources: list[Source] = []
    for fence in _fences(lines):
        if _is_manifest(_piece(lines, fence).text, fence.label == "data"):
            sources.append(_source(source, lines, fence))
        else:
            sources.extend(_source(source, lines, block) for block in _documents_in(lines, fence))
    return sources


def split_script(source: Source) -> list[Source]:
    """Returns the manifests in the here-documents of a shell script."""
    lines = source.text.split("\n")
    whole = _Block(0, len(lines), "shell")
    return [_source(source, lines, block) for block in _documents_in(lines, whole)]


def _fences(lines: Sequence[str]) -> Iterator[_Block]:
    """Yields the fenced blocks that can contain a manifest; one that is never closed extends to the end."""
    index = 0
    while index < len(lines):
        if _COMMENT.match(lines[index]):
            index = _end_of_comment(lines, index)
            continue
        opening = _FENCE.match(lines[index])
        index += 1
        if opening is None or (opening[2][0] == "`" and "`" in opening[3]):
            continue
        end = _closing(lines, index, opening)
        label = _label(opening[3])
        if label is not None:
            yield _Block(index, end, label, ">" in opening[1])
        index = end + 1


def _end_of_comment(lines: Sequence[str], start: int) -> int:
    """Returns the line after an HTML comment, which ends with the first line that holds its end."""
    return next((index + 1 for index in range(start, len(lines)) if "-->" in lines[index]), len(lines))


def _closing(lines: Sequence[str], start: int, opening: re.Match[str]) -> int:
    fence, furthest = opening[2], len(opening[1]) + 3
    for index in range(start, len(lines)):
        closing = _FENCE.match(lines[index])
        if (
            closing is not None
            and closing[2].startswith(fence)
            and not closing[3].strip()
            and len(closing[1]) <= furthest
        ):
            return index
    return len(lines)


def _label(info: str) -> Label | None:
    """Returns the kind of block that an info string names, or None if it names another language."""
    languages = _WORD.findall(info.lower())[:2]
    for language in languages:
        if language in _LABELS:
            return _LABELS[language]
    return None if languages else ""


def _documents_in(lines: Sequence[str], block: _Block) -> Iterator[_Block]:
    def placed(document: HereDocument) -> _Block:
        start, end = block.start + document.start, block.start + document.end
        return _Block(start, end, "data", True, document.expanded)

    def wanted(document: HereDocument) -> bool:
        return _is_manifest(_piece(lines, placed(document)).text, True)

    body = _piece(lines, block).text.split("\n")[: block.end - block.start]
    for document in here_documents(body, wanted):
        yield placed(document)


def _piece(lines: Sequence[str], block: _Block) -> _Piece:
    """Returns a block's text without the indentation that all its lines share, and the column it begins at.

    Tabs that `<<-` strips and the prompts of a shell session count as indentation. Where the lines differ,
    nothing is removed: a wrong column would be worse than an indented block.
    """
    body = lines[block.start : block.end]
    marks = " \t>" if block.quoted else " \t"
    prefix = _shared([_lead(line, marks) for line in body if line.strip(marks + "\r")])
    text = "".join(line[len(prefix) :] + "\n" if line.startswith(prefix) else "\n" for line in body)
    return _Piece(text, len(prefix) + 1)


def _shared(leads: Sequence[str]) -> str:
    """Returns the longest prefix of all leads."""
    if not leads:
        return ""
    low, high = min(leads), max(leads)
    width = next((index for index, letter in enumerate(low) if letter != high[index]), len(low))
    return low[:width]


def _lead(line: str, marks: str) -> str:
    return line[: len(line) - len(line.lstrip(marks))]


def _is_manifest(text: str, labelled: bool) -> bool:
    """Returns whether a block is a manifest; if its label says so, one of the two keys is enough."""
    first = next((line for line in text.split("\n") if line.strip() and line[0] not in "#-"), "")
    if _COMMAND.match(first):
        return False
    if labelled or _is_json(text):
        return _looks_like_object(text)
    return all(pattern.search(text) for pattern in (_KIND, _API_LIKE)) and _FIRST_KEY.match(first) is not None


def _looks_like_object(text: str) -> bool:
    if _is_json(text):
        return _JSON_KEY.search(text) is not None
    return _KIND.search(text) is not None or _API_VERSION.search(text) is not None


def _is_json(text: str) -> bool:
    return re.match(r'\s*(?:\{\s*["}]|\[\s*[{\]])', text) is not None


def _source(page: Source, lines: Sequence[str], block: _Block) -> Source:
    piece = _piece(lines, block)
    text, excerpt = without_placeholders(piece.text, block.expanded)
    return Source(
        page.name,
        text,
        first_line=page.first_line + block.start,
        first_column=page.first_column + piece.column - 1,
        context=page.context,
        partial=page.partial or excerpt,
    )
