"""The manifests that the generator starts from, and for each field the values that it tries."""

from __future__ import annotations

import base64
from typing import Any

DELETE = "<delete>"

LONG_LABEL, LONGER_LABEL = "a" * 63, "a" * 64
LONG_NAME, LONGER_NAME = "a" * 253, "a" * 254

NAMES = [
    "web",
    "0web",
    "Web",
    "a.b",
    "a_b",
    "-a",
    "a-",
    "",
    LONG_LABEL,
    LONGER_LABEL,
    LONG_NAME,
    LONGER_NAME,
    "é",
]
LABELS: list[Any] = [
    *({"a": "b"}, {"a b": "c"}, {"a": "b c"}, {"example.com/a": "b"}, {"/a": "b"}, {"a/": "b"}, {"": "x"}),
    *({"a": "x" * 64}, {"x" * 64: "a"}, {"a": ""}, {}, {"A.b/c-d": "e_F"}, {"a/b/c": "d"}, None),
]
SELECTORS: list[Any] = [
    *({}, None, {"matchLabels": {"a": "b"}}, {"matchLabels": {"a b": "c"}}, {"matchLabels": {"a": "b c"}}),
    {"matchExpressions": [{"key": "a", "operator": "In", "values": ["b", "c d"]}]},
    {"matchExpressions": [{"key": "a", "operator": "In"}, {"key": "", "operator": "Exists"}]},
    {"matchExpressions": [{"key": "a", "operator": "Exists", "values": ["b"]}]},
    {
        "matchExpressions": [
            {"key": "a", "operator": "in", "values": ["b"]},
            {"operator": "NotIn", "values": []},
        ]
    },
    {"matchExpressions": [{"key": "a", "values": ["b"]}, {"key": "a/b/c", "operator": "DoesNotExist"}]},
]
PORTS = [0, 1, 80, 65535, 65536, -1, 10250]
NAMED_PORTS = [*PORTS, "http", "80", "HTTP", "a--b", "-a", "", "a-very-long-port", "fifteen-letters", None]
BOOLEANS = [True, False, None]
ADDRESSES = [
    *(
        "10.0.0.1",
        "010.0.0.1",
        "10.0.0",
        "10.0.0.256",
        "x",
        "",
        "None",
        "none",
        "::1",
        "fd00::1",
        "FD00::1",
        "::",
    ),
    *(
        "::ffff:10.0.0.1",
        "127.0.0.1",
        "169.254.1.1",
        "224.0.0.5",
        "0.0.0.0",
        "fe80::1",
        "ff02::1",
        "fd00:0:0::1",
    ),
    *("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:9", "fd00::00001", "fe80::1%eth0", " 10.0.0.1", "192.168.1.1"),
]
BLOCKS = [
    *(
        "10.0.0.0/8",
        "10.0.0.1/8",
        "10.0.0.0/33",
        "10.0.0.0",
        "x",
        "",
        " 10.0.0.0/8 ",
        "010.0.0.0/8",
        "10.0.0.0/08",
    ),
    *(
        "fd00::/8",
        "FD00::/8",
        "fd00::1/8",
        "::/0",
        "0.0.0.0/0",
        "::ffff:10.0.0.0/104",
        "10.0.0.0/-1",
        "10.0.0.0/",
    ),
]
CLASS_NAMES = ["fast", "", "Bad_Name", "x.y", "a b", None, LONGER_NAME]
QUANTITIES = ["1Gi", "0", "-1", "1m", "1500m", "1e3", 5, 0, None, "10G"]
AMOUNTS = [
    0,
    1,
    -1,
    "50%",
    "0%",
    "100%",
    "101%",
    "1000000000000%",
    "x",
    "50",
    "%",
    "-1%",
    "",
    "5.5%",
    None,
    "050%",
]
MODES: list[Any] = [
    *([], None, ["ReadWriteOnce"], ["ReadWriteMany", "ReadOnlyMany"], ["RWO"], ["readwriteonce"], [""]),
    *(["ReadWriteOncePod"], ["ReadWriteOncePod", "ReadWriteOnce"], ["ReadWriteOncePod", "x"], DELETE),
]


def cased(*values: str) -> list[Any]:
    """Returns the values, wrong spellings of them, nothing and null."""
    return [*values, *(value.lower() for value in values), values[0].upper(), "", "x", None]


