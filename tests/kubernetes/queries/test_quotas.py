"""Which ResourceQuotas count which pods."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.quotas import quotas_of_pods
from tests.support.manifests import bundle_of, stateful_set

QUOTA = """\
apiVersion: v1
kind: ResourceQuota
metadata: {name: quota}
spec: SPEC
"""
CLASS = "{scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: OPERATOR}]}}"
EXISTS = "{scopeSelector: {matchExpressions: [{scopeName: SCOPE, operator: Exists}]}}"


def counts(spec: str, pod: str) -> bool:
    workload = stateful_set("db", f"{{template: {{spec: {pod}}}}}")
    bundle = bundle_of({"set.yaml": workload, "quota.yaml": QUOTA.replace("SPEC", spec)})
    return any(quotas_of_pods(bundle.documents[0].root, bundle))


@pytest.mark.parametrize(
    ("spec", "pod", "counted"),
    [
        ("{}", "{}", True),
        ("{scopes: [NotTerminating]}", "{}", True),
        ("{scopes: [NotTerminating]}", "{activeDeadlineSeconds: 60}", False),
        ("{scopes: [Terminating]}", "{activeDeadlineSeconds: 60}", True),
        ("{scopes: [Terminating]}", "{}", False),
        ("{scopes: [NotBestEffort]}", "{containers: [{resources: {requests: {cpu: 1}}}]}", True),
        ("{scopes: [NotBestEffort]}", "{containers: [{resources: {limits: {cpu: 1}}}]}", True),
        ("{scopes: [NotBestEffort]}", "{containers: [{}]}", False),
        ("{scopes: [BestEffort]}", "{containers: [{}]}", False),
        ("{scopes: [PriorityClass]}", "{priorityClassName: high}", True),
        ("{scopes: [PriorityClass]}", "{}", False),
        (EXISTS.replace("SCOPE", "NotTerminating"), "{}", True),
        (EXISTS.replace("SCOPE", "NotTerminating"), "{activeDeadlineSeconds: 60}", False),
        (EXISTS.replace("SCOPE", "Terminating"), "{}", False),
        (CLASS.replace("OPERATOR", "Exists"), "{priorityClassName: high}", True),
        (CLASS.replace("OPERATOR", "Exists"), "{}", False),
        (CLASS.replace("OPERATOR", "In, values: [high]"), "{priorityClassName: high}", True),
        (CLASS.replace("OPERATOR", "In, values: [high]"), "{priorityClassName: low}", False),
        (CLASS.replace("OPERATOR", "In, values: ['']"), "{}", False),
        (CLASS.replace("OPERATOR", "NotIn, values: [high]"), "{priorityClassName: low}", False),
    ],
)
def test_a_quota_counts_the_pods_that_all_its_scopes_select(spec: str, pod: str, counted: bool) -> None:
    assert counts(spec, pod) is counted
