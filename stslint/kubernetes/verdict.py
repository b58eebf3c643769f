"""The API server's verdict on one object, and the tree that is left when its mistakes are corrected.

The server stops at the first layer that fails: kind, decoding, validation. Here each layer goes on with what
the one before it left: a mistyped key stands for the one that was meant, and a value of a wrong type
is taken out. Whether the object is refused does not depend on that; how much one run tells does.
"""

from __future__ import annotations

from collections.abc import Iterable

from stslint.kubernetes.schema.decoding import decode
from stslint.kubernetes.schema.kinds import check_kind
from stslint.kubernetes.schema.versions import number
from stslint.kubernetes.validation.verdict import validate
from stslint.model import Kind, Node, Problem, Related, Scalar
from stslint.runtime.namedtuple import NamedTuple

_ADVISED = frozenset(
    ("unknown-field", "kind-case", "unknown-kind", "api-version-removed", "unquoted-scalar", "wrong-type")
)
"""Rules whose fix says what was meant."""

DECODING_ROUNDS = 4
"""How many misspelt fields may stand inside of each other; what is deeper is told in the next run."""

_SPEAKS_OF_ABSENCE = frozenset(
    ("required-field-missing", "selector-mismatch", "mount-without-volume", "unknown-kind")
)


CHECKED_KINDS = frozenset(
    (
        "StatefulSet",
        "Service",
        "PodDisruptionBudget",
        "PersistentVolumeClaim",
        "PersistentVolume",
        "StorageClass",
        "ConfigMap",
        "Secret",
        "ServiceAccount",
    )
)
"""The kinds on which the server's verdict is given; of others only what rules can't read is taken out."""


class Verdict(NamedTuple):
    """What the API server refuses or warns of, and the tree without what it could not decode."""

    problems: tuple[Problem, ...]
    decoded: Node


def check_object(root: Node, version: str, fragment: bool = False, old: Node | None = None) -> Verdict:
    """Returns the verdict on one object for a minor, ``1.37``.

    Of a ``fragment`` only what it says is judged, never what it leaves out. With ``old``, the decoded tree of
    the same object as it was applied before, the verdict is that of ``kubectl apply``.
    """
    if root.kind == "absent":
        return Verdict((), root)
    verdict = _checked(root, version, fragment, old)
    if not fragment:
        return verdict
    return verdict._replace(problems=tuple(filter(_holds_of_fragments, verdict.problems)))


def _checked(root: Node, version: str, fragment: bool, old: Node | None) -> Verdict:
    problems = list(check_kind(root, version))
    decoded = corrected(root, problems) if problems else root
    if problems and all(problem.on == "key" and problem.fix is not None for problem in problems):
        # What stands under the right key may be wrong as well.
        hidden = check_kind(decoded, version)
        problems += hidden
        decoded = corrected(decoded, hidden)
    undecoded: list[Problem] = []
    for _ in range(DECODING_ROUNDS):
        found = decode(decoded, version, patch=fragment, applied=old is not None)
        if not found:
            break
        # A field under its right name is decoded as well: what it holds may be wrong, too.
        decoded = corrected(decoded, found)
        undecoded += found
    if decoded.get("kind").value not in CHECKED_KINDS:
        return Verdict(tuple(problems), decoded)
    problems += undecoded
    lost = [problem.node.path for problem in problems if not _is_restored(problem)]
    problems += [each for each in _validated(decoded, version, old) if not _follows(each, lost)]
    return Verdict(tuple(problems), decoded)


def _validated(root: Node, version: str, old: Node | None) -> list[Problem]:
    if old is None:
        return validate(root, number(version))
    from stslint.kubernetes.update.check import validate_update
    from stslint.kubernetes.update.merge import WRAPS

    problems = validate_update(old, root, number(version))
    return [_placed(problem, root, old) for problem in problems if problem.rule != WRAPS]


def _placed(problem: Problem, root: Node, old: Node) -> Problem:
    """Returns the problem with its other places in the manifest before, not in what is stored of it."""
    related = tuple(
        item if item.node.root is root else Related(old.at(item.node.path), item.message)
        for item in problem.related
    )
    return problem._replace(related=related)


def _holds_of_fragments(problem: Problem) -> bool:
    """Returns whether a problem is one even where the rest of the manifest stands elsewhere.

    What a test expects may hold expressions in parentheses, and trees where an object has texts.
    """
    node = problem.node
    if _speaks_of_absence(problem) or _is_expression(node.text) or _is_expression(str(node.key)):
        return False
    is_data = node.parent is not None and node.parent.path == "data"
    return not (is_data and node.kind in ("mapping", "sequence"))


def _is_expression(text: str) -> bool:
    return text.startswith("(") and text.endswith(")")


def _speaks_of_absence(problem: Problem) -> bool:
    return problem.node.kind == "absent" or problem.rule in _SPEAKS_OF_ABSENCE


def _follows(problem: Problem, lost: Iterable[str]) -> bool:
    """Returns whether something is only missing because what stands there could not be read."""
    if not _speaks_of_absence(problem):
        return False
    path = problem.node.path
    return any(path.startswith(other) or other.startswith(path) for other in lost)


def _is_restored(problem: Problem) -> bool:
    """Returns whether what a problem points at stands in the corrected tree, as it was meant."""
    parent = problem.node.parent
    meant = _meant_key(problem, problem.node) if parent is not None else ""
    return bool(meant) and parent is not None and (meant == problem.node.key or meant not in parent.entries())


def corrected(root: Node, problems: Iterable[Problem]) -> Node:
    """Returns a copy of a tree in which what the problems point at is renamed as they advise, or left out."""
    faults = {id(problem.node): problem for problem in problems if problem.node.kind != "absent"}

    def make(node: Node, parent: Node | None) -> Node:
        copy = node.under(parent, node.value)
        problem = faults.get(id(node))
        return copy if problem is None or parent is None else _corrected(copy, node, problem)

    def keep(node: Node) -> bool:
        problem = faults.get(id(node))
        return problem is None or (isinstance(node.key, str) and _is_restored(problem))

    return root.map(make, keep)


def _corrected(copy: Node, node: Node, problem: Problem) -> Node:
    copy.key = _meant_key(problem, node)
    return _meant_value(problem, copy)


def _meant_key(problem: Problem, node: Node) -> str:
    """Returns the key that a node was meant to have, or nothing when what it says can't be used."""
    if problem.rule not in _ADVISED or problem.fix is None:
        return ""
    edit = problem.fix.edits[0]
    if edit.span == node.key_span:
        return edit.text.strip("'\"")
    return str(node.key) if edit.span == node.span else ""


def _meant_value(problem: Problem, node: Node) -> Node:
    """Returns the node with the value that a problem's fix writes, if that is what it mends."""
    if problem.fix is not None and problem.fix.edits[0].span == node.span:
        text = problem.fix.edits[0].text
        node.kind, node.value = _scalar(text)
        node.text = text.strip("'\"")
    return node


def _scalar(text: str) -> tuple[Kind, Scalar]:
    if text in ("true", "false"):
        return "boolean", text == "true"
    if text.lstrip("-").isascii() and text.lstrip("-").isdigit():
        return "integer", int(text)
    return "string", text.strip("'\"")
