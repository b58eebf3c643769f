"""Validation of a StatefulSet: what the API server requires of its spec and of its two templates.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/ and, for
what changed between releases, the changelogs of Kubernetes 1.26, 1.27, 1.33, 1.34 and 1.37.
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.claim import validate_claim_spec, warn_of_claim_spec
from stslint.kubernetes.validation.object_meta import validate_object_meta, validate_object_meta_update
from stslint.kubernetes.validation.pod_warnings import warn_of_pod_template
from stslint.kubernetes.validation.set_template import validate_set_template
from stslint.kubernetes.values import names
from stslint.kubernetes.values.digits import number_of
from stslint.model import Node, Problem
from stslint.runtime.lazy_regex import pattern

POLICIES = ("OrderedReady", "Parallel")
STRATEGIES = ("RollingUpdate", "OnDelete")
RETENTIONS = ("Retain", "Delete")

# The first minor in which the API server checks it; before, the field is dropped, because its gate is off.
LABEL_NAME_MINOR = 27
RETENTION_MINOR = 27
ORDINALS_MINOR = 27
CLAIM_WARNINGS_MINOR = 26
SERVICE_NAME_MINOR = 33
HISTORY_WARNING_MINOR = 33
CLAIM_TEMPLATES_MINOR = 34
MAX_UNAVAILABLE_MINOR = 37
RECREATE_MINOR = 37

_PERCENT = pattern(r"([0-9]+)%\Z")


def validate_stateful_set(root: Node, minor: int) -> Iterator[Problem]:
    """Yields what the API server refuses in a StatefulSet that is created."""
    form = names.dns_label if minor >= LABEL_NAME_MINOR else names.dns_subdomain
    yield from validate_object_meta(root.get("metadata"), form, minor=minor)
    spec = root.get("spec")
    yield from validate_stateful_set_spec(spec, minor)
    if minor >= SERVICE_NAME_MINOR:
        yield from fields.name(spec.get("serviceName"), names.dns_label)
    if minor >= CLAIM_TEMPLATES_MINOR:
        for template in spec.get("volumeClaimTemplates").elements():
            yield from validate_claim_spec(template.get("spec"), minor)


def validate_stateful_set_spec(spec: Node, minor: int, *, pods: bool = True) -> Iterator[Problem]:
    """Yields what the API server refuses in a spec that is created or updated.

    ``pods`` says whether the pod template is validated in full, as it is from 1.34 on unless the stored
    object of an update is itself invalid.
    """
    yield from fields.enum(spec.get("podManagementPolicy"), POLICIES, default=POLICIES[0])
    strategy = spec.get("updateStrategy")
    if strategy:
        yield from _update_strategy(strategy, minor)
    if minor >= RETENTION_MINOR:
        retention = spec.get("persistentVolumeClaimRetentionPolicy")
        for key in ("whenDeleted", "whenScaled") if retention else ():
            yield from fields.enum(retention.get(key), RETENTIONS, default=RETENTIONS[0])
    yield from fields.non_negative(spec.get("replicas"))
    yield from fields.non_negative(spec.get("minReadySeconds"))
    if minor >= ORDINALS_MINOR:
        yield from fields.non_negative(spec.get("ordinals").get("start"))
    yield from validate_set_template(spec, minor, pods=pods)


def validate_stateful_set_update(root: Node, minor: int, *, pods: bool) -> Iterator[Problem]:
    """Yields what the API server refuses in an updated StatefulSet, regardless of the stored one.

    ``pods`` says whether the stored spec is valid: if not, the new pod template is not validated.
    """
    if minor < LABEL_NAME_MINOR:
        yield from validate_stateful_set(root, minor)
        return
    yield from validate_object_meta_update(root.get("metadata"), minor)
    yield from validate_stateful_set_spec(root.get("spec"), minor, pods=pods)


def warn_of_stateful_set(
    root: Node, minor: int, *, update: bool = False, pods: bool = True
) -> Iterator[Problem]:
    """Yields the API server's warnings about a StatefulSet that it accepts.

    In an update, the path of a claim's size has the part ``Spec``, and there are no warnings about ``pods``
    if the spec has not changed.
    """
    spec = root.get("spec")
    if pods:
        yield from warn_of_pod_template(spec.get("template"), minor)
    if minor >= CLAIM_WARNINGS_MINOR:
        for template in spec.get("volumeClaimTemplates").elements():
            field = f"{template.path}.Spec" if update else template.path
            yield from warn_of_claim_spec(template.get("spec"), field=field)
    limit = spec.get("revisionHistoryLimit")
    if minor >= HISTORY_WARNING_MINOR and limit and limit.integer() < 0:
        message = "a negative `revisionHistoryLimit` keeps all revisions"
        help = "use 0 or more; the default is 10"
        yield Problem(limit, message, rule="api-warning", help=help, severity="warning")


def _update_strategy(strategy: Node, minor: int) -> Iterator[Problem]:
    kind = strategy.get("type")
    rolling = strategy.get("rollingUpdate")
    word = kind.string() or STRATEGIES[0]
    if word == "RollingUpdate":
        yield from _rolling_update(rolling, minor)
    elif word == "OnDelete":
        if rolling:
            message = "`rollingUpdate` cannot be set with `type: OnDelete`"
            help = "remove it, or set `type: RollingUpdate`"
            yield Problem(rolling, message, rule="ondelete-with-rolling-update", help=help, on="key")
    elif word == "Recreate" and minor >= RECREATE_MINOR:
        message = "`Recreate` needs the feature gate `StatefulSetRecreateStrategy`, which is off by default"
        help = f"use {fields.any_of(STRATEGIES)}"
        yield Problem(kind, message, rule="recreate-strategy-gated", help=help, field=strategy.path)
    else:
        yield fields.not_one_of(kind, word, STRATEGIES, field=strategy.path)


def _rolling_update(rolling: Node, minor: int) -> Iterator[Problem]:
    yield from fields.non_negative(rolling.get("partition"))
    unavailable = rolling.get("maxUnavailable")
    if minor >= MAX_UNAVAILABLE_MINOR and unavailable:
        yield from _max_unavailable(unavailable)


def _max_unavailable(node: Node) -> Iterator[Problem]:
    help = "use a number from 1, or a percentage from `1%` to `100%`"
    text = node.string()
    percent = _PERCENT.match(text)
    if text and not percent:
        message = f"`maxUnavailable` cannot be `{fields.shorten(text)}`"
        yield Problem(node, message, rule="invalid-format", help=help)
        return
    amount = number_of(percent.group(1)) if percent else node.integer()
    if amount <= 0:
        yield Problem(node, "`maxUnavailable` must be more than 0", rule="out-of-range", help=help)
    elif percent and amount > 100:
        yield Problem(node, "`maxUnavailable` cannot be more than `100%`", rule="out-of-range", help=help)
