"""Whether a text parses, without a tree of it: the tolerant reader asks this of hundreds of texts.

libyaml alone answers in a twentieth of the time of a tree. It does not see what ``event_tree`` refuses, such
as an alias without its anchor, so a text that may hold such a thing is parsed as a whole.
"""

from __future__ import annotations

from stslint.runtime.lazy_regex import pattern
from stslint.sources.yaml import libyaml_events
from stslint.sources.yaml.document_splitter import Chunk
from stslint.sources.yaml.error_messages import NEXT_DOCUMENT, as_yaml_error
from stslint.sources.yaml.hidden_characters import HIDDEN_COLON, hidden
from stslint.sources.yaml.marks import Places
from stslint.sources.yaml.parser import ENDS_AT_ONCE, parse_chunk
from stslint.sources.yaml.syntax_error import YamlError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SIGNS = ("...", "<<", "*", "!", "\n%", ".inf", ".nan")
_NEEDS_TREE = pattern(
    r"(?mi)\.\.\.|^%|<<"  # the end of a document, directives, merges
    r"|(?<![\w./=])\*[\w-]"  # aliases
    r"|!\S*(?:%|int|float|bool|null|binary|timestamp)"  # the tags that not every text fits
    r"|\.(?:inf|nan)"
)
_LARGE_NUMBER = pattern(r"[0-9](?:[eE][+-]?[0-9]{3}|[0-9]{199})")
_FAR_RIGHT = pattern(r"\n[ ?:-]{60}")
_MOST_NESTED = 300
_CLOSED_AT_ONCE = pattern(r"\{[^{}\[\]]*\}|\[[^{}\[\]]*\]")


def first_error(chunk: Chunk, first_line: int, first_column: int) -> YamlError | None:
    """Returns the error that ``parse_chunk`` raises for one document, or None if it parses."""
    if not chunk.is_json and not ENDS_AT_ONCE.match(chunk.text):
        places = Places(chunk.text, first_line + chunk.first_line - 1, first_column)
        certain, error = _scanned(chunk.text, places, hide_colons=False)
        if error is not None and error.flow_colon and HIDDEN_COLON not in chunk.text:
            certain, error = _scanned(chunk.text, places, hide_colons=True)
        if certain:
            return error
    try:
        parse_chunk(chunk, first_line, first_column)
    except YamlError as refused:
        return refused
    return None


def _scanned(text: str, places: Places, hide_colons: bool) -> tuple[bool, YamlError | None]:
    """Returns libyaml's error, and whether a tree would have no other."""
    if _is_deeply_nested(text):
        return False, None  # libyaml's time is the square of the depth, and the tree stops at 500 levels
    seen = hidden(text, hide_colons).text
    try:
        libyaml_events.scan(seen)
    except Exception as error:
        found = as_yaml_error(error, seen, places)
        return found.message != NEXT_DOCUMENT and not _needs_tree(_read(text, error)), found
    return not _needs_tree(text), None


def _read(text: str, error: Any) -> str:
    """Returns what libyaml had read of a text before its error."""
    mark = getattr(error, "problem_mark", None)
    return text if mark is None else text[: mark.index]


def _needs_tree(text: str) -> bool:
    lower = text.lower()
    if any(sign in lower for sign in _SIGNS) and _NEEDS_TREE.search(text):
        return True
    return bool(_LARGE_NUMBER.search(text) or _FAR_RIGHT.search("\n" + text))


def _is_deeply_nested(text: str) -> bool:
    opened = text.count("[") + text.count("{")
    return opened > _MOST_NESTED and opened - len(_CLOSED_AT_ONCE.findall(text)) > _MOST_NESTED
