"""Reads snapshots: what ``kubectl get ... -o yaml`` or ``-o json`` prints, in one List or several documents.

JSON is read by Python itself, which takes a List of 10,000 pods in a second.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from stslint.model import StslintError
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.yaml.document_splitter import split_documents
from stslint.sources.yaml.parser import parse_chunk
from stslint.sources.yaml.syntax_error import YamlError
from stslint.text.lines import split_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

COMMAND = "kubectl get statefulset,controllerrevision,pod,persistentvolumeclaim,node,event -o yaml"
_CUT_OFF = "it seems to be cut off: save the whole output of kubectl again"
_EDITED = "save the output of kubectl again, unedited"


class SnapshotError(StslintError):
    """A snapshot that cannot be used; the message says which file, why and what to do."""


class ReadObject(NamedTuple):
    """An object of a snapshot, and the name of its file."""

    item: Mapping[str, Any]
    file: str


def read_objects(name: str, text: str) -> list[ReadObject]:
    """Returns the objects in the text of a snapshot. Raises SnapshotError when it cannot be read."""
    text = text.removeprefix("\ufeff")
    values = _json_values(name, text) if text.lstrip()[:1] in ("{", "[") else _yaml_values(name, text)
    return [ReadObject(item, name) for value in values for item in _objects(name, value)]


def _json_values(name: str, text: str) -> Iterator[Any]:
    decoder, place = json.JSONDecoder(), 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        try:
            value, place = decoder.raw_decode(text, place)
        except RecursionError as error:
            raise SnapshotError(f"{name}: the JSON is nested too deeply") from error
        except json.JSONDecodeError as error:
            ended = not text[error.pos :].strip() or "Unterminated" in error.msg
            reason = _CUT_OFF if ended else f"not valid JSON: {error.msg}; {_EDITED}"
            raise SnapshotError(f"{name}:{error.lineno}:{error.colno}: {reason}") from error
        except ValueError as error:  # Python reads no number of more than 4,300 digits
            raise SnapshotError(f"{name}: a number in the JSON is too long; {_EDITED}") from error
        yield value


def _yaml_values(name: str, text: str) -> Iterator[Any]:
    for chunk in split_documents(text):
        try:
            root = parse_chunk(chunk).root
        except YamlError as error:
            advice = _CUT_OFF if _is_last(error.span.line, text) else _EDITED
            place = f"{name}:{error.span.line}:{error.span.column}"
            raise SnapshotError(f"{place}: {error.message}; {advice}") from error
        if root is not None:
            yield root.plain()


def _is_last(line: int, text: str) -> bool:
    """Returns whether nothing is after a line, as where a file was cut off."""
    return not any(after.strip() for after in split_lines(text)[line:])


def _objects(name: str, value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        for each in value:
            yield from _objects(name, each)
        return
    if not isinstance(value, Mapping):
        raise SnapshotError(f"{name}: it is not the output of `{COMMAND}`")
    if "items" not in value:
        yield value
        return
    if not value.get("kind"):
        raise SnapshotError(f"{name}: the List has no `kind`, which kubectl prints last: {_CUT_OFF}")
    items = value["items"] if isinstance(value["items"], list) else []
    yield from (item for item in items if isinstance(item, Mapping))
