"""A policy is evaluated on the apply of a StatefulSet.

Conditions, variables and validations are evaluated in the order of
https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/; a variable is evaluated
only where an expression needs it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from stslint.policies import expression_text
from stslint.policies.engine import CompileProblem, Failed, Given, Program, Result, Unsupported, Value, given
from stslint.policies.evaluation_cost import ACTIVATION, MOST_COLLECTED, VIOLATION, collects_too_many, cost_of
from stslint.policies.evaluation_limit import Allowance
from stslint.policies.loader import Expression, Policy, Validation
from stslint.policies.matching import Request
from stslint.policies.request_values import extent_of, given_without_parameters, values_of
from stslint.policies.value_size import (
    MOST_GROWN,
    MOST_LOOPED,
    MOST_SIZE,
    grows_too_large,
    loops_too_long,
    size_of,
)
from stslint.runtime.namedtuple import NamedTuple

Compile = Callable[[str], Program | CompileProblem]

_LONGEST_MESSAGE = 5 * 1024
_LONGEST_TEXT = 1_000
"""Characters of an expression that a message shows: it is repeated for each StatefulSet."""
_NAMES = 8
"""To look up so many variables takes as long as an evaluation."""
_ASKER = re.compile(r"(?<![\w.])(?:request\s*\.\s*(?:\?\s*)?(?:userInfo|uid|options|dryRun)\b|authorizer\b)")
_NAMESPACE = re.compile(r"(?:request|metadata)\s*\.\s*(?:\?\s*)?namespace\b")
_NAMESPACE_OBJECT = re.compile(r"(?<![\w.])namespaceObject\b(?!\s*\.\s*metadata\s*\.\s*name\b)")
_PARAMETERS = re.compile(r"(?<![\w.])params\b")
_ABSENCE = re.compile(r"(?<![\w.])has\s*\(|\.\s*\?|\[\s*\?|\bin\b|[!=]=\s*null\b")


class Violation(NamedTuple):
    """A validation that is false, or (``failure``) an expression that fails."""

    expression: Expression
    message: str
    reason: str = ""
    failure: bool = False


class NotEvaluated(NamedTuple):
    """An expression that is not evaluated, and why."""

    expression: Expression
    reason: str


class Unread:
    """The parameters are not known: an expression that mentions them is not evaluated."""


UNREAD = Unread()
Parameters = Mapping[str, Any] | Unread | None


class Evaluation:
    """One policy on one apply, with one set of parameters, as far as the allowance goes."""

    def __init__(
        self, policy: Policy, request: Request, params: Parameters, compiled: Compile, allowance: Allowance
    ) -> None:
        self._policy = policy
        self._request = request
        self._params = params
        self._compiled = compiled
        self.allowance = allowance
        self._texts = {variable.name: variable.expression.text for variable in policy.variables}
        self._known: dict[str, Result] = {}
        self._sizes: dict[str, int] = {}
        self._given: dict[tuple[str, ...], Given] = {}
        self._data = {**values_of(request), "params": None if isinstance(params, Unread) else params}
        self._extent = extent_of(request).with_value(self._data["params"])

    def findings(self) -> Iterator[Violation | NotEvaluated]:
        """Yields validations that are false, that fail, and that are not evaluated."""
        self.allowance.spend(1)
        outcome = self._conditions()
        if outcome is not None:
            yield from outcome
            return
        for validation in self._policy.validations:
            if not self.allowance.has_room():
                return
            yield from self._validated(validation)

    def _conditions(self) -> list[Violation | NotEvaluated] | None:
        """Returns nothing if all conditions are true, else what to report instead of the validations."""
        answers = [
            (each, self.value(each.text)) for each in self._policy.conditions if self.allowance.has_room()
        ]
        if any(isinstance(answer, Value) and answer.value is False for _, answer in answers):
            return []
        if self.allowance.exceeded:
            return []
        told: list[Violation | NotEvaluated] = []
        for expression, answer in answers:
            if isinstance(answer, Unsupported):
                told.append(NotEvaluated(expression, answer.reason))
            elif isinstance(answer, Failed) or answer.value is not True:
                told.append(self._failed(expression, answer))
        return told or None

    def _validated(self, validation: Validation) -> Iterator[Violation | NotEvaluated]:
        answer = self.value(validation.expression.text)
        if self.allowance.exceeded:
            return
        if isinstance(answer, Unsupported):
            yield NotEvaluated(validation.expression, answer.reason)
        elif isinstance(answer, Failed) or not isinstance(answer.value, bool):
            yield self._failed(validation.expression, answer)
        elif not answer.value:
            self.allowance.spend(VIOLATION)
            yield Violation(validation.expression, self._message(validation), validation.reason)

    def _failed(self, expression: Expression, answer: Failed | Value) -> Violation | NotEvaluated:
        reason = answer.reason if isinstance(answer, Failed) else "it returns neither true nor false"
        if self._policy.fails:
            return Violation(expression, reason, failure=True)
        return NotEvaluated(expression, f"it fails ({reason}), and `failurePolicy: Ignore` allows that")

    def _message(self, validation: Validation) -> str:
        if validation.message_expression is not None:
            said = self.value(validation.message_expression.text)
            if isinstance(said, Value) and _is_message(said.value):
                return str(said.value).strip()
        if validation.message:
            return validation.message
        text = " ".join(validation.expression.text.split())
        return f"failed expression: {text if len(text) <= _LONGEST_TEXT else f'{text[:_LONGEST_TEXT]}...'}"

    def value(self, expression: str) -> Result:
        """Returns the result of an expression."""
        needed = expression_text.closure(expression, self._texts)
        self.allowance.spend(len(needed) // _NAMES)
        unknown = self._unknown([expression, *(self._texts[name] for name in needed)])
        variables = self._variables(needed)
        if isinstance(variables, Unsupported):
            return variables
        program = self._compiled(expression)
        if isinstance(program, CompileProblem):
            return Unsupported(program.message)
        answer = self._run(expression, program, variables)
        if unknown and (
            not isinstance(answer, Value) or answer.value is not True or _asks_for_absence(expression)
        ):
            return Unsupported(unknown)
        return self._of_variable(needed) if isinstance(answer, Failed) and self._broken(needed) else answer

    def _variables(self, needed: list[str]) -> dict[str, Any] | Unsupported:
        values: dict[str, Any] = {}
        for name in needed:
            if name not in self._known:
                if not self.allowance.has_room():
                    return Unsupported("")
                self._known[name] = self._variable(name, values)
            answer = self._known[name]
            if isinstance(answer, Unsupported):
                return answer
            if isinstance(answer, Value):
                values[name] = answer.value
        return values

    def _variable(self, name: str, values: Mapping[str, Any]) -> Result:
        program = self._compiled(self._texts[name])
        if isinstance(program, CompileProblem):
            return Unsupported(program.message)
        answer = self._run(self._texts[name], program, values)
        if isinstance(answer, Value):
            size = self._sizes[name] = size_of(answer.value)
            self._extent = self._extent.with_value(answer.value)
            if size > MOST_SIZE:
                said = f"the variable `{name}` has more than {MOST_SIZE:,} characters and elements"
                return Unsupported(said)
        return answer

    def _run(self, expression: str, program: Program, variables: Mapping[str, Any]) -> Result:
        if loops_too_long(expression):
            return Unsupported(f"it loops and has more than {MOST_LOOPED:,} characters")
        if grows_too_large(expression, sum(self._sizes[name] for name in variables)):
            return Unsupported(f"its values can have more than {MOST_GROWN:,} characters and elements")
        if collects_too_many(expression, self._extent):
            return Unsupported(f"it can map or filter a list of more than {MOST_COLLECTED:,} elements")
        self.allowance.spend(cost_of(expression, self._extent))
        if not variables and self._data["params"] is None:
            return program.run(given_without_parameters(self._request))
        names = tuple(variables)
        if names not in self._given:
            self.allowance.spend(ACTIVATION + len(names) // (4 * _NAMES))
            self._given[names] = given({**self._data, "variables": variables})
        return program.run(self._given[names])

    def _broken(self, needed: list[str]) -> bool:
        return any(isinstance(self._known[name], Failed) for name in needed)

    def _of_variable(self, needed: list[str]) -> Failed:
        name, answer = next(
            (name, answer) for name in needed if isinstance(answer := self._known[name], Failed)
        )
        return Failed(f"the variable `{name}` fails: {answer.reason}")

    def _unknown(self, texts: list[str]) -> str:
        """Returns what an expression uses that only the cluster knows, or nothing."""
        uses = _uses(tuple(texts))
        if _ASKER in uses:
            return "only the cluster knows who applies it and how"
        if not self._request.namespace and _NAMESPACE in uses:
            return "the manifest sets no namespace"
        if self._request.namespace_object is None and _NAMESPACE_OBJECT in uses:
            return "the policy files have no manifest of the namespace"
        if isinstance(self._params, Unread) and _PARAMETERS in uses:
            return "the policy files do not have its parameters"
        return ""


@lru_cache(maxsize=4096)
def _uses(texts: tuple[str, ...]) -> frozenset[re.Pattern[str]]:
    """Returns which of the patterns of what is not always known are in expressions."""
    mentioned = "\n".join(map(expression_text.code, texts))
    patterns = (_ASKER, _NAMESPACE, _NAMESPACE_OBJECT, _PARAMETERS)
    return frozenset(pattern for pattern in patterns if pattern.search(mentioned))


@lru_cache(maxsize=4096)
def _asks_for_absence(expression: str) -> bool:
    return bool(_ABSENCE.search(expression_text.code(expression)))


def _is_message(value: Any) -> bool:
    return (
        isinstance(value, str)
        and bool(value.strip())
        and "\n" not in value.strip()
        and len(value) <= _LONGEST_MESSAGE
    )
