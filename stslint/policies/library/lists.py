"""Functions of lists and sets.

Sources: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-list-library and
https://pkg.go.dev/github.com/google/cel-go/ext#Sets
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from stslint.policies.library.overload import Overload, function, method, refuse_many

_ANY = ("string", "int", "double", "bool", "null", "map", "list")


def same(one: Any, other: Any) -> bool:
    """Returns whether two values are equal in CEL, where ``true`` is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return bool(one == other)


def has(values: list[Any], value: Any) -> bool:
    """Returns whether a list contains a value."""
    return any(same(each, value) for each in values)


def index_of(values: list[Any], value: Any) -> int:
    """Returns the first index of a value in a list, or -1."""
    return next((index for index, each in enumerate(values) if same(each, value)), -1)


def last_index_of(values: list[Any], value: Any) -> int:
    """Returns the last index of a value in a list, or -1."""
    found = index_of(values[::-1], value)
    return found if found < 0 else len(values) - 1 - found


def distinct(values: list[Any]) -> list[Any]:
    """Returns the values without duplicates."""
    found: list[Any] = []
    for value in values:
        if not has(found, value):
            found.append(value)
    return found


def piece(values: list[Any], start: int, end: int) -> list[Any]:
    """Returns the values from ``start`` to before ``end``. Raises ValueError."""
    if not 0 <= start <= end <= len(values):
        raise ValueError(f"cannot slice {len(values)} values from {start} to {end}")
    return values[start:end]


def flatten(values: list[Any], depth: int = 1) -> list[Any]:
    """Returns the values with nested lists flattened, up to a number of levels."""
    return list(_opened(values, depth))


def _opened(values: list[Any], depth: int) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list) and depth > 0:
            yield from _opened(value, depth - 1)
        else:
            yield value


def is_sorted(values: list[Any]) -> bool:
    """Returns whether no value is greater than the next."""
    _refuse_mixed(values)
    return all(one <= other for one, other in pairwise(values))


def _best(choose: Callable[[list[Any]], Any]) -> Callable[[list[Any]], Any]:
    def best(values: list[Any]) -> Any:
        if not values:
            raise ValueError(f"{choose.__name__} of an empty list")
        _refuse_mixed(values)
        return choose(values)

    return best


def _refuse_mixed(values: list[Any]) -> None:
    if len({type(value) for value in values}) > 1:
        raise ValueError("values of different types cannot be compared")


def numbers(end: int) -> list[int]:
    """Returns the numbers from 0 to before ``end``. Raises NotEvaluatedError."""
    refuse_many(end)
    return list(range(end))


FUNCTIONS: tuple[Overload, ...] = (
    *(method("indexOf", f"list {each}", "int", index_of) for each in _ANY),
    *(method("lastIndexOf", f"list {each}", "int", last_index_of) for each in _ANY),
    method("isSorted", "list", "bool", is_sorted),
    method("sum", "list", "dyn", sum),
    method("min", "list", "dyn", _best(min)),
    method("max", "list", "dyn", _best(max)),
    method("distinct", "list", "list", distinct),
    method("reverse", "list", "list", lambda values: values[::-1]),
    method("slice", "list int int", "list", piece),
    method("flatten", "list", "list", flatten),
    method("flatten", "list int", "list", flatten),
    function("lists.range", "int", "list", numbers),
    function("sets.contains", "list list", "bool", lambda all_, some: all(has(all_, each) for each in some)),
    function(
        "sets.intersects", "list list", "bool", lambda one, other: any(has(one, each) for each in other)
    ),
    function(
        "sets.equivalent",
        "list list",
        "bool",
        lambda one, other: all(has(one, each) for each in other) and all(has(other, each) for each in one),
    ),
)
