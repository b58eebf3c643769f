"""Uses of ConfigMaps by containers, and which of them follow a change."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.config_uses import uses
from tests.support.manifests import object_of, stateful_set

POD = """{template: {spec: {
  volumes: [{name: files, configMap: {name: files}}],
  initContainers: [{name: init, volumeMounts: [{name: files, mountPath: /i}]},
    {name: side, restartPolicy: Always, volumeMounts: [{name: files, mountPath: /s}]}],
  containers: [{name: db, image: IMAGE,
    volumeMounts: [{name: files, mountPath: /d}, {name: files, mountPath: /one, subPath: key}],
    envFrom: [{prefix: X_, configMapRef: {name: all}}],
    env: [{name: A, valueFrom: {configMapKeyRef: {name: one, key: k}}}]}]}}}"""


@pytest.mark.parametrize("image", ["db:1", "example/config-reloader:1"])
def test_only_mounted_files_of_running_containers_are_live_and_only_files_are_reloaded(image: str) -> None:
    root = object_of(stateful_set("db", POD.replace("IMAGE", image)))
    reloaded = "reloader" in image
    found = [(one.name, one.key, one.container, one.live, one.reloaded) for one in uses(root)]
    assert found == [
        ("all", None, "db", False, False),
        ("one", "k", "db", False, False),
        ("files", None, "init", False, reloaded),
        ("files", "key", "db", False, reloaded),
        ("files", None, "side", True, reloaded),
        ("files", None, "db", True, reloaded),
    ]


def test_the_variable_of_a_use_is_its_own_name_or_has_the_prefix() -> None:
    every, one, *_ = uses(object_of(stateful_set("db", POD)))
    assert (every.variable("k"), one.variable("k")) == ("X_k", "A")
