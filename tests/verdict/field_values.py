"""What a field is tried with: by its own name first, then by its form."""

from __future__ import annotations

from typing import Any

from tests.verdict.fields import Field
from tests.verdict.neighbour_values import (
    ADDRESSES,
    AMOUNTS,
    DELETE,
    LABELS,
    LONG_NAME,
    LONGER_LABEL,
    LONGER_NAME,
    MODES,
    NAMED_PORTS,
    NAMES,
    PORTS,
    QUANTITIES,
    SELECTORS,
    cased,
)


class Raw(str):
    """A scalar that is written as it is, without quotes."""


_TEXTS = ["a", "", "a b", "é", LONGER_LABEL, " a ", "a\nb", "$(A)", "{{ .Values.a }}"]
_PATHS = ["a", "/a", "", "/", "..", "../a", "a/../b", "a/..", "/a:b", "a:b", "a\\b", ".", "./a", "..a", "/.."]
_PATHS += ["a//b", "/a/", "C:\\a", "\\a", "\\\\a\\b", "\\\\.\\pipe\\a", "..\\a", "//", "/a/../b", "$(A)"]
_KEYS = [
    "a",
    "",
    "a b",
    "a/b",
    "A.b/c",
    "a/b/c",
    "/a",
    "a/",
    "-a",
    "a" * 64,
    "é",
    "a_b.c-d",
    "..",
    ".",
    "..a",
]
_IMAGES = [
    "nginx",
    "",
    " nginx",
    "nginx ",
    "a b",
    "Nginx:1",
    "nginx:",
    "nginx@sha256:abc",
    "nginx:1.27@x",
    None,
]
_WHOLE = [
    -2147483649,
    -2147483648,
    -1,
    0,
    1,
    2,
    100,
    101,
    255,
    256,
    511,
    512,
    3600,
    65535,
    2147483647,
    2147483648,
]
_WHOLE64 = [*_WHOLE, 3601, 4294967295, 4294967296, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1]
_LISTS: list[Any] = [[], None, [None], [""], ["a"], ["a", "a"], ["a b"], [1], "a", {}]
_SOURCES = {"requests": {"cpu": "1"}, "limits": {"cpu": "1"}}
RESOURCES: list[Any] = [
    *({}, None, {"cpu": "1"}, {"memory": "1Gi"}, {"cpu": "-1"}, {"cpu": "0"}, {"cpu": "0.0001"}, {"a": "1"}),
    *(
        {"example.com/gpu": 1},
        {"example.com/gpu": "1500m"},
        {"hugepages-2Mi": "4Mi"},
        {"hugepages-2Mi": "3Mi"},
    ),
    *({"hugepages-": "1"}, {"ephemeral-storage": "1Gi"}, {"storage": "1Gi"}, {"storage": "0"}, {"": "1"}),
    *(
        {"kubernetes.io/a": "1"},
        {"requests.example.com/a": "1"},
        {"cpu": None},
        {"memory": "1m"},
        {"pods": 1},
    ),
    *({"hugepages-1Gi": "1Gi", "memory": "1Gi"}, {"attachable-volumes-a": "1"}, {"a b/c": "1"}, {"cpu": ""}),
    *({"requests.cpu": "1"}, {"cpu": "2", "memory": "2Gi"}, {"example.com/gpu": 2}, {"memory": "0.5"}),
]

