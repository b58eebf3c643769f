"""What the check of the policies answers: problems, and what it could not evaluate."""

from __future__ import annotations

from functools import lru_cache

from stslint.model import Document, Node, NotChecked, Problem, Related, Severity
from stslint.policies.evaluation import Violation
from stslint.policies.loader import Expression, Policy

_ACTIONS: tuple[tuple[str, Severity, str], ...] = (
    ("Deny", "error", "denies this"),
    ("Warn", "warning", "warns of this"),
    ("Audit", "info", "records this in the audit log"),
)
"""What a binding does with a violation, the most severe first."""
UNBOUND: tuple[Severity, str] = (
    "warning",
    "would refuse this once it is bound (the policy files have no binding of it)",
)


def action_of(binding: Document) -> tuple[Severity, str]:
    actions = {each.string() for each in binding.root.at("spec.validationActions").elements()}
    return next(((severity, verb) for name, severity, verb in _ACTIONS if name in actions), _ACTIONS[0][1:])


def not_checked(policy: Policy, reason: str, expression: Expression | None = None) -> NotChecked:
    if expression is None:
        return NotChecked(f"the policy `{policy.name}`: {reason}")
    place = expression.place()
    return NotChecked(
        f"the policy `{policy.name}` ({policy.file}:{place.line}): `{_shortened(expression.text)}`: {reason}"
    )


def problem_of(policy: Policy, broken: Violation, node: Node, severity: Severity, verb: str) -> Problem:
    said = f"its expression fails: {broken.message}" if broken.failure else _sentence(broken.message)
    reason = f" (reason {broken.reason})" if broken.reason else ""
    related = Related(broken.expression.node, "the policy's expression", file=policy.file)
    return Problem(
        node,
        f"the policy `{policy.name}` {verb}: {said}",
        help=f"`{_shortened(broken.expression.text)}` must be true{reason}",
        severity=severity,
        related=(related,),
    )


def _sentence(message: str) -> str:
    return message.removesuffix(".")


@lru_cache(maxsize=4096)
def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else f"{line[:97]}..."
