"""Changes that mostly leave data valid: a value becomes one that other data has under the same key.

Wild values are refused at the first look; what is deeper is reached only by data that is accepted.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Values = Mapping[str, tuple[Any, ...]]
"""The values that data has, by their key; those of the elements of a list by the key of the list."""


def values_of(data: Iterable[Any]) -> Values:
    """Returns the values in all data, by their key."""
    found: dict[str, list[Any]] = {}
    for each in data:
        for key, value in _entries(each, ""):
            found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def _entries(value: Any, key: str) -> Iterator[tuple[str, Any]]:
    yield key, value
    if isinstance(value, dict):
        for inner_key, inner in value.items():
            yield from _entries(inner, str(inner_key))
    elif isinstance(value, list):
        for inner in value:
            yield from _entries(inner, f"{key}[]")


def likely_data(value: Any, values: Values, chance: random.Random) -> Any:
    """Returns plain data with up to four values exchanged, removed, added, or moved to a near number."""
    value = copy.deepcopy(value)
    for _ in range(chance.randrange(1, 5)):
        value = _changed(value, "", values, chance)
    return value


def _changed(value: Any, key: str, values: Values, chance: random.Random) -> Any:
    if isinstance(value, dict) and value:
        inner = chance.choice(list(value))
        if chance.random() < 0.8:
            value[inner] = _changed(value[inner], str(inner), values, chance)
        else:
            _with_entry(value, inner, key, values, chance)
    elif isinstance(value, list) and value and chance.random() < 0.9:
        place = chance.randrange(len(value))
        if chance.random() < 0.8:
            value[place] = _changed(value[place], f"{key}[]", values, chance)
        else:
            _with_element(value, place, key, values, chance)
    else:
        return _other(value, key, values, chance)
    return value


def _with_entry(value: dict[Any, Any], inner: Any, key: str, values: Values, chance: random.Random) -> None:
    """Removes an entry of a mapping, or adds one that another mapping under the same key has."""
    if chance.random() < 0.3:
        del value[inner]
        return
    other = chance.choice(values.get(key) or (value,))
    if isinstance(other, dict) and other:
        added = chance.choice(list(other))
        value[added] = copy.deepcopy(other[added])


def _with_element(value: list[Any], place: int, key: str, values: Values, chance: random.Random) -> None:
    """Removes, repeats or moves an element of a list, or adds one of another list under the same key."""
    form = chance.randrange(4)
    if form == 0:
        del value[place]
    elif form == 1:
        value.insert(place, copy.deepcopy(value[place]))
    elif form == 2:
        value.append(value.pop(place))
    else:
        value.append(copy.deepcopy(chance.choice(values.get(f"{key}[]") or (value[place],))))


def _other(value: Any, key: str, values: Values, chance: random.Random) -> Any:
    if type(value) is int and chance.random() < 0.6:
        return max(0, value + chance.choice((-1, 1, 1, 2, -2, 7)))
    if type(value) is bool:
        return not value
    alike = [each for each in values.get(key, ()) if type(each) is type(value)]
    return copy.deepcopy(chance.choice(alike)) if alike else value