ENUMERATIONS: dict[str, tuple[str, ...]] = {
    "imagePullPolicy": ("Always", "Never", "IfNotPresent"),
    "pullPolicy": ("Always", "Never", "IfNotPresent"),
    "Container.restartPolicy": ("Always", "OnFailure", "Never"),
    "PodSpec.restartPolicy": ("Always", "OnFailure", "Never"),
    "ContainerResizePolicy.restartPolicy": ("NotRequired", "RestartContainer"),
    "ContainerResizePolicy.resourceName": ("cpu", "memory"),
    "ContainerRestartRule.action": ("Restart", "RestartAllContainers"),
    "ContainerRestartRuleOnExitCodes.operator": ("In", "NotIn"),
    "dnsPolicy": ("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"),
    "podManagementPolicy": ("OrderedReady", "Parallel"),
    "StatefulSetUpdateStrategy.type": ("RollingUpdate", "OnDelete", "Recreate"),
    "whenDeleted": ("Retain", "Delete"),
    "whenScaled": ("Retain", "Delete"),
    "protocol": ("TCP", "UDP", "SCTP"),
    "terminationMessagePolicy": ("File", "FallbackToLogsOnError"),
    "procMount": ("Default", "Unmasked"),
    "SeccompProfile.type": ("RuntimeDefault", "Unconfined", "Localhost"),
    "AppArmorProfile.type": ("RuntimeDefault", "Unconfined", "Localhost"),
    "fsGroupChangePolicy": ("OnRootMismatch", "Always"),
    "seLinuxChangePolicy": ("MountOption", "Recursive"),
    "supplementalGroupsPolicy": ("Merge", "Strict"),
    "effect": ("NoSchedule", "NoExecute", "PreferNoSchedule"),
    "Toleration.operator": ("Exists", "Equal", "Lt", "Gt"),
    "LabelSelectorRequirement.operator": ("In", "NotIn", "Exists", "DoesNotExist"),
    "NodeSelectorRequirement.operator": ("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"),
    "whenUnsatisfiable": ("DoNotSchedule", "ScheduleAnyway"),
    "nodeAffinityPolicy": ("Honor", "Ignore"),
    "nodeTaintsPolicy": ("Honor", "Ignore"),
    "mountPropagation": ("None", "HostToContainer", "Bidirectional"),
    "recursiveReadOnly": ("Disabled", "IfPossible", "Enabled"),
    "scheme": ("HTTP", "HTTPS"),
    "medium": ("Memory", "HugePages", "HugePages-2Mi", "HugePages-x"),
    "HostPathVolumeSource.type": ("DirectoryOrCreate", "Directory", "File", "Socket", "BlockDevice"),
    "volumeMode": ("Filesystem", "Block"),
    "preemptionPolicy": ("PreemptLowerPriority", "Never"),
    "PodOS.name": ("linux", "windows"),
    "stopSignal": ("SIGTERM", "SIGKILL", "SIGRTMIN+1", "TERM"),
    "GRPCAction.mode": ("Plaintext", "TLS"),
    "cachingMode": ("None", "ReadOnly", "ReadWrite"),
    "AzureDiskVolumeSource.kind": ("Shared", "Dedicated", "Managed"),
    "keyType": ("RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"),
    "priorityClassName": ("system-cluster-critical", "system-node-critical", "high"),
    "keyMode": (),
}