def encoded(text: str) -> str:
    """Returns a text in base64."""
    return base64.b64encode(text.encode()).decode()


def _meta(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, **more}


EVERY_KIND: dict[str, list[Any]] = {
    "metadata|name": [*NAMES, None, DELETE, "a/b", "a%b", ".", ".."],
    "metadata|generateName": ["web-", "Web-", "a" * 60, ""],
    "metadata|namespace": ["default", "Bad_", "", "a.b"],
    "metadata|labels": LABELS,
    "metadata|annotations": [
        *({"a b": "c"}, {"A/b": "c d"}, {"": "x"}, None, {"a": "x" * 262144}, {"a": "x" * 262140}),
    ],
    "metadata|generation": [-1, 1],
    "metadata|finalizers": [
        ["example.com/a"],
        ["kubernetes"],
        ["a b"],
        ["a"],
        ["orphan", "foregroundDeletion"],
    ],
    "metadata|ownerReferences": [
        [{"apiVersion": "v1", "kind": "Pod", "name": "a", "uid": "b"}],
        [{"apiVersion": "", "kind": "", "name": "", "uid": ""}],
    ],
}

SERVICE: dict[str, list[Any]] = {
    "metadata|name": [*NAMES, "9", "a9"],
    "metadata|annotations": [
        {"service.kubernetes.io/topology-aware-hints": "auto"},
        {"service.kubernetes.io/topology-aware-hints": "a", "service.kubernetes.io/topology-mode": "b"},
        {"service.kubernetes.io/topology-aware-hints": "a", "service.kubernetes.io/topology-mode": "a"},
        {"service.beta.kubernetes.io/load-balancer-source-ranges": "10.0.0.0/8, fd00::/8"},
        {"service.beta.kubernetes.io/load-balancer-source-ranges": "x,10.0.0.1/8"},
        {"service.beta.kubernetes.io/load-balancer-source-ranges": " "},
    ],
    "spec|type": cased("ClusterIP", "NodePort", "LoadBalancer", "ExternalName"),
    "spec|clusterIP": [*ADDRESSES, None],
    "spec|clusterIPs": [
        *(
            [],
            ["None"],
            ["10.0.0.1"],
            ["10.0.0.1", "fd00::1"],
            ["10.0.0.1", "10.0.0.2"],
            ["None", "10.0.0.1"],
        ),
        *(["10.0.0.1", "None"], ["10.0.0.1", "fd00::1", "fd00::2"], [""], ["x"], None, ["010.0.0.1"]),
    ],
    "spec|ports": [
        *([], None, DELETE, [{"port": 80}], [{}], [{"name": "a", "port": 80}, {"name": "a", "port": 81}]),
        [{"name": "a", "port": 80}, {"port": 81}],
        [{"name": "a", "port": 80}, {"name": "b", "port": 80}, {"name": "c", "port": 80, "protocol": "UDP"}],
        [{"name": "a", "port": 80, "nodePort": 30000}, {"name": "b", "port": 81, "nodePort": 30000}],
        [
            {"name": "a", "port": 80, "nodePort": 30000},
            {"name": "b", "port": 80, "nodePort": 30000, "protocol": "UDP"},
        ],
    ],
    "spec|ports|0|name": NAMES,
    "spec|ports|0|port": [*PORTS, None],
    "spec|ports|0|targetPort": NAMED_PORTS,
    "spec|ports|0|protocol": cased("TCP", "UDP", "SCTP"),
    "spec|ports|0|nodePort": [*PORTS, 30000, None],
    "spec|ports|0|appProtocol": ["http", "kubernetes.io/h2c", "", "a b", "a/b/c", None],
    "spec|selector": LABELS,
    "spec|sessionAffinity": cased("None", "ClientIP"),
    "spec|sessionAffinityConfig": [
        *(
            {},
            None,
            {"clientIP": {}},
            {"clientIP": {"timeoutSeconds": 0}},
            {"clientIP": {"timeoutSeconds": 86400}},
        ),
        *({"clientIP": {"timeoutSeconds": 86401}}, {"clientIP": {"timeoutSeconds": -1}}),
    ],
    "spec|externalIPs": [[], None, *([address] for address in ADDRESSES), ["192.168.1.1", "x"]],
    "spec|externalName": ["example.com", "example.com.", "", "Bad_", ".", "a..b", LONGER_NAME, None],
    "spec|externalTrafficPolicy": cased("Cluster", "Local"),
    "spec|internalTrafficPolicy": cased("Cluster", "Local"),
    "spec|trafficDistribution": cased("PreferClose", "PreferSameZone", "PreferSameNode"),
    "spec|healthCheckNodePort": PORTS,
    "spec|allocateLoadBalancerNodePorts": BOOLEANS,
    "spec|loadBalancerClass": ["example.com/a", "a", "", "a b", None],
    "spec|loadBalancerIP": ADDRESSES,
    "spec|loadBalancerSourceRanges": [[], None, *([block] for block in BLOCKS), ["10.0.0.0/8", "x"]],
    "spec|ipFamilies": [
        *([], None, ["IPv4"], ["IPv6"], ["IPv4", "IPv6"], ["IPv4", "IPv4"], ["ipv4"], [""], ["IPv6", "IPv4"]),
    ],
    "spec|ipFamilyPolicy": cased("SingleStack", "PreferDualStack", "RequireDualStack"),
    "spec|publishNotReadyAddresses": BOOLEANS,
}

