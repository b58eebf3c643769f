"""Which template a pod was made of: what the controller, the scheduler and admission add is left out."""

from __future__ import annotations

from typing import Any

import pytest

from stslint.planner.template_of_pod import template_of_pod

Json = dict[str, Any]
TOKEN = "kube-api-access-x7k2p"
NOT_READY: Json = {
    "key": "node.kubernetes.io/not-ready",
    "operator": "Exists",
    "effect": "NoExecute",
    "tolerationSeconds": 300,
}
CONTAINER: Json = {"name": "c", "image": "app:1", "volumeMounts": [{"name": "data", "mountPath": "/data"}]}
TEMPLATE: Json = {
    "metadata": {"labels": {"app": "web"}, "annotations": {"team": "a"}},
    "spec": {
        "containers": [CONTAINER],
        "initContainers": [{"name": "i", "image": "init:1"}],
        "volumes": [{"name": "scratch", "emptyDir": {}}],
        "tolerations": [{"key": "disk", "operator": "Exists"}],
        "terminationGracePeriodSeconds": 5,
    },
}


def running(**spec: Any) -> Json:
    """Returns a pod of the template as the API server shows it; further fields of its spec as keywords."""
    token = {"name": TOKEN, "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount", "readOnly": True}
    added = {
        "statefulset.kubernetes.io/pod-name": "web-0",
        "apps.kubernetes.io/pod-index": "0",
        "controller-revision-hash": "web-5d4f8c7b9",
    }
    tolerations = [NOT_READY, {**NOT_READY, "key": "node.kubernetes.io/unreachable"}]
    written = TEMPLATE["spec"]
    return {
        "metadata": {
            "name": "web-0",
            "uid": "1",
            "labels": {"app": "web", **added},
            "annotations": {"team": "a"},
        },
        "spec": {
            **written,
            "containers": [{**CONTAINER, "volumeMounts": [*CONTAINER["volumeMounts"], token]}],
            "volumes": [
                {"name": "data", "persistentVolumeClaim": {"claimName": "data-web-0"}},
                *written["volumes"],
                {"name": TOKEN, "projected": {}},
            ],
            "tolerations": [*written["tolerations"], *tolerations],
            "hostname": "web-0",
            "subdomain": "web",
            "nodeName": "node-1",
            "enableServiceLinks": True,
            "preemptionPolicy": "PreemptLowerPriority",
            "priority": 0,
            "serviceAccount": "default",
            "serviceAccountName": "default",
            **spec,
        },
        "status": {"phase": "Running"},
    }


def test_what_the_cluster_adds_to_a_pod_is_not_part_of_its_template() -> None:
    assert template_of_pod(running()) == TEMPLATE


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("enableServiceLinks", False),
        ("preemptionPolicy", "Never"),
        ("priority", 1000),
        ("serviceAccount", "web"),
        ("serviceAccountName", "web"),
        ("terminationGracePeriodSeconds", 0),
        ("hostNetwork", True),
        ("volumes", [{"name": "kube-api", "secret": {"secretName": "kube-api-access-x"}}]),
        ("tolerations", [{**NOT_READY, "tolerationSeconds": 60}]),
        ("tolerations", [{**NOT_READY, "key": "disk"}]),
        ("containers", [{"name": "c", "volumeMounts": [{"name": "kube-api", "mountPath": "/a"}]}]),
        ("containers", [{"name": "c"}]),
        ("activeDeadlineSeconds", 60),
        ("workloadRef", {"name": "w"}),
    ],
)
def test_what_the_template_sets_is_part_of_it(key: str, value: object) -> None:
    assert template_of_pod(running(**{key: value}))["spec"][key] == value


@pytest.mark.parametrize("key", ["containers", "initContainers"])
def test_the_token_is_left_out_of_every_container(key: str) -> None:
    token = {"name": TOKEN, "mountPath": "/token"}
    shown = template_of_pod(running(**{key: [{"name": "c", "volumeMounts": [token]}]}))
    assert shown["spec"][key] == [{"name": "c", "volumeMounts": []}]


@pytest.mark.parametrize("key", ["volumes", "tolerations", "containers"])
def test_what_has_another_form_is_kept_or_counts_as_empty(key: str) -> None:
    assert template_of_pod(running(**{key: ["odd", None]}))["spec"][key] == ["odd", None]
    assert template_of_pod(running(**{key: "odd"}))["spec"][key] == []


def test_a_pod_without_metadata_or_spec_has_an_empty_template() -> None:
    assert template_of_pod({}) == {"metadata": {"labels": {}, "annotations": {}}, "spec": {}}
