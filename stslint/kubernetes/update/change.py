"""An update of one object, and what a kind has to say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from stslint.model import Node, Problem
from stslint.runtime.namedtuple import NamedTuple


class Change(NamedTuple):
    """An object as it was applied before and is applied now, is stored, and would be stored: ``root``."""

    old: Node
    live: Node
    new: Node
    root: Node
    minor: int


def _nothing_filled(root: Node, minor: int) -> None:
    pass


def _nothing_prepared(change: Change) -> None:
    pass


def _nothing_refused(change: Change) -> Iterator[Problem]:
    return iter(())


class Neighbour(NamedTuple):
    """What is special about the updates of a kind.

    ``store`` fills in what the API server adds when it creates the object, ``prepare`` what it changes before
    it validates an update, both in the tree that they are given. ``changes`` yields what may not change.
    """

    store: Callable[[Node, int], None] = _nothing_filled
    prepare: Callable[[Change], None] = _nothing_prepared
    changes: Callable[[Change], Iterator[Problem]] = _nothing_refused
    merge_keys: Mapping[str, str] = MappingProxyType({})
