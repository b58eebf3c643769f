"""Which places of a module are not mutated, because no test can or should see a change there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

# Without them a function gives the same answers, only later, or other names for a type checker.
_DECORATORS_WITHOUT_EFFECT = {"cache", "lru_cache", "overload", "override", "final", "abstractmethod"}


class Place(NamedTuple):
    """A position as parso counts: lines from 1, columns in characters from 0."""

    line: int
    column: int


class Range(NamedTuple):
    """The positions from the first to before the last."""

    first: Place
    last: Place

    def holds(self, place: Place) -> bool:
        """Returns whether a position is in the range."""
        return self.first <= place < self.last


def exempt_ranges(text: str) -> list[Range]:
    """Returns the ranges of a module that are not mutated.

    These are type annotations and aliases, the first argument of ``cast``, ``__all__``, ``TYPE_CHECKING`` and
    blocks after it, ``strict`` of ``zip`` (an assertion), and decorators that cache or are for type checkers.
    Raises SyntaxError.
    """
    lines = text.split("\n")
    return [_range(node, lines) for top in ast.walk(ast.parse(text)) for node in _exempt_parts(top)]


def _exempt_parts(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    if isinstance(node, ast.AnnAssign):
        yield node if ast.unparse(node.annotation) == "TypeAlias" else node.annotation
    elif isinstance(node, ast.arg) and node.annotation:
        yield node.annotation
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield from _of_definition(node)
    elif isinstance(node, ast.Module):
        yield from (each for each in node.body if _is_alias(each))
    elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        yield node
    elif isinstance(node, ast.Call):
        yield from _of_call(node)


def _of_call(node: ast.Call) -> Iterator[ast.expr]:
    name = ast.unparse(node.func)
    if name in ("cast", "TypeVar"):
        yield from node.args[:1]
    elif name == "zip":
        yield from (each.value for each in node.keywords)


def _of_definition(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterator[ast.expr]:
    if not isinstance(node, ast.ClassDef) and node.returns:
        yield node.returns
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if ast.unparse(called).rpartition(".")[2] in _DECORATORS_WITHOUT_EFFECT:
            yield decorator


def _is_alias(node: ast.stmt) -> bool:
    """Returns whether a statement names exports or a union of types, such as ``Json = str | None``."""
    if not isinstance(node, ast.Assign):
        return False
    if ast.unparse(node.targets[0]) in ("__all__", "TYPE_CHECKING"):
        return True
    return isinstance(node.value, ast.BinOp) and all(map(_is_type, _operands(node.value)))


def _operands(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from _operands(node.left)
        yield from _operands(node.right)
    else:
        yield node


def _is_type(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return node.value is None or isinstance(node.value, str)
    name = ast.unparse(node.value if isinstance(node, ast.Subscript) else node).rpartition(".")[2]
    return name.isidentifier() and not name.isupper()


def _range(node: ast.expr | ast.stmt, lines: list[str]) -> Range:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    # A decorator begins with its sign, which is no part of the expression.
    first = _place(node.lineno, node.col_offset, lines)
    sign = lines[first.line - 1][: first.column].rstrip()
    first = Place(first.line, len(sign) - 1) if sign.strip() == "@" else first
    return Range(first, _place(node.end_lineno, node.end_col_offset, lines))


def _place(line: int, bytes_before: int, lines: list[str]) -> Place:
    """Returns the place in characters: ast counts columns in bytes."""
    return Place(line, len(lines[line - 1].encode()[:bytes_before].decode()))
