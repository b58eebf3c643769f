"""Volume sources of storage systems outside the cluster."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.network_volumes import NETWORK_SOURCES, REQUIRED
from stslint.model import Source
from stslint.sources.yaml.recovery import read


def faults(kind: str, source: str) -> list[str]:
    node = read(Source("x.yaml", f"v: {{{kind}: {source}}}"))[0].root.at(f"v.{kind}")
    return [problem.path.removeprefix("v.") for problem in NETWORK_SOURCES[kind](node)]


IQN = "iqn.2001-04.com.example:storage"


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("gcePersistentDisk", "{pdName: d, partition: 255}"),
        ("awsElasticBlockStore", "{volumeID: v}"),
        ("nfs", "{server: s, path: /}"),
        ("iscsi", f"{{targetPortal: p, iqn: '{IQN}', lun: 0}}"),
        ("iscsi", "{targetPortal: p, iqn: eui.0123456789abcdef, lun: 255}"),
        (
            "iscsi",
            f"{{targetPortal: p, iqn: naa.{'0' * 32}, chapAuthSession: true, secretRef: {{name: s}}}}",
        ),
        ("flocker", "{datasetName: d}"),
        ("cinder", "{volumeID: v, secretRef: {name: s}}"),
        ("quobyte", "{registry: 'h:1,[::1]:2', volume: v}"),
        ("fc", "{wwids: [a]}"),
        ("fc", "{targetWWNs: [a], lun: 0}"),
        ("flexVolume", "{driver: d, options: {xkubernetes.io: a, foo: b}}"),
        ("azureDisk", "{diskName: d, diskURI: 'https://x'}"),
        ("azureDisk", "{diskName: d, diskURI: /subscriptions/x, kind: Managed, cachingMode: None}"),
        ("storageos", "{volumeName: v}"),
        ("rbd", "{monitors: [m], image: i}"),
    ],
)
def test_accepts(kind: str, source: str) -> None:
    assert faults(kind, source) == []


@pytest.mark.parametrize(
    ("kind", "source", "expected"),
    [
        ("gcePersistentDisk", "{partition: 256}", ["persistentDisk.pdName", "persistentDisk.partition"]),
        ("awsElasticBlockStore", "{volumeID: v, partition: -1}", ["awsElasticBlockStore.partition"]),
        ("nfs", "{server: s, path: relative}", ["nfs.path"]),
        ("nfs", "{}", ["nfs.server", "nfs.path"]),
        ("iscsi", "{targetPortal: p, iqn: iqn.bad, lun: 256}", ["iscsi.iqn", "iscsi.lun"]),
        ("iscsi", "{targetPortal: p, iqn: foo, chapAuthDiscovery: true}", ["iscsi.iqn", "iscsi.secretRef"]),
        ("iscsi", f"{{targetPortal: p, iqn: '{IQN}', initiatorName: ''}}", ["iscsi.initiatorname"]),
        ("flocker", "{}", ["flocker"]),
        ("flocker", "{datasetName: a/b, datasetUUID: u}", ["flocker", "flocker.datasetName"]),
        ("cinder", "{secretRef: {}}", ["cinder.volumeID", "cinder.secretRef.name"]),
        ("quobyte", "{registry: host, volume: v}", ["quobyte.registry"]),
        ("quobyte", "{registry: '::1:2', volume: v}", ["quobyte.registry"]),
        ("quobyte", f"{{registry: 'h:1', tenant: {'t' * 65}}}", ["quobyte.tenant", "quobyte.volume"]),
        ("fc", "{}", ["fc.targetWWNs"]),
        ("fc", "{targetWWNs: [a], wwids: [b]}", ["fc.targetWWNs", "fc.lun"]),
        ("fc", "{targetWWNs: [a], lun: 256}", ["fc.lun"]),
        ("fc", "{targetWWNs: [a], lun: -1}", ["fc.lun"]),
        ("iscsi", f"{{targetPortal: p, iqn: '{IQN}', lun: -1}}", ["iscsi.lun"]),
        ("flexVolume", "{options: {A.k8s.io/x: y}}", ["flexVolume.driver", "flexVolume.options[A.k8s.io/x]"]),
        ("azureDisk", "{diskName: d, diskURI: /subscriptions/x}", ["azureDisk.diskURI"]),
        ("azureDisk", "{diskName: d, diskURI: 'https://x', kind: Managed}", ["azureDisk.diskURI"]),
        (
            "azureDisk",
            "{diskName: d, diskURI: 'https://x', kind: x, cachingMode: none}",
            ["azureDisk.cachingMode", "azureDisk.kind"],
        ),
        (
            "storageos",
            "{volumeName: A_, volumeNamespace: B_}",
            ["storageos.volumeName", "storageos.volumeNamespace"],
        ),
    ],
)
def test_refuses(kind: str, source: str, expected: list[str]) -> None:
    assert faults(kind, source) == expected


@pytest.mark.parametrize(("kind", "keys"), sorted(REQUIRED.items()))
def test_asks_for_what_must_be_there(kind: str, keys: tuple[str, ...]) -> None:
    assert faults(kind, "{}") == [f"{kind}.{key}" for key in keys]
