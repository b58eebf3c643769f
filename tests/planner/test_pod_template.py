"""Which spellings of a pod template are one revision."""

from __future__ import annotations

from typing import Any

import pytest

from stslint.planner.pod_template import completed, startup_seconds

Json = dict[str, Any]


def template(container: Json | None = None, **spec: Any) -> Json:
    whole = {"name": "c", "image": "app:1", **(container or {})}
    return {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [whole], **spec}}


@pytest.mark.parametrize(
    "same",
    [
        template({"imagePullPolicy": "IfNotPresent"}),
        template({"terminationMessagePath": "/dev/termination-log", "resources": {}}),
        template(schedulerName="default-scheduler", securityContext={}, nodeName=None),
        template(initContainers=[]),
    ],
)
def test_defaults_written_out_change_nothing(same: Json) -> None:
    assert completed(same) == completed(template())


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("1000m", "1", True),
        ("1", 1, True),
        ("1024Mi", "1Gi", True),
        ("1e3", "1k", False),
        ("1Gi", "1G", False),
        ("1Gi", "1073741824", False),
        ("2", "1", False),
    ],
)
def test_quantities_are_numbers(one: object, other: object, equal: bool) -> None:
    def limited(quantity: object) -> Any:
        return completed(template({"resources": {"limits": {"memory": quantity}}}))

    assert (limited(one) == limited(other)) is equal


@pytest.mark.parametrize(
    ("image", "policy"),
    [
        ("app", "Always"),
        ("app:latest", "Always"),
        ("registry:5000/app", "Always"),
        ("app:1", "IfNotPresent"),
        ("app@sha256:ab", "IfNotPresent"),
    ],
)
def test_pull_policy_follows_the_tag(image: str, policy: str) -> None:
    escape_char = template({"image": image, "imagePullPolicy": policy})
    assert completed(escape_char) == completed(template({"image": image}))


def test_ports_and_probes_get_their_defaults() -> None:
    probe = {"httpGet": {"port": 80}}
    full = {
        "httpGet": {"port": 80, "path": "/", "scheme": "HTTP"},
        "timeoutSeconds": 1,
        "periodSeconds": 10,
        "successThreshold": 1,
        "failureThreshold": 3,
    }
    short = template({"ports": [{"containerPort": 80}], "readinessProbe": probe})
    long = template({"ports": [{"containerPort": 80, "protocol": "TCP"}], "readinessProbe": full})
    assert completed(short) == completed(long)


def test_an_empty_label_is_not_an_absent_one() -> None:
    labelled = {**template(), "metadata": {"labels": {"app": "web", "canary": ""}}}
    assert completed(labelled) != completed(template())


def test_the_slowest_first_probe_is_the_earliest_a_pod_can_be_ready() -> None:
    slow = {"readinessProbe": {"initialDelaySeconds": 20}, "startupProbe": {"initialDelaySeconds": 5}}
    assert startup_seconds(completed(template(slow))) == 20
    assert startup_seconds(completed(template())) == 0
