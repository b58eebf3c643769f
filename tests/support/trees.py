"""From a text to its tree, and from problems to what a test compares."""

from __future__ import annotations

from collections.abc import Iterable

from stslint.model import Node, Problem, Source
from stslint.sources.yaml.recovery import read


def tree(text: str) -> Node:
    """Returns the root of a text of one document."""
    return read(Source("x.yaml", text))[0].root


def shown(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    """Returns the path and the rule of each problem."""
    return [(problem.path, problem.rule) for problem in problems]
