"""The policies of a run become the check of the one rule that reports for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from stslint.linter.rule import Rule
from stslint.model import (
    Answer,
    Bundle,
    Document,
    Node,
    NotChecked,
    Problem,
    Related,
    Severity,
    Skipped,
    Unchecked,
)
from stslint.model.object_matching import predecessors
from stslint.policies.engine import CompileProblem, Program, compiled
from stslint.policies.evaluation import UNREAD, Evaluation, NotEvaluated, Parameters, Violation, spoken_of
from stslint.policies.expression_text import paths_from, variables_in
from stslint.policies.loader import Expression, Policy, PolicySet
from stslint.policies.matching import Match, Request, matched, speaks_of_sets
from stslint.policies.parameters import parameters_of
from stslint.runtime.namedtuple import NamedTuple

ID, NAME = "STS801", "admission-policy"
"""The rule whose page is in ``rules/``."""

_ACTIONS: tuple[tuple[str, Severity, str], ...] = (
    ("Deny", "error", "denies this"),
    ("Warn", "warning", "warns of this"),
    ("Audit", "info", "records this in the audit log"),
)
"""What a binding does with a violation, the most severe first."""
_UNBOUND: tuple[Severity, str] = (
    "warning",
    "would refuse this once it is bound (the policy files have no binding of it)",
)


class Policies(NamedTuple):
    """The policies of a run that can be evaluated, and the reports about the others.

    With ``errors``, the result of the run is incomplete.
    """

    shelf: PolicySet
    errors: tuple[Skipped, ...]
    not_checked: tuple[Unchecked, ...]

    def rules(self, rules: Iterable[Rule], before: Bundle | None = None) -> list[Rule]:
        """Returns the rules; one of them now evaluates these policies."""
        return [
            rule._replace(check=_Check(self.shelf, before)) if rule.name == NAME else rule for rule in rules
        ]


def valid_policies(shelf: PolicySet) -> Policies:
    """Returns the policies about StatefulSets whose expressions compile. Raises EngineError."""
    sound: list[Policy] = []
    errors: list[Skipped] = [*shelf.errors]
    not_checked: list[Unchecked] = []
    for policy in shelf.policies:
        if not speaks_of_sets(policy.spec.get("matchConstraints")):
            continue
        faults = list(_faults(policy))
        if not faults:
            sound.append(policy)
        elif policy.fails:
            errors.extend(faults)
        else:
            not_checked.extend(Unchecked(ID, f"{fault.file}: {fault.reason}") for fault in faults)
    return Policies(PolicySet(tuple(sound), shelf.objects), tuple(errors), tuple(not_checked))


def _faults(policy: Policy) -> Iterator[Skipped]:
    named: set[str] = set()
    if not policy.validations and not policy.spec.get("auditAnnotations").elements():
        place = policy.spec.place
        where = f"{policy.file}:{place.line}:{place.column}"
        yield Skipped(where, f"the policy `{policy.name}` has no `validations`: the API server refuses it")
    for variable in policy.variables:
        yield from _faults_of(policy, variable.expression, named)
        named.add(variable.name)
    for expression in policy.others():
        yield from _faults_of(policy, expression, named)


def _faults_of(policy: Policy, expression: Expression, named: Collection[str]) -> Iterator[Skipped]:
    if not expression.text.strip():
        yield _fault(
            policy,
            expression,
            CompileProblem(1, 1, "the expression must be a string, in quotes if necessary"),
        )
        return
    program = _program(expression.text)
    if isinstance(program, CompileProblem):
        if not program.known:
            yield _fault(policy, expression, program)
        return
    unknown = [
        *(f"variables.{name}" for name in variables_in(expression.text) if name not in named),
        *(["params"] if not policy.spec.get("paramKind") and paths_from("params", expression.text) else []),
    ]
    if unknown:
        yield _fault(policy, expression, CompileProblem(1, 1, f"nothing before it defines `{unknown[0]}`"))


def _fault(policy: Policy, expression: Expression, fault: CompileProblem) -> Skipped:
    place = expression.place(fault.line, fault.column)
    where = f"{policy.file}:{place.line}:{place.column}"
    return Skipped(where, f"the policy `{policy.name}` does not compile: {fault.message}")


@lru_cache(maxsize=4096)
def _program(text: str) -> Program | CompileProblem:
    return compiled(text)


class _Check:
    """Evaluates all policies on one StatefulSet."""

    def __init__(self, shelf: PolicySet, before: Bundle | None) -> None:
        self._shelf = shelf
        self._before = before

    def __call__(self, stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
        request = self._request(stateful_set, bundle)
        for policy in self._shelf.policies:
            yield from self._judged(policy, request, bundle)

    def _request(self, stateful_set: Node, bundle: Bundle) -> Request:
        document = bundle.document_of(stateful_set)
        old = bundle.derived(self._predecessors).get(document)
        namespaces = (
            *bundle.of_kind("Namespace"),
            *(each for each in self._shelf.objects if each.kind == "Namespace"),
        )
        own = next((each.root for each in namespaces if each.name == document.namespace), None)
        return Request(
            stateful_set,
            None if old is None else old.root,
            document.namespace,
            own,
            updates_known=self._before is not None,
        )

    def _predecessors(self, bundle: Bundle) -> dict[Document, Document]:
        return {} if self._before is None else predecessors(bundle, self._before)

    def _judged(self, policy: Policy, request: Request, bundle: Bundle) -> Iterator[Answer]:
        match = matched(policy.spec.get("matchConstraints"), request)
        if match.unknown:
            yield _open(policy, match.unknown)
        if not match.matches:
            return
        if not policy.bindings:
            params: Parameters = UNREAD if policy.spec.get("paramKind") else None
            yield from self._evaluated(policy, request, params, *_UNBOUND)
        for binding in policy.bindings:
            yield from self._bound(policy, binding, request, bundle)

    def _bound(self, policy: Policy, binding: Document, request: Request, bundle: Bundle) -> Iterator[Answer]:
        resources = binding.root.at("spec.matchResources")
        match = matched(resources, request) if resources else Match(True)
        if match.unknown:
            yield _open(policy, match.unknown)
        if not match.matches:
            return
        severity, verb = _action(binding)
        found = parameters_of(policy, binding, request, (*self._shelf.objects, *bundle.documents))
        for params in found.values:
            yield from self._evaluated(policy, request, params, severity, verb)
        if found.missing:
            yield from self._missing(policy, binding, request, found.missing, bundle)

    def _missing(
        self, policy: Policy, binding: Document, request: Request, missing: str, bundle: Bundle
    ) -> Iterator[Answer]:
        reference = binding.root.at("spec.paramRef")
        if reference.get("parameterNotFoundAction").value == "Allow":
            yield _open(policy, f"{missing}; without it, its binding allows everything")
        elif bundle.complete and policy.fails:
            severity, verb = _action(binding)
            name = request.new.at("metadata.name")
            place = Related(reference, "the binding needs it here", file=binding.source.name)
            yield Problem(
                name, f"the policy `{policy.name}` {verb}: {missing}", severity=severity, related=(place,)
            )
        else:
            yield _open(policy, f"{missing}; without it, its binding refuses every StatefulSet")

    def _evaluated(
        self, policy: Policy, request: Request, params: Parameters, severity: Severity, verb: str
    ) -> Iterator[Answer]:
        evaluation = Evaluation(policy, request, params, _program)
        for told in evaluation.findings():
            if isinstance(told, NotEvaluated):
                yield _open(policy, told.reason, told.expression)
            else:
                node = spoken_of(evaluation, told.expression, policy, request.new)
                at = request.new.at("metadata.name") if node is None else node
                yield _problem(policy, told, at, severity, verb)


def _action(binding: Document) -> tuple[Severity, str]:
    actions = {each.string() for each in binding.root.at("spec.validationActions").elements()}
    return next(((severity, verb) for name, severity, verb in _ACTIONS if name in actions), _ACTIONS[0][1:])


def _open(policy: Policy, reason: str, expression: Expression | None = None) -> NotChecked:
    if expression is None:
        return NotChecked(f"the policy `{policy.name}`: {reason}")
    place = expression.place()
    return NotChecked(
        f"the policy `{policy.name}` ({policy.file}:{place.line}): `{_shortened(expression.text)}`: {reason}"
    )


def _problem(policy: Policy, broken: Violation, node: Node, severity: Severity, verb: str) -> Problem:
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