NAMED: dict[str, list[Any]] = {
    "name": NAMES,
    "namespace": NAMES,
    "key": _KEYS,
    "image": _IMAGES,
    "reference": _IMAGES,
    "labels": LABELS,
    "nodeSelector": LABELS,
    "annotations": LABELS,
    "matchLabels": LABELS,
    "LabelSelector.matchLabels": [*LABELS, {"app": "web", "b": "c"}],
    "selector": SELECTORS,
    "labelSelector": SELECTORS,
    "namespaceSelector": SELECTORS,
    "values": [[], ["a"], ["a", "a"], ["a b"], ["1"], ["1", "2"], [""], ["-1"], ["01"], None, ["x" * 64]],
    "ContainerRestartRuleOnExitCodes.values": [[], [0], [1, 1], [256], [-1], [1, 2], list(range(256)), None],
    "hostIP": ADDRESSES,
    "ip": ADDRESSES,
    "hostnames": [[], ["a"], ["a.b"], ["A"], ["a_b"], [""], ["*.a"], ["a", "a"], ["-a"], ["x" * 254]],
    "nameservers": [[], None, *([address] for address in ADDRESSES[:12]), ["1.1.1.1"] * 3, ["1.1.1.1"] * 4],
    "searches": [
        [],
        ["a"],
        ["."],
        ["a."],
        ["A"],
        ["_a.b"],
        ["a" * 254],
        ["a b"],
        [""],
        ["a"] * 32,
        ["a"] * 33,
    ],
    "accessModes": MODES,
    "resources": [{}, None, *(_SOURCES | {"limits": each} for each in RESOURCES[:9])],
    "limits": RESOURCES,
    "requests": RESOURCES,
    "overhead": RESOURCES,
    "capacity": RESOURCES,
    "claims": [[], [{"name": "gpu"}], [{"name": "gpu"}, {"name": "gpu"}], [{}]],
    "containerPort": [*PORTS, None],
    "hostPort": [*PORTS, None],
    "partition": [*_WHOLE, None],
    "maxUnavailable": AMOUNTS,
    "port": NAMED_PORTS,
    "GRPCAction.port": PORTS,
    "sizeLimit": QUANTITIES,
    "divisor": [*QUANTITIES, "1", "1k", "1M", "1Ki", "1Mi", "1000m", 1, "0.001", "1G", "1T", "1P", "1E"],
    "fieldPath": [
        *("metadata.name", "metadata.namespace", "metadata.uid", "metadata.labels", "metadata.annotations"),
        *("metadata.labels['a']", "metadata.annotations['a b']", "metadata.labels['']", "spec.nodeName", ""),
        *("spec.serviceAccountName", "status.hostIP", "status.podIP", "status.podIPs", "status.hostIPs", "a"),
        *("metadata.labels['a", "metadata.name['a']", "metadata.labels[a]", "spec.foo", "status.phase", None),
        *("metadata.labels['A.b/c']", "metadata.annotations['A.B/c']", "metadata.labels['x/y/z']"),
    ],
    "ObjectFieldSelector.apiVersion": ["v1", "", "v2", "apps/v1", None],
    "resource": [
        *("limits.cpu", "limits.memory", "requests.cpu", "requests.memory", "limits.ephemeral-storage", ""),
        *("limits.hugepages-2Mi", "requests.hugepages-", "cpu", "limits.example.com/gpu", "requests.storage"),
    ],
    "containerName": ["web", "", "none", None],
    "conditionType": _KEYS,
    "topologyKey": _KEYS,
    "matchLabelKeys": [[], None, ["a"], ["app"], ["a", "a"], ["a b"], [""]],
    "mismatchLabelKeys": [[], None, ["a"], ["app"], ["a", "a"], ["a b"], [""]],
    "namespaces": [[], None, ["a"], ["A"], ["a.b"], [""]],
    "supplementalGroups": [[], [0], [-1], [2**31 - 1], [2**31], [1, 1], None],
    "add": [[], ["NET_ADMIN"], ["SYS_ADMIN"], ["CAP_SYS_ADMIN"], ["ALL"], [""], None],
    "Sysctl.name": [
        *("net.core.somaxconn", "net/core/somaxconn", "kernel.shm_rmid_forced", "a", "", "A.b"),
        *(
            "a/b.c",
            "a.b/c",
            "kernel.msgmax",
            "fs.mqueue.a",
            "net.ipv4.a",
            "a" * 254,
            "-a",
            "a..b",
            "a_b",
            "a-b",
        ),
    ],
    "EnvVar.name": [
        *("A", "", "a.b", "a-b", "1a", "a b", "A=B", "a_b", "é", ".", "..", "..a", "a\nb", "a" * 300)
    ],
    "prefix": ["", "A_", "a.b", "1a", "a b", "a=b", "é", None],
    "HTTPHeader.name": ["Accept", "", "a b", "X-A", "a_b", "a:b", "é"],
    "PodDNSConfigOption.name": ["ndots", "", None, "a b"],
    "signerName": ["a.b/c", "a/b", "a", "", "A.b/c", "kubernetes.io/a", "a.b/c/d", "a.b/" + "c" * 572],
    "gmsaCredentialSpecName": NAMES,
    "gmsaCredentialSpec": ["a", "", "x" * 65537],
    "runAsUserName": [
        "a",
        "",
        "a\\b",
        "A b",
        "a" * 105,
        "a\\" + "b" * 105,
        "a/b",
        ".\\a",
        "a\tb",
        "*",
        "x.y\\z",
    ],
    "hostname": NAMES,
    "hostnameOverride": [*NAMES, "a" * 64, "a" * 65, "a.b.c"],
    "subdomain": NAMES,
    "serviceName": NAMES,
    "storageClassName": NAMES,
    "volumeAttributesClassName": NAMES,
    "nodeName": NAMES,
    "serviceAccount": NAMES,
    "serviceAccountName": NAMES,
    "schedulerName": NAMES,
    "runtimeClassName": NAMES,
    "apiGroup": ["", "a.b", "A", "snapshot.storage.k8s.io", None, "v1"],
    "TypedLocalObjectReference.kind": ["PersistentVolumeClaim", "VolumeSnapshot", "", None],
    "driver": ["a.example.com", "A.b", "a b", "", "a_b", "a" * 64, "a/b", "-a"],
    "iqn": [
        "iqn.2001-04.com.example:a.b",
        "eui.0123456789abcdef",
        "naa." + "0" * 32,
        "iqn.x",
        "x",
        "",
        " iqn.a",
    ],
    "initiatorName": ["iqn.2001-04.com.example:a.b", "eui.0123", "x", "", None],
    "monitors": _LISTS[:8],
    "portals": _LISTS[:8],
    "command": _LISTS,
    "args": _LISTS,
    "drop": _LISTS,
    "volumeName": NAMES,
    "userAnnotations": [{"a.b/c": "d"}, {"a": "b"}, {}, None, {"A b": "c"}, {"kubernetes.io/a": "b"}],
    "finalizers": [["example.com/a"], ["a"], ["a b"], ["kubernetes"], [""], ["orphan", "foregroundDeletion"]],
    "uid": ["", "b", None],
    "resourceVersion": ["", "0", "1", "x", None],
    "generateName": ["web-", "Web-", "a" * 60, "a" * 64, "", None],
    "bindMountOptions": [
        [],
        ["ro"],
        ["noexec", "noexec"],
        ["x"],
        [""],
        ["noexec"],
        ["nosuid", "nodev"],
        None,
    ],
    "maxExpirationSeconds": [3600, 3599, 86400, 7862400, 7862401, 0, None],
    "expirationSeconds": [600, 599, 3600, 0, 2**32, 2**32 + 1, None],
    "PersistentVolumeClaim.metadata": [
        {},
        None,
        {"name": "data"},
        {"name": "A"},
        {"name": "a.b"},
        {"name": ""},
    ],
    "grpc.service": _TEXTS,
}
_PATH_FIELDS = ("Path", "path", "subPath", "subPathExpr", "workingDir", "directory", "localhostProfile")

