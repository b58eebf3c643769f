"""On which volume a folder of a container is."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.objects import containers
from stslint.kubernetes.queries.placement import lasting_mounts, placement
from tests.support.manifests import object_of, stateful_set

SPEC = """{
  volumeClaimTemplates: [{metadata: {name: data}}],
  template: {spec: {
    volumes: [{name: shared, persistentVolumeClaim: {claimName: files}}, {name: tmp, emptyDir: {}}],
    containers: [{name: db, volumeMounts: [
      {name: data, mountPath: /data}, {name: data, mountPath: /data/log, subPath: log},
      {name: shared, mountPath: /shared, subPathExpr: $(POD)}, {name: tmp, mountPath: /tmp},
      {name: gone, mountPath: /gone}]}]}}}"""


@pytest.mark.parametrize(
    ("path", "volume", "inside"),
    [
        ("/data", "claim:data", ""),
        ("/data/db/files", "claim:data", "db/files"),
        ("/data/log/a", "claim:data", "log/a"),
        ("/shared/x", "pvc:files", "$(POD)/x"),
        ("/tmp/x", "other:tmp", "x"),
        ("/gone", "unknown:gone", ""),
    ],
)
def test_a_folder_is_on_the_volume_of_its_longest_mount(path: str, volume: str, inside: str) -> None:
    root = object_of(stateful_set("db", SPEC))
    found = placement(path, containers(root)[0], root)
    assert found is not None
    assert (found.volume, found.path) == (volume, inside)


def test_a_folder_of_the_image_is_on_no_volume() -> None:
    root = object_of(stateful_set("db", SPEC))
    assert placement("/database", containers(root)[0], root) is None


def test_lasting_are_mounts_of_claims_by_template_or_by_name() -> None:
    root = object_of(stateful_set("db", SPEC))
    mounted = [mount.get("mountPath").string() for mount in lasting_mounts(containers(root)[0], root)]
    assert mounted == ["/data", "/data/log", "/shared"]
