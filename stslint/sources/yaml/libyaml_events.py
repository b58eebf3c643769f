"""libyaml's events as plain tuples.

ruamel.yaml's C parser asks its own package for the classes of its events. Importing that package costs more
than reading a hundred manifests, and so do its event objects. While the C parser is imported, modules that
stand in for the package give it functions which make tuples; then they are taken out again. Where
ruamel.yaml is loaded already, or the C parser is missing, ruamel's own events are turned into such tuples.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType
from typing import Any

SCALAR, MAPPING, SEQUENCE, END, ALIAS, FINISH, OTHER = range(7)

Event = tuple[Any, ...]
"""Kind, start mark, end mark, anchor, tag, text, style; for a collection ``style`` is its flow style."""

_MODULES = (
    "error", "reader", "scanner", "parser", "composer", "constructor", "emitter", "serializer",
    "representer", "tokens", "events", "nodes",
)  # fmt: skip


class ReadingError(Exception):
    """What libyaml has against a text; the marks and words are those that ruamel's errors have."""

    def __init__(
        self,
        context: Any = None,
        context_mark: Any = None,
        problem: Any = None,
        problem_mark: Any = None,
        *_: Any,
    ) -> None:
        super().__init__(problem)
        self.context, self.context_mark = context, context_mark
        self.problem, self.problem_mark = problem, problem_mark


class CharacterError(Exception):
    """A character that YAML does not allow, after ``position`` of them."""

    def __init__(self, _: Any, position: int, __: Any, ___: Any, reason: str) -> None:
        super().__init__(reason)
        self.position, self.reason = position, reason


def events(text: str) -> Callable[[], Event]:
    """Returns a function that gives the next event; its errors are libyaml's or ruamel's."""
    parser = _light_parser()
    if parser is not None:
        get_event: Callable[[], Event] = parser(text).get_event
        return get_event
    return _as_tuples(_ruamel_events(text)).__next__


@cache
def _light_parser() -> Any:
    """Returns the C parser that gives tuples, or nothing where ruamel.yaml's own classes are in use."""
    if "_ruamel_yaml" in sys.modules or "ruamel.yaml" in sys.modules:
        return None
    names = ["ruamel", "ruamel.yaml", *(f"ruamel.yaml.{name}" for name in _MODULES)]
    added = [name for name in names if name not in sys.modules]
    for name in added:
        sys.modules[name] = _StandIn(name)
    for name in added:
        above, _, last = name.rpartition(".")
        if above in added:
            setattr(sys.modules[above], last, sys.modules[name])
    try:
        import _ruamel_yaml
    except ImportError:
        return None
    finally:
        for name in added:
            del sys.modules[name]
    # A process has one C module, and this one makes tuples now: ruamel.yaml itself has to do without it.
    sys.modules["_ruamel_yaml"] = None  # type: ignore[assignment]
    return _ruamel_yaml.CParser


class _StandIn(ModuleType):
    """A module of ruamel.yaml as the C parser sees it: it asks for the makers of events and for errors."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name.endswith("Error"):
            return CharacterError if name == "ReaderError" else ReadingError
        return _MAKERS.get(name, _other)


def _scalar(anchor: Any, tag: Any, _: Any, text: str, start: Any, end: Any, style: Any = None) -> Event:
    return SCALAR, start, end, anchor, tag, text, style


def _mapping(anchor: Any, tag: Any, _: Any, start: Any, end: Any, flow: Any = None) -> Event:
    return MAPPING, start, end, anchor, tag, "", flow


def _sequence(anchor: Any, tag: Any, _: Any, start: Any, end: Any, flow: Any = None) -> Event:
    return SEQUENCE, start, end, anchor, tag, "", flow


def _end(start: Any, end: Any) -> Event:
    return END, start, end, None, None, "", None


def _alias(anchor: Any, start: Any, end: Any) -> Event:
    return ALIAS, start, end, anchor, None, "", None


def _finish(*_: Any) -> Event:
    return FINISH, None, None, None, None, "", None


def _other(*_: Any, **__: Any) -> Event:
    return OTHER, None, None, None, None, "", None


_MAKERS: dict[str, Callable[..., Event]] = {
    "ScalarEvent": _scalar,
    "MappingStartEvent": _mapping,
    "SequenceStartEvent": _sequence,
    "MappingEndEvent": _end,
    "SequenceEndEvent": _end,
    "AliasEvent": _alias,
    "DocumentEndEvent": _finish,
    "StreamEndEvent": _finish,
}


def _ruamel_events(text: str) -> Iterator[Any]:
    try:
        from _ruamel_yaml import CParser
    except ImportError:
        from ruamel.yaml import YAML

        parser = YAML(typ="safe", pure=True)
        parser.version = (1, 1)
        yield from parser.parse(text)
        return
    get_event = CParser(text).get_event
    while True:
        yield get_event()


def _as_tuples(found: Iterator[Any]) -> Iterator[Event]:
    kinds = {
        "ScalarEvent": SCALAR,
        "MappingStartEvent": MAPPING,
        "SequenceStartEvent": SEQUENCE,
        "MappingEndEvent": END,
        "SequenceEndEvent": END,
        "AliasEvent": ALIAS,
        "DocumentEndEvent": FINISH,
        "StreamEndEvent": FINISH,
    }
    for event in found:
        style = getattr(event, "style", None) or getattr(event, "flow_style", None)
        yield (
            kinds.get(type(event).__name__, OTHER),
            event.start_mark,
            event.end_mark,
            getattr(event, "anchor", None),
            getattr(event, "tag", None),
            getattr(event, "value", ""),
            style,
        )