BUDGET: dict[str, list[Any]] = {
    "spec|minAvailable": AMOUNTS,
    "spec|maxUnavailable": AMOUNTS,
    "spec|selector": SELECTORS,
    "spec|unhealthyPodEvictionPolicy": cased("AlwaysAllow", "IfHealthyBudget"),
    "spec": [None, {}, DELETE],
}

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

CONFIG: dict[str, list[Any]] = {
    "data": [
        *(
            {},
            None,
            {"a": "b"},
            {"bad key": "x"},
            {"": "x"},
            {"..a": "x"},
            {".": "x"},
            {"a": None},
            {LONGER_NAME: "x"},
        ),
        *({"a": "x" * 1048576}, {"a": "x" * 1048577}, {"A_b.c-d": "x"}, {"é": "x"}, {"a": "é" * 524289}),
    ],
    "binaryData": [{"a": encoded("b")}, {"bad key": ""}, {"a": None}, {"shared": "YQ=="}],
    "immutable": BOOLEANS,
}

_TYPES = (
    *(
        "Opaque",
        "",
        "x",
        "kubernetes.io/service-account-token",
        "kubernetes.io/dockercfg",
        "kubernetes.io/tls",
    ),
    *("kubernetes.io/dockerconfigjson", "kubernetes.io/basic-auth", "kubernetes.io/ssh-auth"),
)
_LOGINS = [
    "{}",
    "null",
    "[]",
    '{"auths": {}}',
    "x",
    "",
    '{"a": 1e999}',
    '{"a": NaN}',
    '"a"',
    "1",
    '{"a":1}x',
    '{"a": "\t"}',
]
_PEM = "-----BEGIN CERTIFICATE-----\nMAMCAQA=\n-----END CERTIFICATE-----\n"

SECRET: dict[str, list[Any]] = {
    "metadata|annotations": [
        {"kubernetes.io/service-account.name": "a"},
        {"kubernetes.io/service-account.name": ""},
    ],
    "type": list(_TYPES),
    "data": [
        *(
            {},
            None,
            {"bad key": "YQ=="},
            {"a": "YQ=="},
            {"a": None},
            {"tls.crt": "", "tls.key": ""},
            {"tls.crt": ""},
        ),
        *({".dockerconfigjson": encoded(login)} for login in _LOGINS),
        *({".dockercfg": encoded(login)} for login in _LOGINS[:5]),
        *({"username": "YQ=="}, {"password": ""}, {"ssh-privatekey": ""}, {"ssh-privatekey": "YQ=="}),
        *(
            {"tls.crt": encoded(_PEM), "tls.key": encoded(_PEM)},
            {"tls.crt": encoded("x" + _PEM), "tls.key": ""},
        ),
        {"tls.crt": encoded(_PEM.replace("CERTIFICATE", "PRIVATE KEY")), "tls.key": encoded(_PEM)},
    ],
    "stringData": [
        *({"a": "b"}, {"bad key": "x"}, {".dockerconfigjson": "{}"}, {".dockerconfigjson": "x"}, {"a": None}),
        *({"tls.crt": _PEM, "tls.key": "x"}, {"a": "x" * 1048577}, {"ssh-privatekey": ""}),
    ],
    "immutable": BOOLEANS,
}

