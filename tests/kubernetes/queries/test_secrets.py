"""The values of variables that the checked files show."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.objects import containers
from stslint.kubernetes.queries.secrets import sources, visible_values
from tests.support.manifests import bundle_of, stateful_set

FILES = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {MODE: fast, KEPT: a}
---
apiVersion: v1
kind: Secret
metadata: {name: login}
data: {USER: YWRtaW4=, ODD: '%'}
stringData: {PASSWORD: secret}
"""


def values(container: str) -> dict[str, str | None]:
    spec = f"{{template: {{spec: {{containers: [{{name: db, {container}}}]}}}}}}"
    bundle = bundle_of({"set.yaml": stateful_set("db", spec), "files.yaml": FILES})
    found = visible_values(containers(bundle.documents[0].root)[0], bundle)
    return {name: value.text for name, value in found.items()}


@pytest.mark.parametrize(
    ("container", "expected"),
    [
        ("env: [{name: A, value: x}]", {"A": "x"}),
        ("env: [{name: A}]", {"A": ""}),
        ("envFrom: [{prefix: X_, configMapRef: {name: settings}}]", {"X_MODE": "fast", "X_KEPT": "a"}),
        ("envFrom: [{secretRef: {name: login}}]", {"USER": "admin", "ODD": "%", "PASSWORD": "secret"}),
        ("envFrom: [{secretRef: {name: elsewhere}}]", {}),
        (
            "envFrom: [{configMapRef: {name: settings}}], env: [{name: MODE, value: slow}]",
            {"MODE": "slow", "KEPT": "a"},
        ),
        ("env: [{name: A, valueFrom: {secretKeyRef: {name: login, key: USER}}}]", {"A": "admin"}),
        ("env: [{name: A, valueFrom: {configMapKeyRef: {name: settings, key: MODE}}}]", {"A": "fast"}),
        ("env: [{name: A, valueFrom: {configMapKeyRef: {name: settings, key: NONE}}}]", {"A": None}),
        ("env: [{name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]", {"A": None}),
    ],
)
def test_a_value_is_the_one_that_the_files_show(container: str, expected: dict[str, str | None]) -> None:
    assert values(container) == expected


def test_the_sources_of_all_keys_come_with_their_kind() -> None:
    listed = "envFrom: [{secretRef: {name: a}}, {configMapRef: {name: b}}, {}]"
    spec = f"{{template: {{spec: {{containers: [{{name: db, {listed}}}]}}}}}}"
    bundle = bundle_of({"set.yaml": stateful_set("db", spec)})
    container = containers(bundle.documents[0].root)[0]
    found = [(kind, reference.get("name").string()) for kind, reference in sources(container)]
    assert found == [("Secret", "a"), ("ConfigMap", "b")]
