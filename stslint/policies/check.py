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
    Problem,
    Related,
    Severity,
    Skipped,
    Unchecked,
)
from stslint.model.object_matching import predecessors
from stslint.policies.answers import UNBOUND, action_of, not_checked, problem_of
from stslint.policies.engine import CompileProblem, Program, compiled
from stslint.policies.evaluation import UNREAD, Evaluation, NotEvaluated, Parameters
from stslint.policies.evaluation_cost import OBJECTS_BY_LABELS, OBJECTS_BY_NAME
from stslint.policies.evaluation_limit import REASON, Allowance, share_of, share_of_each
from stslint.policies.expression_text import paths_from, variables_in
from stslint.policies.loader import Expression, Policy, PolicySet
from stslint.policies.matching import Match, Request, matched, speaks_of_sets
from stslint.policies.parameters import parameters_of
from stslint.policies.request_values import values_of
from stslint.policies.violation_place import spoken_of
from stslint.runtime.namedtuple import NamedTuple

ID, NAME = "STS801", "admission-policy"
"""The rule whose page is in ``rules/``."""


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


class _Apply(NamedTuple):
    """The apply of one StatefulSet, the run that it is a part of, and what may be evaluated for it."""

    request: Request
    bundle: Bundle
    allowance: Allowance


class _Check:
    """Evaluates all policies on one StatefulSet."""

    def __init__(self, shelf: PolicySet, before: Bundle | None) -> None:
        self._shelf = shelf
        self._before = before

    def __call__(self, stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
        request = self._request(stateful_set, bundle)
        share = share_of(
            bundle.document_of(stateful_set),
            values_of(request)["object"],
            bundle.derived(self._share_of_each),
        )
        apply = _Apply(request, bundle, Allowance(share))
        for policy in self._shelf.policies:
            yield from self._judged(policy, apply)
            if apply.allowance.exceeded:
                yield not_checked(policy, REASON)
                return

    def _share_of_each(self, bundle: Bundle) -> int:
        policies = [each.document for each in self._shelf.policies]
        return share_of_each(bundle, [*policies, *self._shelf.objects])

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

    def _judged(self, policy: Policy, apply: _Apply) -> Iterator[Answer]:
        match = matched(policy.spec.get("matchConstraints"), apply.request)
        if match.unknown:
            yield not_checked(policy, match.unknown)
        if not match.matches:
            return
        if not policy.bindings:
            params: Parameters = UNREAD if policy.spec.get("paramKind") else None
            yield from self._evaluated(policy, apply, params, *UNBOUND)
        for binding in policy.bindings:
            if apply.allowance.has_room():
                yield from self._bound(policy, binding, apply)

    def _bound(self, policy: Policy, binding: Document, apply: _Apply) -> Iterator[Answer]:
        resources = binding.root.at("spec.matchResources")
        match = matched(resources, apply.request) if resources else Match(True)
        if match.unknown:
            yield not_checked(policy, match.unknown)
        if not match.matches:
            return
        severity, verb = action_of(binding)
        found = parameters_of(policy, binding, apply.request, self._parameters(policy, binding, apply))
        for params in found.values:
            if not apply.allowance.has_room():
                return
            yield from self._evaluated(policy, apply, params, severity, verb)
        if found.missing:
            yield from self._missing(policy, binding, apply, found.missing)

    def _parameters(self, policy: Policy, binding: Document, apply: _Apply) -> list[Document]:
        """Returns the objects that can be parameters of a policy."""
        kind = policy.spec.get("paramKind").get("kind").string()
        objects = [*self._shelf.objects, *apply.bundle.of_kind(kind)] if kind else []
        named = binding.root.at("spec.paramRef.name").string()
        apply.allowance.spend(len(objects) // (OBJECTS_BY_NAME if named else OBJECTS_BY_LABELS))
        return objects

    def _missing(self, policy: Policy, binding: Document, apply: _Apply, missing: str) -> Iterator[Answer]:
        reference = binding.root.at("spec.paramRef")
        if reference.get("parameterNotFoundAction").value == "Allow":
            yield not_checked(policy, f"{missing}; without it, its binding allows everything")
        elif apply.bundle.complete and policy.fails:
            severity, verb = action_of(binding)
            name = apply.request.new.at("metadata.name")
            place = Related(reference, "the binding needs it here", file=binding.source.name)
            yield Problem(
                name, f"the policy `{policy.name}` {verb}: {missing}", severity=severity, related=(place,)
            )
        else:
            yield not_checked(policy, f"{missing}; without it, its binding refuses every StatefulSet")

    def _evaluated(
        self, policy: Policy, apply: _Apply, params: Parameters, severity: Severity, verb: str
    ) -> Iterator[Answer]:
        evaluation = Evaluation(policy, apply.request, params, _program, apply.allowance)
        for told in evaluation.findings():
            if isinstance(told, NotEvaluated):
                yield not_checked(policy, told.reason, told.expression)
            else:
                node = spoken_of(evaluation, told.expression, policy, apply.request.new)
                at = apply.request.new.at("metadata.name") if node is None else node
                yield problem_of(policy, told, at, severity, verb)