ACCOUNT: dict[str, list[Any]] = {
    "metadata|annotations": [{"kubernetes.io/enforce-mountable-secrets": "true"}],
    "secrets": [[], [{"name": "A_"}], [{}]],
    "imagePullSecrets": [[{"name": ""}], [{}]],
    "automountServiceAccountToken": BOOLEANS,
}

FIELDS: dict[str, dict[str, list[Any]]] = {
    "every kind": EVERY_KIND,
    "service": SERVICE,
    "budget": BUDGET,
    "claim": CLAIM,
    "volume": VOLUME,
    "storage": STORAGE,
    "config": CONFIG,
    "secret": SECRET,
    "account": ACCOUNT,
}


def _object(api_version: str, kind: str, **parts: Any) -> dict[str, Any]:
    return {"apiVersion": api_version, "kind": kind, "metadata": _meta("web"), **parts}


def _service(**spec: Any) -> dict[str, Any]:
    return _object("v1", "Service", spec={"selector": {"app": "web"}, "ports": [{"port": 80}], **spec})


def _secret(kind: str, **data: str) -> dict[str, Any]:
    return _object("v1", "Secret", type=kind, data={key: encoded(value) for key, value in data.items()})


_CLAIM_SPEC = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
_VOLUME_SPEC = {"accessModes": ["ReadWriteOnce"], "capacity": {"storage": "1Gi"}}

BASES: dict[str, dict[str, Any]] = {
    "service/plain": _service(),
    "service/headless": _service(clusterIP="None"),
    "service/nodeport": _service(type="NodePort"),
    "service/balancer": _service(type="LoadBalancer"),
    "service/local": _service(type="LoadBalancer", externalTrafficPolicy="Local", healthCheckNodePort=30001),
    "service/name": _object("v1", "Service", spec={"type": "ExternalName", "externalName": "example.com"}),
    "service/external": _service(externalIPs=["192.168.1.1"]),
    "service/affine": _service(sessionAffinity="ClientIP"),
    "service/dual": _service(
        ipFamilies=["IPv4", "IPv6"], ipFamilyPolicy="PreferDualStack", clusterIP="10.0.0.1"
    ),
    "service/six": _service(ipFamilies=["IPv6"], clusterIP="fd00::1"),
    "budget/plain": _object(
        "policy/v1", "PodDisruptionBudget", spec={"selector": {"matchLabels": {"a": "b"}}}
    ),
    "claim/plain": _object("v1", "PersistentVolumeClaim", spec=_CLAIM_SPEC),
    "volume/nfs": _object(
        "v1", "PersistentVolume", spec={**_VOLUME_SPEC, "nfs": {"server": "a", "path": "/b"}}
    ),
    "volume/none": _object("v1", "PersistentVolume", spec=_VOLUME_SPEC),
    "volume/csi": _object(
        "v1", "PersistentVolume", spec={**_VOLUME_SPEC, "csi": {"driver": "a", "volumeHandle": "b"}}
    ),
    "volume/root": _object(
        "v1",
        "PersistentVolume",
        spec={**_VOLUME_SPEC, "hostPath": {"path": "//"}, "persistentVolumeReclaimPolicy": "Recycle"},
    ),
    "storage/plain": _object("storage.k8s.io/v1", "StorageClass", provisioner="example.com/disk"),
    "config/plain": _object("v1", "ConfigMap", data={"shared": "b"}),
    "secret/plain": _object("v1", "Secret"),
    "secret/tls": _secret("kubernetes.io/tls"),
    "secret/docker": _secret("kubernetes.io/dockerconfigjson"),
    "secret/cfg": _secret("kubernetes.io/dockercfg"),
    "secret/basic": _secret("kubernetes.io/basic-auth"),
    "secret/ssh": _secret("kubernetes.io/ssh-auth"),
    "secret/token": _secret("kubernetes.io/service-account-token"),
    "account/plain": _object("v1", "ServiceAccount"),
}
