"""The API server's verdict on one object, and the tree that is left when its mistakes are mended.

The server stops at the first layer that fails: kind, decoding, validation. Here each layer goes on with what
the one before it left: a mistyped key stands for the one that was meant, and a value of a wrong type
is taken out. Whether the object is refused does not depend on that; how much one run tells does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from stslint.kubernetes.decoding import decode
from stslint.kubernetes.kinds import judge_kind
from stslint.kubernetes.validation.verdict import validate
from stslint.model import Node, Problem

_RENAMED = ("unknown-field", "kind-case")

_SPEAKS_OF_ABSENCE = frozenset(
    ("required-field-missing", "selector-mismatch", "mount-without-volume", "unknown-kind")
)


class Judgement(NamedTuple):
    """What the API server refuses or warns of, and the tree without what it could not decode."""

    problems: tuple[Problem, ...]
    sound: Node


def judge(root: Node, version: str, fragment: bool = False) -> Judgement:
    """Returns the verdict on one object for a minor, ``1.37``.

    Of a ``fragment`` only what it says is judged, never what it leaves out.
    """
    if root.kind == "absent":
        return Judgement((), root)
    problems = list(judge_kind(root, version))
    sound = mended(root, problems) if problems else root
    undecoded = decode(sound, version, patch=fragment)
    if undecoded:
        sound = mended(sound, undecoded)
    problems += undecoded
    problems += validate(sound, version)
    if fragment:
        problems = [problem for problem in problems if not _speaks_of_absence(problem)]
    return Judgement(tuple(problems), sound)


def _speaks_of_absence(problem: Problem) -> bool:
    return problem.node.kind == "absent" or problem.rule in _SPEAKS_OF_ABSENCE


def mended(root: Node, problems: Iterable[Problem]) -> Node:
    """Returns a copy of a tree in which what the problems point at is renamed as they advise, or left out."""
    faults = {id(problem.node): problem for problem in problems if problem.node.kind != "absent"}
    return _copy(root, faults, None)


def _copy(node: Node, faults: dict[int, Problem], parent: Node | None) -> Node:
    copy = Node(
        node.kind,
        node.value,
        node.span,
        key=node.key,
        key_span=node.key_span,
        parent=parent,
        text=node.text,
        style=node.style,
        flow=node.flow,
    )
    if isinstance(node.value, dict):
        copy.value = _entries(copy, node.value, faults)
    elif isinstance(node.value, list):
        kept = (child for child in node.value if id(child) not in faults)
        copy.value = [_copy(child, faults, copy) for child in kept]
    return copy


def _entries(copy: Node, entries: dict[str, Node], faults: dict[int, Problem]) -> dict[str, Node]:
    kept: dict[str, Node] = {}
    for key, child in entries.items():
        problem = faults.get(id(child))
        meant = key if problem is None else _meant(problem, child)
        if not meant or (meant != key and meant in entries):
            continue
        new = _copy(child, faults, copy)
        if problem is not None and meant == key:
            new.value, new.text = _advised(problem), _advised(problem)
        new.key = meant
        kept[meant] = new
    return kept


def _meant(problem: Problem, node: Node) -> str:
    """Returns the key that a problem's fix writes in the place of this node's, or nothing."""
    if problem.rule not in _RENAMED or problem.fix is None:
        return ""
    edit = problem.fix.edits[0]
    if edit.span == node.key_span:
        return edit.text
    return str(node.key) if edit.span == node.span else ""


def _advised(problem: Problem) -> str:
    return problem.fix.edits[0].text.strip("'\"") if problem.fix else ""
