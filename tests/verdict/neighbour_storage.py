"""For each field of a claim, a volume and a StorageClass the values that the generator tries."""

from __future__ import annotations

from typing import Any

from tests.verdict.neighbour_values import BOOLEANS, CLASS_NAMES, DELETE, MODES, QUANTITIES, SELECTORS, cased

CLAIM: dict[str, list[Any]] = {
    "metadata|annotations": [{"volume.beta.kubernetes.io/storage-class": "x"}],
    "spec": [None, {}, DELETE],
    "spec|accessModes": MODES,
    "spec|resources": [{}, None, DELETE, {"limits": {"storage": "1Gi"}}, {"requests": {"cpu": "1"}}],
    "spec|resources|requests|storage": QUANTITIES,
    "spec|resources|limits|storage": QUANTITIES,
    "spec|storageClassName": CLASS_NAMES,
    "spec|volumeAttributesClassName": CLASS_NAMES,
    "spec|volumeMode": cased("Filesystem", "Block"),
    "spec|volumeName": ["a", "Bad_"],
    "spec|selector": SELECTORS,
    "spec|dataSource": [
        *(
            {"kind": "PersistentVolumeClaim", "name": "a"},
            {"kind": "Pod", "name": "a"},
            {"kind": "", "name": ""},
        ),
        {"apiGroup": "snapshot.storage.k8s.io", "kind": "VolumeSnapshot", "name": ""},
        {"apiGroup": "Bad_", "kind": "Foo", "name": "a"},
    ],
    "spec|dataSourceRef": [
        *(
            {"kind": "PersistentVolumeClaim", "name": "a"},
            {"kind": "Pod", "name": "a"},
            {"kind": "", "name": ""},
        ),
        {"apiGroup": "Bad_", "kind": "Foo", "name": "a"},
        {"apiGroup": "example.com", "kind": "Foo", "name": "a", "namespace": "b"},
    ],
}

_AFFINITIES: list[Any] = [
    *(
        {},
        None,
        {"required": {}},
        {"required": {"nodeSelectorTerms": []}},
        {"required": {"nodeSelectorTerms": [{}]}},
    ),
    *(
        {"required": {"nodeSelectorTerms": [{"matchExpressions": [expression]}]}}
        for expression in (
            {"key": "beta.kubernetes.io/os", "operator": "In", "values": ["linux"]},
            {"key": "node-role.kubernetes.io/master", "operator": "Exists"},
            {"key": "a", "operator": "In"},
            {"key": "a", "operator": "Exists", "values": ["b"]},
            {"key": "a", "operator": "Gt", "values": ["1"]},
            {"key": "a", "operator": "Lt", "values": ["1", "2"]},
            {"key": "a b", "operator": "in", "values": ["b c"]},
            {"values": ["b c"]},
        )
    ),
    *(
        {"required": {"nodeSelectorTerms": [{"matchFields": [field]}]}}
        for field in (
            {"key": "metadata.name", "operator": "In", "values": ["node-1"]},
            {"key": "metadata.name", "operator": "In", "values": ["Node_1", "b"]},
            {"key": "metadata.namespace", "operator": "Exists"},
        )
    ),
]

_SECRET_REFS: list[Any] = [
    *(
        {},
        {"name": "a"},
        {"namespace": "a"},
        {"name": "a.b", "namespace": "c"},
        {"name": "B_", "namespace": "c.d"},
    ),
]
_IQN = "iqn.2001-04.com.example:storage"

