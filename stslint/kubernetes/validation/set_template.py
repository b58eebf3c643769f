"""Validation of the pod template in a StatefulSet: selector, claims, and what a StatefulSet forbids.

Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#components
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.object_meta import validate_annotations
from stslint.kubernetes.validation.pod import validate_pod_template_spec
from stslint.kubernetes.validation.pod_annotations import validate_pod_annotations
from stslint.kubernetes.validation.selectors import validate_label_selector
from stslint.kubernetes.values import names
from stslint.kubernetes.values.labels import selector_of
from stslint.model import Node, Problem, Related

POD_TEMPLATE_MINOR = 34
SELECTOR_VALUES_MINOR = 26


def validate_set_template(spec: Node, minor: int, *, pods: bool = True) -> Iterator[Problem]:
    """Yields what the API server refuses in the selector and the pod template of a StatefulSet's spec."""
    template = spec.get("template")
    faults = list(_selector(spec.get("selector"), minor))
    yield from faults
    if not _is_malformed(spec.get("selector")):
        yield from _match(spec, template)
        if pods and minor >= POD_TEMPLATE_MINOR:
            yield from validate_pods_of_set(spec, minor)
        elif template.get("metadata").get("annotations"):
            yield from validate_pod_annotations(template)
        yield from _metadata(template)
    yield from _forbidden(template.get("spec"))


def validate_pods_of_set(spec: Node, minor: int) -> Iterator[Problem]:
    """Yields what the API server refuses in the pods that a StatefulSet's templates describe.

    Up to 1.33 it accepts the StatefulSet all the same, and refuses each pod that the controller creates.
    """
    template = spec.get("template")
    yield from _claim_volumes(spec.get("volumeClaimTemplates"), template)
    yield from _pod_template(template, minor, claim_names(spec))


def claim_names(spec: Node) -> tuple[str, ...]:
    """Returns the names of the volumes that claim templates give each pod, each name once."""
    elements = spec.get("volumeClaimTemplates").elements()
    return tuple(dict.fromkeys(element.get("metadata").get("name").string() for element in elements))


def _selector(selector: Node, minor: int) -> Iterator[Problem]:
    if not selector:
        yield fields.missing(selector, "set `matchLabels` to labels of the template")
        return
    yield from validate_label_selector(selector, any_value=minor < SELECTOR_VALUES_MINOR)
    if not selector.get("matchLabels").entries() and not selector.get("matchExpressions").elements():
        message = "an empty `selector` would select every pod"
        help = "set `matchLabels` to labels of the template"
        yield Problem(selector, message, rule="selector-mismatch", help=help)
    elif _is_malformed(selector):
        message = "the selector cannot be evaluated: it has an invalid key, value or operator"
        yield Problem(selector, message, rule="invalid-label")


def _is_malformed(selector: Node) -> bool:
    return any(True for _ in validate_label_selector(selector))


def _match(spec: Node, template: Node) -> Iterator[Problem]:
    node = template.get("metadata").get("labels")
    selector = selector_of(spec.get("selector"))
    if selector is None:
        message = "the template's labels cannot match: the selector is missing"
        yield Problem(node, message, rule="selector-mismatch")
        return
    labels = {key: child.string() for key, child in node.entries().items()}
    unmet = [requirement for requirement in selector.requirements if not requirement.matches(labels)]
    if unmet:
        yield _mismatch(node, spec.get("selector"), unmet[0].key, labels)


def _mismatch(node: Node, selector: Node, key: str, labels: dict[str, str]) -> Problem:
    wanted = selector.get("matchLabels").get(key)
    short = fields.shorten(key)
    if not wanted.present:
        message = f"the template's labels do not match the selector's condition on `{short}`"
        return _at(node, node, message, "change the condition, or the labels")
    if key in labels:
        return _unequal(node, wanted, node.get(key))
    message = f"the template has no label `{short}`, which the selector requires"
    return _at(node, node, message, f"add `{short}: {fields.shorten(wanted.string())}`", wanted)


def _unequal(node: Node, wanted: Node, label: Node) -> Problem:
    """Returns the problem of two values, at the one that differs from the StatefulSet's own label."""
    key, own = str(label.key), node.root.get("metadata").get("labels").get(str(label.key))
    one, other = fields.shorten(label.string()), fields.shorten(wanted.string())
    help = "use the same value in both"
    if own.string() == label.string():
        message = f"the selector's `{fields.shorten(key)}: {other}` differs from the template's label `{one}`"
        return _at(wanted, node, message, help, label, "the template's label")
    message = f"the template's label `{fields.shorten(key)}: {one}` differs from the selector's `{other}`"
    return _at(label, node, message, help, wanted)


def _at(
    place: Node,
    labels: Node,
    message: str,
    help: str,
    other: Node | None = None,
    what: str = "the selector's label",
) -> Problem:
    related = (Related(other, what),) if other is not None else ()
    return Problem(place, message, rule="selector-mismatch", help=help, field=labels.path, related=related)


def _claim_volumes(templates: Node, template: Node) -> Iterator[Problem]:
    """Yields the problems of claim templates' names, reported at the volumes that they become."""
    volumes = f"{template.path}.spec.volumes"
    seen: set[str] = set()
    for element in templates.elements():
        node = element.get("metadata").get("name")
        name = node.string()
        if name in seen:
            continue
        field = f"{volumes}[{len(seen)}]"
        seen.add(name)
        if name:
            yield from fields.name(node, names.dns_label, field=f"{field}.name")
            continue
        message, help = (
            "a claim template needs a name",
            "set `metadata.name`, and mount the claim by that name",
        )
        yield Problem(node, message, rule="required-field-missing", help=help, field=f"{field}.name")
        yield Problem(
            node,
            "claims from a template without a name have no name either",
            rule="required-field-missing",
            field=f"{field}.persistentVolumeClaim.claimName",
        )


def _pod_template(template: Node, minor: int, claims: tuple[str, ...]) -> Iterator[Problem]:
    policy = template.get("spec").get("restartPolicy")
    for problem in validate_pod_template_spec(template, minor, claims):
        # The StatefulSet's own check reports it below, once.
        if problem.node is not policy:
            yield problem


def _metadata(template: Node) -> Iterator[Problem]:
    """Yields the problems of labels and annotations at the second, shorter path of a StatefulSet."""
    metadata = template.get("metadata")
    for problem in fields.labels(metadata.get("labels")):
        yield problem._replace(field=f"{template.path}.labels")
    for problem in validate_annotations(metadata.get("annotations")):
        yield problem._replace(field=f"{template.path}.annotations")


def _forbidden(pod: Node) -> Iterator[Problem]:
    policy = pod.get("restartPolicy")
    word = policy.string()
    if word not in ("", "Always"):
        yield Problem(
            policy,
            "`restartPolicy` must be `Always` in a StatefulSet",
            rule="forbidden-field",
            help="use `Always`, or remove it",
            fix=fields.replacement(policy, "Always", safe=fields.is_spelling_of(word, "Always")),
        )
    deadline = pod.get("activeDeadlineSeconds")
    if deadline:
        yield fields.forbidden(deadline, "cannot be set in a StatefulSet", help="remove it")
