"""Which spellings of a pod template are one revision."""

from __future__ import annotations

from typing import Any

import pytest

from stslint.planner.pod_template import completed, grace_seconds, pull_policy, startup_seconds

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


PROBE = {"timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3}


@pytest.mark.parametrize(
    ("short", "long"),
    [
        *(
            ({probe: {"exec": {"command": ["a"]}}}, {probe: {"exec": {"command": ["a"]}, **PROBE}})
            for probe in ("livenessProbe", "readinessProbe", "startupProbe")
        ),
        (
            {"livenessProbe": {"tcpSocket": {"port": 1}, "initialDelaySeconds": 0}},
            {"livenessProbe": {"tcpSocket": {"port": 1}}},
        ),
        (
            {"env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "a"}}}]},
            {"env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "a", "apiVersion": "v1"}}}]},
        ),
        ({"stdin": False, "tty": False, "stdinOnce": False}, {}),
        ({"volumeMounts": [{"name": "a", "readOnly": False}]}, {"volumeMounts": [{"name": "a"}]}),
        ({"ports": [{"containerPort": 1, "hostPort": 0}]}, {"ports": [{"containerPort": 1}]}),
        ({"terminationMessagePolicy": "File"}, {}),
        ({"env": [], "command": None, "workingDir": ""}, {}),
        ({"resources": {"limits": {}, "requests": {}}}, {}),
        ({"resources": {"requests": {"cpu": "0.5"}}}, {"resources": {"requests": {"cpu": "500m"}}}),
    ],
)
def test_a_default_of_a_container_may_be_written_out(short: Json, long: Json) -> None:
    assert completed(template(short)) == completed(template(long))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"readinessProbe": {"exec": {}}}, {"readinessProbe": {"exec": {}, "periodSeconds": 11}}),
        ({"stdin": True}, {}),
        ({"securityContext": {"privileged": False}}, {"securityContext": {}}),
        ({"securityContext": {"runAsUser": 0}}, {"securityContext": {}}),
        ({"terminationMessagePolicy": "FallbackToLogsOnError"}, {}),
        ({"env": [{"name": "A", "value": "0"}]}, {"env": [{"name": "A"}]}),
        ({"volumeMounts": [{"name": "a"}]}, {}),
    ],
)
def test_what_is_not_a_default_makes_another_template(one: Json, other: Json) -> None:
    assert completed(template(one)) != completed(template(other))


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ({}, {"dnsPolicy": "ClusterFirst", "restartPolicy": "Always", "terminationGracePeriodSeconds": 30}),
        ({"hostNetwork": False, "hostPID": False, "hostIPC": False, "nodeSelector": {}, "overhead": {}}, {}),
        ({"serviceAccount": "a"}, {"serviceAccountName": "a"}),
        ({"volumes": [{"name": "a"}]}, {"volumes": [{"name": "a", "emptyDir": {}}]}),
        *(
            (
                {"volumes": [{"name": "a", kind: {"x": "y"}}]},
                {"volumes": [{"name": "a", kind: {"x": "y", "defaultMode": 420}}]},
            )
            for kind in ("secret", "configMap", "downwardAPI", "projected")
        ),
        (
            {"volumes": [{"name": "a", "projected": {"sources": [{"serviceAccountToken": {"path": "t"}}]}}]},
            {
                "volumes": [
                    {
                        "name": "a",
                        "projected": {
                            "sources": [{"serviceAccountToken": {"path": "t", "expirationSeconds": 3600}}]
                        },
                    }
                ]
            },
        ),
        (
            {"volumes": [{"name": "a", "emptyDir": {"sizeLimit": "1024Mi"}}]},
            {"volumes": [{"name": "a", "emptyDir": {"sizeLimit": "1Gi"}}]},
        ),
        (
            {"initContainers": [{"name": "i", "image": "a"}]},
            {
                "initContainers": [
                    {
                        "name": "i",
                        "image": "a",
                        "imagePullPolicy": "Always",
                        "terminationMessagePath": "/dev/termination-log",
                    }
                ]
            },
        ),
    ],
)
def test_a_default_of_a_pod_may_be_written_out(short: Json, long: Json) -> None:
    assert completed(template(**short)) == completed(template(**long))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"terminationGracePeriodSeconds": 0}, {}),
        ({"hostNetwork": True}, {}),
        ({"serviceAccountName": "a"}, {}),
        ({"volumes": [{"name": "a", "emptyDir": {"medium": "Memory"}}]}, {"volumes": [{"name": "a"}]}),
        ({"volumes": [{"name": "a", "hostPath": {}}]}, {"volumes": [{"name": "a"}]}),
        ({"priority": 0}, {}),
        ({"automountServiceAccountToken": False}, {}),
    ],
)
def test_another_setting_of_a_pod_makes_another_template(one: Json, other: Json) -> None:
    assert completed(template(**one)) != completed(template(**other))


def test_labels_that_are_null_or_empty_are_not_stored() -> None:
    bare = {
        **template(),
        "metadata": {"labels": {"app": "web"}, "annotations": {}, "name": "", "finalizers": []},
    }
    assert completed(bare) == completed(template())
    assert completed({})["metadata"] == {}


@pytest.mark.parametrize("odd", ["a", {"a": 1}, 3])
def test_containers_and_volumes_of_another_type_are_kept(odd: Any) -> None:
    assert completed(template(containers=odd))["spec"]["containers"] == odd
    assert completed(template(volumes=odd))["spec"]["volumes"] == odd
    assert completed(template(volumes=[odd], containers=[odd]))["spec"]["volumes"] == [odd]


@pytest.mark.parametrize(
    ("containers", "seconds"),
    [
        ([], 0),
        (None, 0),
        ("odd", 0),
        ([{"readinessProbe": {"initialDelaySeconds": 5}}, {"startupProbe": {"initialDelaySeconds": 7}}], 7),
        ([{"startupProbe": {"initialDelaySeconds": 9}, "readinessProbe": {"initialDelaySeconds": 5}}], 9),
        ([{"livenessProbe": {"initialDelaySeconds": 30}}], 0),
        ([{"readinessProbe": {"initialDelaySeconds": "5"}}, "odd", {"readinessProbe": "odd"}], 0),
    ],
)
def test_a_pod_is_ready_no_sooner_than_its_slowest_first_probe(containers: Any, seconds: int) -> None:
    assert startup_seconds({"spec": {"containers": containers}}) == seconds


def test_the_grace_period_is_30_seconds_unless_it_is_set() -> None:
    assert grace_seconds(completed(template())) == 30
    assert grace_seconds(completed(template(terminationGracePeriodSeconds=0))) == 0


@pytest.mark.parametrize(
    ("image", "policy"),
    [
        ("", "Always"),
        ("a/b:latest", "Always"),
        ("a/b:Latest", "IfNotPresent"),
        ("a:5000/b:1", "IfNotPresent"),
        ("a:latest@sha256:ab", "Always"),
        ("a:1@sha256:ab", "IfNotPresent"),
    ],
)
def test_an_image_without_a_fixed_tag_or_digest_is_always_pulled(image: str, policy: str) -> None:
    assert pull_policy(image) == policy
