"""Where an object could not be read: what is missing there is not reported."""

from __future__ import annotations

from collections.abc import Iterable

from stslint.model import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

Places: TypeAlias = "dict[str | int | None, Places]"
"""Places by their keys, those around them included. A place that is lost is empty: it is lost as a whole."""


class LostPlaces:
    """The places of nodes that could not be read. One object can have thousands of them."""

    __slots__ = ("_places",)

    def __init__(self, lost: Iterable[Node]) -> None:
        self._places: Places = {}
        for node in lost:
            _add(_keys(node), self._places)

    def meet(self, node: Node) -> bool:
        """Returns whether the place of a node is one of them, or is in or around one.

        The node can be of another tree of the same object.
        """
        places = self._places
        if not places:
            return False
        for key in _keys(node):
            below = places.get(key)
            if not below:
                return below is not None
            places = below
        return True


def _add(keys: list[str | int | None], places: Places) -> None:
    for key in keys[:-1]:
        below = places.get(key)
        if below is None:
            below = places[key] = {}
        elif not below:
            return
        places = below
    places[keys[-1]] = {}


def _keys(node: Node) -> list[str | int | None]:
    """Returns the keys and indices from the top of the document, whose own key is None, to a node."""
    keys, above = [node.key], node.parent
    while above is not None:
        keys.append(above.key)
        above = above.parent
    keys.reverse()
    return keys
