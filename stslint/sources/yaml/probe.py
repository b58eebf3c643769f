"""Whether a text parses, without a tree of it: the tolerant reader asks this of hundreds of texts.

libyaml alone answers in a twentieth of the time of a tree. It does not see what ``event_tree`` refuses, such
as an alias without its anchor, so a text that may hold such a thing is parsed as a whole.
"""

from __future__ import annotations

from stslint.sources.yaml import libyaml_events
from stslint.sources.yaml.document_splitter import Chunk
from stslint.sources.yaml.error_messages import NEXT_DOCUMENT, as_yaml_error
from stslint.sources.yaml.hidden_characters import HIDDEN_COLON, hidden
from stslint.sources.yaml.marks import Places
from stslint.sources.yaml.parser import ENDS_AT_ONCE, parse_chunk
from stslint.sources.yaml.syntax_error import YamlError
from stslint.sources.yaml.tree_errors import is_deeply_nested, may_be_in, may_precede


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
    if is_deeply_nested(text):
        return False, None  # libyaml's time is the square of the depth, and the tree stops at 500 levels
    seen = hidden(text, hide_colons).text
    try:
        libyaml_events.scan(seen)
    except Exception as error:
        found = as_yaml_error(error, seen, places)
        return found.message != NEXT_DOCUMENT and not may_precede(error, text), found
    return not may_be_in(text), None
