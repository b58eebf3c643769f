"""The API server's verdict on one object, and its tree after correction.

The server stops at the first layer that fails: kind, decoding, validation. Here each layer works on what
the previous one left: a mistyped key is replaced by the intended one, and a value of a wrong type is
removed. This does not change whether the object is refused, only how much one run reports.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from stslint.kubernetes.schema.decoding import decode, undecodable
from stslint.kubernetes.schema.kinds import check_kind
from stslint.kubernetes.schema.lost_places import LostPlaces
from stslint.kubernetes.schema.versions import number
from stslint.kubernetes.validation.verdict import validate
from stslint.model import Kind, Node, Problem, Related, Scalar
from stslint.runtime.namedtuple import NamedTuple

_ADVISED = frozenset(
    ("unknown-field", "kind-case", "unknown-kind", "api-version-removed", "unquoted-scalar", "wrong-type")
)
"""Rules whose fix shows the intended value."""

_RECENT = 4
"""The verdicts of so many objects are kept: a plan asks for that of its manifest several times."""

DECODING_ROUNDS = 4
"""How many levels of misspelled fields are corrected; deeper ones are reported in the next run."""

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
"""The kinds that have a verdict; from objects of other kinds only undecodable values are removed."""


class Verdict(NamedTuple):
    """What the API server refuses or warns about, and the tree without what it could not decode."""

    problems: tuple[Problem, ...]
    decoded: Node


def check_object(root: Node, version: str, fragment: bool = False, old: Node | None = None) -> Verdict:
    """Returns the verdict on one object for a Kubernetes version such as ``1.34``.

    A ``fragment`` is checked for what it contains, never for what is missing. With ``old``, the decoded tree
    of the same object as it was applied before, the verdict is that of ``kubectl apply``.
    """
    if root.kind == "absent":
        return Verdict((), root)
    verdict = _checked(root, version, fragment, old)
    if not fragment:
        return verdict
    return verdict._replace(problems=tuple(filter(_holds_of_fragments, verdict.problems)))


def decoded_object(root: Node, version: str, fragment: bool = False) -> Node:
    """Returns the tree of ``check_object`` for a caller that does not need the problems."""
    if root.kind == "absent":
        return root
    _, decoded = _with_its_kind(root, version)
    return _decoded(decoded, version, fragment, applied=False, reported=False)[1]


def intended_kind(root: Node, version: str) -> str:
    """Returns the kind that an object was meant to have, or an empty string if it names none."""
    return _with_its_kind(root, version)[1].get("kind").string()


def decodable_part(root: Node, version: str, fragment: bool = False) -> Node:
    """Returns the tree without what does not decode. No mistyped field is corrected, which takes longest."""
    unfit = undecodable(root, version, patch=fragment)
    return corrected(root, [Problem(node, "") for node in unfit]) if unfit else root


@lru_cache(maxsize=_RECENT)
def _checked(root: Node, version: str, fragment: bool, old: Node | None) -> Verdict:
    problems, decoded = _with_its_kind(root, version)
    reported = decoded.get("kind").string() in ("", *CHECKED_KINDS)  # without a kind, it may be corrected
    undecoded, decoded = _decoded(decoded, version, fragment, old is not None, reported)
    if decoded.get("kind").string() not in CHECKED_KINDS:
        return Verdict(tuple(problems), decoded)
    problems += undecoded
    lost = LostPlaces([problem.node for problem in problems if not _is_restored(problem)])
    problems += [each for each in _validated(decoded, version, old) if not _follows(each, lost)]
    return Verdict(tuple(problems), decoded)


def _with_its_kind(root: Node, version: str) -> tuple[list[Problem], Node]:
    """Returns the problems of the kind and the API version, and the tree with the intended ones."""
    problems = list(check_kind(root, version))
    if not problems:
        return [], root
    decoded = corrected(root, problems)
    if all(problem.on == "key" and problem.fix is not None for problem in problems):
        # The value under the correct key can be wrong as well.
        hidden = check_kind(decoded, version)
        problems += hidden
        decoded = corrected(decoded, hidden)
    return problems, decoded


def _decoded(
    root: Node, version: str, fragment: bool, applied: bool, reported: bool
) -> tuple[list[Problem], Node]:
    """Returns why a tree does not decode, and the tree that does."""
    problems: list[Problem] = []
    for _ in range(DECODING_ROUNDS):
        found = decode(root, version, patch=fragment, applied=applied, reported=reported)
        if not found:
            break
        # A field under its correct name is decoded as well: its value can be wrong, too.
        root = corrected(root, found)
        problems += found
    return problems, root


def _validated(root: Node, version: str, old: Node | None) -> list[Problem]:
    if old is None:
        return validate(root, number(version))
    from stslint.kubernetes.update.check import validate_update
    from stslint.kubernetes.update.merge import WRAPS

    problems = validate_update(old, root, number(version))
    return [_placed(problem, root, old) for problem in problems if problem.rule != WRAPS]


def _placed(problem: Problem, root: Node, old: Node) -> Problem:
    """Returns the problem with its related places in the old manifest, not in the stored object."""
    related = tuple(
        item if item.node.root is root else Related(old.at(item.node.path), item.message)
        for item in problem.related
    )
    return problem._replace(related=related)


def _holds_of_fragments(problem: Problem) -> bool:
    """Returns whether a problem remains one if the rest of the manifest is elsewhere.

    Test assertions can have expressions in parentheses, and trees where an object has strings.
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


def _follows(problem: Problem, lost: LostPlaces) -> bool:
    """Returns whether something is missing only because the value there could not be read."""
    return _speaks_of_absence(problem) and lost.meet(problem.node)


def _is_restored(problem: Problem) -> bool:
    """Returns whether the node of a problem is in the corrected tree, with its intended key and value."""
    parent = problem.node.parent
    meant = _meant_key(problem, problem.node) if parent is not None else ""
    return bool(meant) and parent is not None and (meant == problem.node.key or meant not in parent.entries())


def corrected(root: Node, problems: Iterable[Problem]) -> Node:
    """Returns a copy of a tree without the nodes of the problems, or with them renamed as suggested.

    Where none of them is in the tree, it is returned itself.
    """
    faults = {id(problem.node): problem for problem in problems if problem.node.kind != "absent"}
    if not faults:
        return root

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
    """Returns the intended key of a node, or nothing if its value cannot be used."""
    if problem.rule not in _ADVISED or problem.fix is None:
        return ""
    edit = problem.fix.edits[0]
    if edit.span == node.key_span:
        return edit.text.strip("'\"")
    return str(node.key) if edit.span == node.span else ""


def _meant_value(problem: Problem, node: Node) -> Node:
    """Returns the node with the value of a problem's fix, if the fix changes the value."""
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
