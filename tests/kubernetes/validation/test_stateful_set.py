"""A StatefulSet's spec, and its templates as part of it."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.set_template import claim_names
from stslint.kubernetes.validation.stateful_set import (
    validate_stateful_set,
    validate_stateful_set_update,
    warn_of_stateful_set,
)
from stslint.kubernetes.validation.verdict import validate
from stslint.model import Node, Source
from stslint.sources.yaml.recovery import read

SET = """
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: NAME}
spec:
  selector: SELECTOR
  template:
    metadata: {labels: LABELS}
    spec:
      POD
      containers: [{name: web, image: nginx}]
  volumeClaimTemplates: [CLAIMS]
  MORE
"""
CLAIM = "spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}"
PLAIN = {"NAME": "web", "SELECTOR": "{matchLabels: {app: web}}", "LABELS": "{app: web}"}
LABELS_FIELD = "spec.template.metadata.labels"


def manifest(**parts: str) -> Node:
    text = SET
    for key in ("NAME", "SELECTOR", "LABELS", "POD", "CLAIMS", "MORE"):
        text = text.replace(key, parts.get(key.lower(), PLAIN.get(key, "")))
    return read(Source("x.yaml", text))[0].root


def found(minor: int = 37, **parts: str) -> list[tuple[str, str]]:
    return [(problem.path, problem.rule) for problem in validate_stateful_set(manifest(**parts), minor)]


@pytest.mark.parametrize(
    "more",
    [
        "",
        "podManagementPolicy: Parallel",
        "podManagementPolicy: ''",
        "updateStrategy: {}",
        "updateStrategy: null",
        "updateStrategy: {type: OnDelete}",
        "updateStrategy: {type: OnDelete, rollingUpdate: null}",
        "updateStrategy: {rollingUpdate: {partition: 100, maxUnavailable: 50%}}",
        "updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 100}}",
        "persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete, whenScaled: ''}",
        "replicas: 0",
        "ordinals: {start: 5}",
        "revisionHistoryLimit: -1",
        "serviceName: ''",
        "serviceName: 0web",
    ],
)
def test_accepted(more: str) -> None:
    assert found(more=more) == []


@pytest.mark.parametrize(
    ("more", "field", "rule"),
    [
        ("podManagementPolicy: parallel", "spec.podManagementPolicy", "invalid-enum"),
        ("updateStrategy: {type: onDelete}", "spec.updateStrategy", "invalid-enum"),
        ("updateStrategy: {type: Recreate}", "spec.updateStrategy", "recreate-strategy-gated"),
        (
            "updateStrategy: {type: OnDelete, rollingUpdate: {}}",
            "spec.updateStrategy.rollingUpdate",
            "ondelete-with-rolling-update",
        ),
        (
            "updateStrategy: {rollingUpdate: {partition: -1}}",
            "spec.updateStrategy.rollingUpdate.partition",
            "out-of-range",
        ),
        (
            "persistentVolumeClaimRetentionPolicy: {whenScaled: delete}",
            "spec.persistentVolumeClaimRetentionPolicy.whenScaled",
            "invalid-enum",
        ),
        ("replicas: -1", "spec.replicas", "out-of-range"),
        ("minReadySeconds: -1", "spec.minReadySeconds", "out-of-range"),
        ("ordinals: {start: -1}", "spec.ordinals.start", "out-of-range"),
        ("serviceName: a.b", "spec.serviceName", "invalid-name"),
    ],
)
def test_refused(more: str, field: str, rule: str) -> None:
    assert found(more=more) == [(field, rule)]


@pytest.mark.parametrize("amount", ["0", "-1", "0%", "101%", "'1'", "abc", "-5%", "'5 %'", "1.5%"])
def test_max_unavailable_is_a_positive_number_or_percentage(amount: str) -> None:
    more = f"updateStrategy: {{rollingUpdate: {{maxUnavailable: {amount}}}}}"
    assert [path for path, _ in found(more=more)] == ["spec.updateStrategy.rollingUpdate.maxUnavailable"]
    assert found(36, more=more) == []


@pytest.mark.parametrize(
    ("minor", "parts", "refused"),
    [
        (26, {"name": "a.b"}, False),
        (27, {"name": "a.b"}, True),
        (26, {"more": "persistentVolumeClaimRetentionPolicy: {whenScaled: x}"}, False),
        (27, {"more": "persistentVolumeClaimRetentionPolicy: {whenScaled: x}"}, True),
        (26, {"more": "ordinals: {start: -1}"}, False),
        (27, {"more": "ordinals: {start: -1}"}, True),
        (32, {"more": "serviceName: a.b"}, False),
        (33, {"more": "serviceName: a.b"}, True),
        (33, {"claims": "{metadata: {name: data}}"}, False),
        (34, {"claims": "{metadata: {name: data}}"}, True),
        (33, {"claims": f"{{metadata: {{name: Data}}, {CLAIM}}}"}, False),
        (34, {"claims": f"{{metadata: {{name: Data}}, {CLAIM}}}"}, True),
    ],
)
def test_versions_differ(minor: int, parts: dict[str, str], refused: bool) -> None:
    assert bool(found(minor, **parts)) is refused


@pytest.mark.parametrize(
    ("parts", "fields"),
    [
        ({"labels": "{app: web, role: x}"}, []),
        ({"labels": "{app: other}"}, [LABELS_FIELD]),
        ({"labels": "{}"}, [LABELS_FIELD]),
        ({"selector": "{matchLabels: {app: web, extra: null}}"}, [LABELS_FIELD]),
        ({"selector": "{matchLabels: {extra: null}}", "labels": "{extra: ''}"}, []),
        ({"selector": "{matchExpressions: [{key: app, operator: Exists}]}"}, []),
        ({"selector": "{matchExpressions: [{key: app, operator: DoesNotExist}]}"}, [LABELS_FIELD]),
        ({"selector": "{matchExpressions: [{key: app, operator: NotIn, values: [web]}]}"}, [LABELS_FIELD]),
        ({"selector": "null"}, ["spec.selector", LABELS_FIELD]),
        ({"selector": "{}"}, ["spec.selector"]),
        ({"selector": "{matchLabels: {'a b': c}}"}, ["spec.selector.matchLabels", "spec.selector"]),
    ],
)
def test_the_selector_meets_the_templates_labels(parts: dict[str, str], fields: list[str]) -> None:
    assert [path for path, _ in found(33, **parts)] == fields


@pytest.mark.parametrize(("minor", "named"), [(25, False), (26, True), (37, True)])
def test_an_invalid_value_of_the_selector_is_named_from_1_26(minor: int, named: bool) -> None:
    selector = "{matchExpressions: [{key: app, operator: In, values: ['-', web]}]}"
    value = ["spec.selector.matchExpressions[0].values[0]"] if named else []
    assert [path for path, _ in found(minor, selector=selector)] == [*value, "spec.selector"]


def test_a_mismatch_points_at_the_label_and_the_selector() -> None:
    (problem,) = validate_stateful_set(manifest(labels="{app: other}"), 33)
    assert problem.node.text == "other"
    assert problem.related[0].node.text == "web"


def test_a_mismatch_is_at_the_selector_if_the_own_label_contradicts_it() -> None:
    root = manifest(labels="{app: web}", selector="{matchLabels: {app: other}}")
    metadata = root.get("metadata")
    own = Node("mapping", {}, metadata.span, key="labels", parent=metadata)
    own.entries()["app"] = Node("string", "web", metadata.span, key="app", parent=own)
    metadata.entries()["labels"] = own
    (problem,) = validate_stateful_set(root, 33)
    assert (problem.node.text, problem.path) == ("other", LABELS_FIELD)
    assert problem.related[0].node.text == "web"


@pytest.mark.parametrize(
    ("claims", "fields"),
    [
        (f"{{metadata: {{name: data}}, {CLAIM}}}, {{metadata: {{name: data}}, {CLAIM}}}", []),
        (
            f"{{metadata: {{name: data}}, {CLAIM}}}, {{metadata: {{name: Data}}, {CLAIM}}}",
            ["spec.template.spec.volumes[1].name"],
        ),
        (
            f"{{{CLAIM}}}",
            [
                "spec.template.spec.volumes[0].name",
                "spec.template.spec.volumes[0].persistentVolumeClaim.claimName",
            ],
        ),
    ],
)
def test_names_of_claims_are_those_of_volumes(claims: str, fields: list[str]) -> None:
    root = manifest(claims=claims)
    problems = list(validate_stateful_set(root, 37))
    assert [problem.path for problem in problems] == fields
    assert all(problem.node.path.startswith("spec.volumeClaimTemplates") for problem in problems)


def test_each_claim_counts_once() -> None:
    root = manifest(
        claims=f"{{metadata: {{name: b}}, {CLAIM}}}, {{metadata: {{name: a}}}}, {{metadata: {{name: b}}}}"
    )
    assert claim_names(root.get("spec")) == ("b", "a")


def test_the_template_is_that_of_a_set() -> None:
    assert found(33, pod="restartPolicy: Never") == [("spec.template.spec.restartPolicy", "forbidden-field")]
    assert found(33, pod="restartPolicy: Always") == []
    assert found(33, pod="activeDeadlineSeconds: 5") == [
        ("spec.template.spec.activeDeadlineSeconds", "forbidden-field")
    ]


def test_labels_and_annotations_are_checked_before_the_template_is() -> None:
    assert found(33, labels="{app: web, 'a b': c}") == [("spec.template.labels", "invalid-label")]
    more = found(33, labels="{app: web}, annotations: {'a b': c}")
    assert more == [("spec.template.annotations", "invalid-label")]


def test_warnings_come_with_accepted_sets_only() -> None:
    claims = f"{{metadata: {{name: data}}, {CLAIM.replace('1Gi', '100m')}}}"
    more = "revisionHistoryLimit: -1"
    problems = validate(manifest(claims=claims, more=more), 37)
    assert [(problem.path, problem.severity) for problem in problems] == [
        ("spec.volumeClaimTemplates[0].resources.requests[storage]", "warning"),
        ("spec.revisionHistoryLimit", "warning"),
    ]
    assert not list(warn_of_stateful_set(manifest(more=more), 32))
    assert len(list(warn_of_stateful_set(manifest(more=more), 33))) == 1
    assert not list(warn_of_stateful_set(manifest(claims=claims), 25))
    assert len(list(warn_of_stateful_set(manifest(claims=claims), 26))) == 1
    refused = validate(manifest(name="Web", claims=claims, more=more), 37)
    assert [problem.path for problem in refused] == ["metadata.name"]


def test_an_update_leaves_the_name_and_the_claims_alone() -> None:
    root = manifest(name="Web_", claims="{metadata: {name: data}}", more="serviceName: a.b")
    assert not list(validate_stateful_set_update(root, 37, pods=True))
    assert list(validate_stateful_set_update(root, 26, pods=True))
    assert list(validate_stateful_set_update(manifest(more="replicas: -1"), 37, pods=True))


def test_kinds_that_are_not_known_have_no_verdict() -> None:
    assert validate(read(Source("x.yaml", "apiVersion: example.com/v1\nkind: Thing\n"))[0].root, 37) == []