ODD: tuple[Any, ...] = (
    *(None, DELETE, "", 0, True, [], {}, [{}], {"a": 1}, "x", 1.5, [None], [[]], "1", "true", -1),
    *(
        Raw(text)
        for text in ("~", "y", "off", "1e3", "0x1F", "0o17", "017", "1_000", "3.0", ".5", "1.", "+1")
    ),
    *(
        Raw(text)
        for text in ("12:30", "2026-01-31", "!!str 1", "!!int '1'", "&a a", '"1"', "'a'", "0b11", "-0")
    ),
    *(Raw(text) for text in ("1e400", "99999999999999999999", "-.inf", "08", "1e-3", "!!float 1", "=", "<<")),
)
"""Values of the wrong type for most fields, and scalars whose reading is peculiar."""

_BY_FORM: dict[str, list[Any]] = {
    "int32": _WHOLE,
    "int64": _WHOLE64,
    "uint8": [0, 255, 256, -1],
    "string": _TEXTS,
    "boolean": [True, False],
    "quantity": QUANTITIES,
    "int-or-string": AMOUNTS,
    "date-time": ["2026-01-31T12:00:00Z", "2026-01-31", "", None, "2026-01-31T12:00:00.5+01:00"],
    "array": [[], None, [None], [{}]],
    "object": [{}, None],
    "byte": ["YQ==", "", "a", "YQ", "é"],
}


def values_of(field: Field) -> list[Any]:
    """Returns what to try at a field in addition to what is tried everywhere (``ODD``)."""
    own = f"{field.owner}.{field.name}"
    for name in (own, field.name):
        if name in ENUMERATIONS:
            return [*cased(*ENUMERATIONS[name]), " a"] if ENUMERATIONS[name] else [None]
    found = NAMED.get(own) or (NAMED.get(field.name) if _fits(field, NAMED.get(field.name, [])) else None)
    if found is not None:
        return found
    if field.form == "string" and field.name.endswith(_PATH_FIELDS):
        return [*_PATHS, None, LONG_NAME, LONGER_NAME]
    return _BY_FORM.get(field.form, [])


def _fits(field: Field, values: list[Any]) -> bool:
    """Returns whether values that are listed for a name are of the form that this field of the name has."""
    first = next((value for value in values if value is not None), None)
    if field.form in ("array", "object"):
        return isinstance(first, list if field.form == "array" else dict)
    return not isinstance(first, list | dict)