_SOURCES: dict[str, list[Any]] = {
    "hostPath": [
        {},
        {"path": "/a"},
        {"path": "a/../b"},
        {"path": "/a", "type": "x"},
        {"path": "/", "type": ""},
    ],
    "gcePersistentDisk": [{}, {"pdName": "a"}, {"pdName": "a", "partition": 256}],
    "awsElasticBlockStore": [{}, {"volumeID": "a"}, {"volumeID": "a", "partition": -1}],
    "glusterfs": [
        *({}, {"endpoints": "a", "path": "b"}, {"endpoints": "a", "path": "b", "endpointsNamespace": ""}),
        {"endpoints": "a", "path": "b", "endpointsNamespace": "B_"},
    ],
    "flocker": [{}, {"datasetName": "a"}, {"datasetName": "a/b"}, {"datasetName": "a", "datasetUUID": "b"}],
    "nfs": [{}, {"server": "a", "path": "/b"}, {"server": "a", "path": "b"}, {"path": "/"}],
    "rbd": [{}, {"monitors": ["a"], "image": "b"}, {"monitors": [], "image": ""}],
    "quobyte": [
        *(
            {},
            {"registry": "a:1,b:2", "volume": "c"},
            {"registry": "a", "volume": "c"},
            {"registry": "[::1]:1"},
        ),
        *({"registry": "::1:1", "volume": "c"}, {"registry": "a:1", "volume": "c", "tenant": "t" * 65}),
    ],
    "cephfs": [{}, {"monitors": ["a"]}],
    "iscsi": [
        *({}, {"targetPortal": "a", "iqn": _IQN, "lun": 0}, {"targetPortal": "a", "iqn": "x", "lun": 256}),
        {"targetPortal": "a", "iqn": "iqn.x", "lun": 0, "chapAuthSession": True},
        {"targetPortal": "a", "iqn": _IQN, "lun": 0, "chapAuthDiscovery": True, "secretRef": {}},
        {"targetPortal": "p" * 60, "iqn": _IQN, "lun": 0, "initiatorName": "y"},
        {"targetPortal": "a", "iqn": "eui.0123456789abcdef", "lun": 0, "initiatorName": "naa." + "0" * 32},
    ],
    "cinder": [{}, {"volumeID": "a"}, *({"volumeID": "a", "secretRef": secret} for secret in _SECRET_REFS)],
    "fc": [
        *({}, {"targetWWNs": ["a"]}, {"targetWWNs": ["a"], "lun": 256}, {"wwids": ["a"]}),
        {"targetWWNs": ["a"], "lun": 0, "wwids": ["b"]},
    ],
    "flexVolume": [
        {},
        {"driver": "a"},
        {"driver": "a", "options": {"k8s.io/x": "", "a.kubernetes.io": "", "x": ""}},
    ],
    "azureFile": [
        *(
            {},
            {"secretName": "a", "shareName": "b"},
            {"secretName": "a", "shareName": "b", "secretNamespace": ""},
        ),
    ],
    "vsphereVolume": [{}, {"volumePath": "a"}],
    "photonPersistentDisk": [{}, {"pdID": "a"}],
    "portworxVolume": [{}, {"volumeID": "a"}],
    "azureDisk": [
        *(
            {},
            {"diskName": "a", "diskURI": "https://b"},
            {"diskName": "a", "diskURI": "b", "kind": "Managed"},
        ),
        {"diskName": "a", "diskURI": "/subscriptions/b", "kind": "managed", "cachingMode": "x"},
    ],
    "scaleIO": [{}, {"gateway": "a", "system": "b", "volumeName": "c", "secretRef": {"name": "d"}}],
    "local": [{}, {"path": "/a"}, {"path": "/a/../b"}],
    "storageos": [
        *({}, {"volumeName": "a"}, {"volumeName": "A_", "volumeNamespace": "B_"}),
        *({"volumeName": "a", "secretRef": secret} for secret in _SECRET_REFS),
    ],
    "csi": [
        *({}, {"driver": "a.b", "volumeHandle": "c"}, {"driver": "A_", "volumeHandle": ""}),
        *({"driver": "d" * 64, "volumeHandle": "c"}, {"driver": "A.B", "volumeHandle": "c"}),
        *({"driver": "a", "volumeHandle": "b", "nodePublishSecretRef": secret} for secret in _SECRET_REFS),
        *({"driver": "a", "volumeHandle": "b", "nodeStageSecretRef": secret} for secret in _SECRET_REFS),
        *(
            {"driver": "a", "volumeHandle": "b", "controllerExpandSecretRef": secret}
            for secret in _SECRET_REFS
        ),
        *({"driver": "a", "volumeHandle": "b", "nodeExpandSecretRef": secret} for secret in _SECRET_REFS[:2]),
    ],
}

VOLUME: dict[str, list[Any]] = {
    "metadata|annotations": [
        {"volume.beta.kubernetes.io/storage-class": "x"},
        {"volume.beta.kubernetes.io/mount-options": "x"},
    ],
    "spec": [None, {}, DELETE],
    "spec|accessModes": MODES,
    "spec|capacity": [{}, None, DELETE, {"storage": "1Gi", "cpu": "1"}, {"cpu": "1"}, {"cpu": "0"}],
    "spec|capacity|storage": QUANTITIES,
    "spec|persistentVolumeReclaimPolicy": cased("Retain", "Delete", "Recycle"),
    "spec|nodeAffinity": _AFFINITIES,
    "spec|storageClassName": CLASS_NAMES,
    "spec|volumeAttributesClassName": CLASS_NAMES,
    "spec|volumeMode": cased("Filesystem", "Block"),
    "spec|mountOptions": [["ro"], [], [""]],
    "spec|claimRef": [{}, {"name": "A_", "namespace": "B_"}],
    "spec|nfs": [None],
    **{f"spec|{source}": values for source, values in _SOURCES.items()},
}

_TOPOLOGIES: list[Any] = [
    *([], [{}], [{"matchLabelExpressions": []}]),
    [
        {"matchLabelExpressions": [{"key": "a", "values": ["b"]}]},
        {"matchLabelExpressions": [{"key": "a", "values": ["b"]}]},
    ],
    [{"matchLabelExpressions": [{"key": "a", "values": ["b", "b"]}, {"key": "a", "values": ["c"]}]}],
    [{"matchLabelExpressions": [{"key": "a b", "values": []}, {"values": ["c"]}]}],
    [{"matchLabelExpressions": [{"key": "failure-domain.beta.kubernetes.io/zone", "values": ["c"]}]}],
    [
        {"matchLabelExpressions": [{"key": "a", "values": ["b", "c"]}]},
        {"matchLabelExpressions": [{"key": "a", "values": ["c", "b"]}]},
    ],
]

STORAGE: dict[str, list[Any]] = {
    "provisioner": ["example.com/a", "Example.com/A", "a", "", "a b", "a/b/c", "a_", None, DELETE],
    "parameters": [
        {},
        None,
        {"": "x"},
        {"a b": "c d"},
        {"a": "x" * 262144},
        {f"k{n}": "" for n in range(513)},
    ],
    "reclaimPolicy": cased("Delete", "Retain", "Recycle"),
    "volumeBindingMode": cased("Immediate", "WaitForFirstConsumer"),
    "allowVolumeExpansion": BOOLEANS,
    "mountOptions": [["ro"], [""]],
    "allowedTopologies": _TOPOLOGIES,
}
