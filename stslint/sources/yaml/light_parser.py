"""ruamel.yaml's C parser without ruamel.yaml, for a process that runs stslint alone.

The C parser imports its event classes from its own package. Importing that package takes 8 ms of a cold run
of 150 ms (5 %: median of 30 runs on a file that the block parser does not read), and its event objects take
another 16 ms for 400 documents of 400 bytes. So while the C parser is imported, stand-in modules give it
functions that make tuples; then they are removed from ``sys.modules``.

A process has one C parser, and this one makes tuples from then on: ruamel.yaml, imported later, falls back to
its Python parser. No other code may be surprised by that, so only ``libyaml_events`` calls this, and only in
a process that ``stslint.__main__`` has started (``stslint.runtime.process_owner``).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from types import ModuleType

from stslint.sources.yaml.event import ALIAS, END, FINISH, MAPPING, OTHER, SCALAR, SEQUENCE, Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MODULES = (
    "error", "reader", "scanner", "parser", "composer", "constructor", "emitter", "serializer",
    "representer", "tokens", "events", "nodes",
)  # fmt: skip


class ParserError(Exception):
    """An error of libyaml, with the attributes that ruamel.yaml's errors have."""

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
    """A character that YAML does not allow, after ``position`` characters."""

    def __init__(self, _: Any, position: int, __: Any, ___: Any, reason: str) -> None:
        super().__init__(reason)
        self.position, self.reason = position, reason


@cache
def light_parser() -> Any:
    """Returns the C parser that makes tuples; None if ruamel.yaml is loaded already or has no C parser."""
    if "_ruamel_yaml" in sys.modules or "ruamel.yaml" in sys.modules:
        return None
    names = ["ruamel", "ruamel.yaml", *(f"ruamel.yaml.{name}" for name in _MODULES)]
    added = [name for name in names if name not in sys.modules]
    _add_stand_ins(added)
    try:
        import _ruamel_yaml
    except ImportError:
        return None
    finally:
        for name in added:
            del sys.modules[name]
    # ruamel.yaml itself must not find the parser that makes tuples.
    sys.modules["_ruamel_yaml"] = None  # type: ignore[assignment]
    return _ruamel_yaml.CParser


def _add_stand_ins(names: list[str]) -> None:
    for name in names:
        sys.modules[name] = _StandIn(name)
    for name in names:
        parent, _, last = name.rpartition(".")
        if parent in names:
            setattr(sys.modules[parent], last, sys.modules[name])


class _StandIn(ModuleType):
    """A module of ruamel.yaml for the C parser, which imports event classes and errors from it."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name.endswith("Error"):
            return CharacterError if name == "ReaderError" else ParserError
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
