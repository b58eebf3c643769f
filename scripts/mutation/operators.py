"""The mutants of a module: which changes cosmic-ray's operators can make to it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

from scripts.mutation.exempt import Place, exempt_ranges
from scripts.mutation.mutant import Change, Mutant

# These need arguments: the names of variables.
_NEED_ARGUMENTS = {"VariableReplacer", "VariableInserter"}
# `is` and `==` differ for values that compare equal without being one object, which nothing here depends on.
# An order of values that are compared with `is` raises in the first test that comes along.
_SAME_ANSWER = {"Eq_Is", "NotEq_IsNot"}
_WITH_STARS = {"parameters", "lambdef", "dictorsetmaker", "atom"}
_OF_IDENTITY = {"Is_IsNot", "IsNot_Is"}


def mutants_of(path: str, text: str) -> list[Mutant]:
    """Returns all mutants of a module, in the order of the operators. Raises SyntaxError."""
    exempt = exempt_ranges(text)
    nodes = list(ast_nodes(get_ast(text)))
    return [
        Mutant(path, place.line, place.column + 1, name, occurrence)
        for name in _operators()
        for occurrence, (node, place) in enumerate(_places(name, nodes))
        if not _is_star(node) and not any(each.holds(place) for each in exempt)
    ]


def change_of(mutant: Mutant, text: str) -> Change | None:
    """Returns what a mutant makes of its module, or None if that is not Python or means the same."""
    mutated = mutate_code(text, _operators()[mutant.operator](), mutant.occurrence)
    if mutated is None or not _differs(text, mutated):
        return None
    old, new = _difference(mutant.line, text, mutated)
    return Change(mutated, old, new)


@lru_cache(maxsize=1)
def _operators() -> Mapping[str, Any]:
    """Returns the classes of cosmic-ray's operators that are used, by name."""
    names = (name.rpartition("/")[2] for name in operator_names())
    return {name: get_operator(f"core/{name}") for name in names if _is_used(name)}


def _is_used(name: str) -> bool:
    kind, _, change = name.partition("_")
    if kind == "ReplaceComparisonOperator" and change.startswith("Is"):
        return change in _OF_IDENTITY
    return kind not in _NEED_ARGUMENTS and change not in _SAME_ANSWER


def _places(name: str, nodes: Iterable[Any]) -> Iterator[tuple[Any, Place]]:
    operator = _operators()[name]()
    for node in nodes:
        for start, _ in operator.mutation_positions(node):
            yield node, Place(*start)


def _is_star(node: Any) -> bool:
    """Returns whether a node is a star of parameters or a display, which cosmic-ray takes for a product."""
    return node.type == "operator" and node.parent.type in _WITH_STARS


def _differs(text: str, mutated: str) -> bool:
    try:
        return ast.dump(ast.parse(mutated)) != ast.dump(ast.parse(text))
    except SyntaxError:
        return False


def _difference(line: int, text: str, mutated: str) -> tuple[str, str]:
    """Returns the line of a mutant before and after it; nothing is left of a removed decorator."""
    before, after = text.split("\n"), mutated.split("\n")
    if len(after) < len(before) and before[line - 1].lstrip().startswith("@"):
        return before[line - 1].strip(), ""
    return next((old.strip(), new.strip()) for old, new in zip(before, after, strict=False) if old != new)
