"""Which applies a policy is about."""

from __future__ import annotations

import pytest

from stslint.model import Node, Source
from stslint.policies.matching import Request, matched, speaks_of_sets
from stslint.sources.yaml.recovery import read
from tests.support.policies import SET


def node(text: str) -> Node:
    return read(Source("x.yaml", text))[0].root


RULE = "{apiGroups: [%s], apiVersions: [%s], operations: [%s], resources: [%s]}"
OURS = RULE % ("apps", "v1", "CREATE", "statefulsets")
NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: a, labels: {env: prod}}\n"


def request(namespace: str = "a", old: bool = False, known: bool = False) -> Request:
    root = node(SET)
    own = node(NAMESPACE) if known else None
    return Request(root, root if old else None, namespace, own, updates_known=old)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (OURS, True),
        (RULE % ("'*'", "'*'", "'*'", "'*'"), True),
        (RULE % ("apps", "v1", "CREATE", "'*/*'"), True),
        (RULE % ("apps", "v1", "CREATE", "statefulsets/*"), True),
        (RULE % ("apps", "v1", "CREATE", "statefulsets/scale"), False),
        (RULE % ("apps", "v1", "CREATE", "deployments"), False),
        (RULE % ("apps", "v1beta1", "CREATE", "statefulsets"), False),
        (RULE % ("batch", "v1", "CREATE", "statefulsets"), False),
        (OURS.replace("{", "{scope: Cluster, ", 1), False),
        (OURS.replace("{", "{resourceNames: [db], ", 1), False),
        (OURS.replace("{", "{resourceNames: [web], ", 1), True),
    ],
)
def test_rules_of_resources(rule: str, expected: bool) -> None:
    assert matched(node(f"resourceRules: [{rule}]"), request()).matches is expected


def test_operations() -> None:
    updates = node(f"resourceRules: [{OURS.replace('CREATE', 'UPDATE')}]")
    assert matched(updates, request(old=True)).matches
    assert "--against" in matched(updates, request()).unknown
    assert speaks_of_sets(updates)
    assert not speaks_of_sets(
        node("resourceRules: [{apiGroups: [''], apiVersions: [v1], resources: [pods]}]")
    )


def test_exclusions_win() -> None:
    assert not matched(
        node(f"{{resourceRules: [{OURS}], excludeResourceRules: [{OURS}]}}"), request()
    ).matches


@pytest.mark.parametrize(
    ("selector", "expected"),
    [("{}", True), ("{matchLabels: {app: web}}", True), ("{matchLabels: {app: db}}", False)],
)
def test_labels_of_the_object(selector: str, expected: bool) -> None:
    constraints = node(f"{{resourceRules: [{OURS}], objectSelector: {selector}}}")
    assert matched(constraints, request()).matches is expected


@pytest.mark.parametrize(
    ("selector", "namespace", "known", "expected"),
    [
        ("{}", "", False, "yes"),
        ("{matchLabels: {kubernetes.io/metadata.name: a}}", "a", False, "yes"),
        ("{matchLabels: {kubernetes.io/metadata.name: b}}", "a", False, "no"),
        ("{matchLabels: {kubernetes.io/metadata.name: b}}", "", False, "unknown"),
        ("{matchLabels: {env: prod}}", "a", False, "unknown"),
        ("{matchLabels: {env: prod, kubernetes.io/metadata.name: b}}", "a", False, "no"),
        ("{matchLabels: {env: prod}}", "a", True, "yes"),
        ("{matchLabels: {env: test}}", "a", True, "no"),
    ],
)
def test_labels_of_the_namespace(selector: str, namespace: str, known: bool, expected: str) -> None:
    constraints = node(f"{{resourceRules: [{OURS}], namespaceSelector: {selector}}}")
    found = matched(constraints, request(namespace, known=known))
    assert ("yes" if found.matches else "unknown" if found.unknown else "no") == expected
