"""The place in a manifest that a false expression of a policy is about."""

from __future__ import annotations

from collections.abc import Mapping

from stslint.model import Node
from stslint.policies import expression_text
from stslint.policies.engine import Value
from stslint.policies.evaluation import Evaluation
from stslint.policies.loader import Expression, Policy


def spoken_of(evaluation: Evaluation, expression: Expression, policy: Policy, root: Node) -> Node | None:
    """Returns the node that a false expression is about, if there is exactly one."""
    texts = {variable.name: variable.expression.text for variable in policy.variables}
    element = _element(evaluation, expression.text, texts, root)
    if element is not None:
        return element
    needed = [expression.text, *(texts[name] for name in expression_text.closure(expression.text, texts))]
    path = expression_text.only_path(
        [path for each in needed for path in expression_text.paths_from("object", each) if path]
    )
    return _at(root, path) if path else None


def _element(evaluation: Evaluation, expression: str, texts: Mapping[str, str], root: Node) -> Node | None:
    """Returns the first element of a list for which ``LIST.all(VARIABLE, BODY)`` is false."""
    parts = expression_text.for_all(expression)
    if parts is None:
        return None
    written = texts.get(parts.elements.removeprefix("variables."), parts.elements)
    path = expression_text.whole_path("object", written)
    elements = _at(root, path).elements() if path else []
    for index, element in enumerate(elements):
        if not evaluation.allowance.has_room():
            break
        said = evaluation.value(f"cel.bind({parts.variable}, {parts.elements}[{index}], {parts.body})")
        if isinstance(said, Value) and said.value is False:
            inner = expression_text.only_path(expression_text.paths_from(parts.variable, parts.body))
            return _at(element, inner) if inner else element
    return None


def _at(node: Node, path: expression_text.Path) -> Node:
    for step in path:
        node = node.get(step)
    return node
