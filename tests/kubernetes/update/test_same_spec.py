"""A default that is no longer written changes nothing, so the API server does not warn of the pods."""

from __future__ import annotations

import pytest

from tests.verdict.compare import our_answer

SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
  SPEC
  serviceName: web
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      POD
      containers:
      - name: a
        image: b
        CONTAINER
        ports: [{containerPort: 80, hostIP: 127.0.0.1}]
"""


def warned(place: str, written: str) -> bool:
    """Returns whether an update warns in which a part is no longer written."""
    old, new = (SET.replace(place, text) for text in (written, "{}: {}"))
    parts = [text.replace("{}: {}", "") for text in (old, new)]
    clean = [_without_places(text) for text in parts]
    return bool(our_answer({"old": clean[0], "new": clean[1]}, "1.37").warnings)


def _without_places(text: str) -> str:
    return "".join(
        f"{line}\n" for line in text.split("\n") if line.strip() not in ("SPEC", "POD", "CONTAINER", "")
    )


@pytest.mark.parametrize(
    ("place", "written", "expected"),
    [
        ("SPEC", "minReadySeconds: 0", False),
        ("SPEC", "minReadySeconds: 1", True),
        ("SPEC", "replicas: 1", False),
        ("SPEC", "replicas: 0", True),
        ("SPEC", "revisionHistoryLimit: 10", False),
        ("SPEC", "persistentVolumeClaimRetentionPolicy: {whenDeleted: Retain}", False),
        ("POD", "terminationGracePeriodSeconds: 30", False),
        ("POD", "terminationGracePeriodSeconds: 31", True),
        ("POD", "securityContext: {}", False),
        ("POD", "nodeSelector: {}", False),
        ("POD", "affinity: {}", True),
        ("CONTAINER", "imagePullPolicy: Always", False),
        ("CONTAINER", "imagePullPolicy: IfNotPresent", True),
        (
            "CONTAINER",
            "readinessProbe: {httpGet: {port: 80, scheme: HTTP, path: /}, periodSeconds: 10}",
            True,
        ),
        ("CONTAINER", "terminationMessagePath: /dev/termination-log", False),
        ("CONTAINER", "terminationMessagePath: /dev/log", True),
        ("SPEC", "updateStrategy: {rollingUpdate: {partition: 1}}", True),
        ("CONTAINER", "resources: {}", False),
        ("CONTAINER", "stdin: false", False),
    ],
)
def test_only_a_change_of_the_spec_warns_of_the_pods(place: str, written: str, expected: bool) -> None:
    assert warned(place, written) is expected


PROBE = {"timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3}


@pytest.mark.parametrize("field", PROBE)
@pytest.mark.parametrize("beyond", [0, 1])
def test_a_default_of_a_probe_that_is_no_longer_written_changes_nothing(field: str, beyond: int) -> None:
    short = "{httpGet: {port: 80}}"
    long = f"{{httpGet: {{port: 80, scheme: HTTP, path: /}}, {field}: {PROBE[field] + beyond}}}"
    old, new = (
        _without_places(SET.replace("CONTAINER", f"readinessProbe: {probe}")) for probe in (long, short)
    )
    assert bool(our_answer({"old": old, "new": new}, "1.37").warnings) is bool(beyond)


def test_a_partition_of_zero_that_is_no_longer_written_changes_nothing() -> None:
    old, new = (
        _without_places(SET.replace("SPEC", f"updateStrategy: {{type: RollingUpdate{rolling}}}"))
        for rolling in (", rollingUpdate: {partition: 0}", ", rollingUpdate: {}")
    )
    assert our_answer({"old": old, "new": new}, "1.37").warnings == ()


def test_equal_amounts_and_requests_of_limits_change_nothing() -> None:
    old = _without_places(SET.replace("CONTAINER", "resources: {limits: {cpu: 1000m}, requests: {cpu: 1}}"))
    new = _without_places(SET.replace("CONTAINER", "resources: {limits: {cpu: 1}}"))
    assert our_answer({"old": old, "new": new}, "1.37").warnings == ()


def test_empty_metadata_of_the_template_change_nothing() -> None:
    old = _without_places(SET)
    new = old.replace("metadata: {labels", "metadata: {uid: '', generateName: '', labels")
    assert not our_answer({"old": old, "new": new}, "1.37").warnings


@pytest.mark.parametrize(
    ("field", "version", "warns"),
    [
        ("resourceClaims: [{name: gpu, resourceClaimName: gpu}]", "1.31", False),
        ("resourceClaims: [{name: gpu, resourceClaimName: gpu}]", "1.34", True),
        ("hostUsers: true", "1.26", False),
        ("hostUsers: true", "1.33", True),
    ],
)
def test_a_field_that_its_gate_drops_changes_nothing(field: str, version: str, warns: bool) -> None:
    old = _without_places(SET)
    new = old.replace("containers:", f"{field}\n      containers:")
    assert bool(our_answer({"old": old, "new": new}, version).warnings) == warns
