"""The events of a YAML text as plain tuples, from libyaml (ruamel.yaml's C parser) where it is installed.

Where stslint owns the process, the C parser makes the tuples itself (``light_parser``). As a library, in an
editor or a test, stslint reads ruamel.yaml's public events and turns them into the same tuples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from stslint.runtime.process_owner import owns_process
from stslint.sources.yaml.event import ALIAS, END, FINISH, MAPPING, OTHER, SCALAR, SEQUENCE, Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_KINDS = {
    "ScalarEvent": SCALAR,
    "MappingStartEvent": MAPPING,
    "SequenceStartEvent": SEQUENCE,
    "MappingEndEvent": END,
    "SequenceEndEvent": END,
    "AliasEvent": ALIAS,
    "DocumentEndEvent": FINISH,
    "StreamEndEvent": FINISH,
}


def events(text: str) -> Callable[[], Event]:
    """Returns a function that returns a text's next event. It raises the errors of libyaml or ruamel.yaml."""
    parser = _light_parser()
    if parser is not None:
        get_event: Callable[[], Event] = parser(text).get_event
        return get_event
    return map(_as_tuple, _ruamel_events(text)).__next__


def scan(text: str) -> None:
    """Reads a text to its end and makes no events of it, in a quarter of the time.

    Raises the errors of libyaml or ruamel.yaml, also those after the end of the first document.
    """
    parser = _light_parser() or _ruamel_parser()
    if parser is not None:
        parser(text).raw_parse()
        return
    for _ in _ruamel_events(text):
        pass


@cache
def _light_parser() -> Any:
    if not owns_process():
        return None
    from stslint.sources.yaml.light_parser import light_parser

    return light_parser()


def _ruamel_parser() -> Any:
    try:
        from _ruamel_yaml import CParser
    except ImportError:
        return None
    return CParser


def _ruamel_events(text: str) -> Iterator[Any]:
    try:
        from ruamel.yaml.cyaml import CBaseLoader
    except ImportError:
        from ruamel.yaml import YAML

        parser = YAML(typ="safe", pure=True)
        parser.version = (1, 1)
        yield from parser.parse(text)
        return
    get_event = CBaseLoader(text).get_event
    while True:
        yield get_event()


def _as_tuple(event: Any) -> Event:
    style = getattr(event, "style", None) or getattr(event, "flow_style", None)
    return (
        _KINDS.get(type(event).__name__, OTHER),
        event.start_mark,
        event.end_mark,
        getattr(event, "anchor", None),
        getattr(event, "tag", None),
        getattr(event, "value", ""),
        style,
    )
