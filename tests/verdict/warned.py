"""What API servers accept with a warning: values by path, a list's first element as ``0``."""

from __future__ import annotations

from typing import Any

_TERM = {"topologyKey": "zone"}
_OLD_LABELS = ("beta.kubernetes.io/os", "failure-domain.beta.kubernetes.io/zone", "beta.kubernetes.io/arch")
_POD = "spec|template|spec"
_CONTAINER = f"{_POD}|containers|0"
_SPREAD = {"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule"}

WARNED: dict[str, list[Any]] = {
    f"{_CONTAINER}|env": [
        [{"name": "A", "value": "b"}, {"name": "A", "value": "c"}],
        [{"name": "A", "value": "b"}, {"name": "A", "value": "$(A):c"}],
        [{"name": "A", "value": "b"}, {"name": "A", "value": "$(A)"}, {"name": "A"}],
    ],
    f"{_CONTAINER}|ports": [
        [{"containerPort": 80}, {"containerPort": 80}],
        [{"containerPort": 80, "hostIP": "10.0.0.1"}],
        [{"containerPort": 80, "hostPort": 80}, {"containerPort": 80}],
        [{"containerPort": 80, "protocol": "UDP"}, {"containerPort": 80}],
        [{"containerPort": 80, "hostPort": 80, "hostIP": "10.0.0.1"}, {"containerPort": 80, "hostPort": 80}],
    ],
    f"{_CONTAINER}|resources": [
        *({"requests": {"memory": amount}} for amount in ("1500m", "0.5", "1m", "1.5Ki", "100m")),
        {"limits": {"ephemeral-storage": "1.5"}, "requests": {"ephemeral-storage": "0.1"}},
    ],
    f"{_POD}|overhead": [{"memory": "1500m"}, {"ephemeral-storage": "0.5"}],
    f"{_POD}|resources": [{"requests": {"memory": "1500m"}}, {"limits": {"cpu": "2", "memory": "2.5"}}],
    f"{_POD}|nodeSelector": [{label: "a"} for label in (*_OLD_LABELS, "kubernetes.io/os")],
    f"{_POD}|affinity": [
        {"podAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [_TERM]}},
        {
            "podAntiAffinity": {
                "preferredDuringSchedulingIgnoredDuringExecution": [{"weight": 1, "podAffinityTerm": _TERM}]
            }
        },
        *(
            {
                "nodeAffinity": {
                    "requiredDuringSchedulingIgnoredDuringExecution": {
                        "nodeSelectorTerms": [{"matchExpressions": [{"key": label, "operator": "Exists"}]}]
                    }
                }
            }
            for label in _OLD_LABELS
        ),
    ],
    f"{_POD}|topologySpreadConstraints": [[_SPREAD], [{**_SPREAD, "topologyKey": _OLD_LABELS[1]}]],
    f"{_POD}|imagePullSecrets": [[{"name": "a"}, {"name": "a"}], [{"name": ""}], [{}]],
    f"{_POD}|hostAliases": [
        [{"ip": "10.0.0.1"}, {"ip": "10.0.0.1"}],
        [{"ip": "010.0.0.1"}],
        [{"ip": "::ffff:1.2.3.4"}],
    ],
    f"{_POD}|dnsConfig": [{"nameservers": ["010.0.0.1"]}, {"nameservers": ["::ffff:1.2.3.4"]}],
    f"{_POD}|terminationGracePeriodSeconds": [-1, 0],
    f"{_POD}|volumes": [
        *(
            [{"name": "a", key: source}]
            for key, source in {
                "gitRepo": {"repository": "a"},
                "glusterfs": {"endpoints": "a", "path": "b"},
                "rbd": {"monitors": ["a"], "image": "b"},
                "cephfs": {"monitors": ["a"]},
                "quobyte": {"registry": "a:1", "volume": "b"},
                "storageos": {"volumeName": "a"},
                "flocker": {"datasetName": "a"},
                "photonPersistentDisk": {"pdID": "a"},
                "secret": {
                    "secretName": "a",
                    "items": [{"key": "a", "path": "b"}, {"key": "c", "path": "b/d"}],
                },
                "configMap": {"name": "a", "items": [{"key": "a", "path": "b"}, {"key": "c", "path": "b"}]},
            }.items()
        ),
        [{"name": "a", "projected": {"sources": [{"configMap": {"name": "a"}}, {}]}}],
    ],
    "spec|template|metadata|annotations": [
        {"scheduler.alpha.kubernetes.io/critical-pod": ""},
        {"seccomp.security.alpha.kubernetes.io/pod": "runtime/default"},
        {"container.seccomp.security.alpha.kubernetes.io/web": "runtime/default"},
        {"container.apparmor.security.beta.kubernetes.io/web": "runtime/default"},
        {"security.alpha.kubernetes.io/sysctls": "a=b", "pod.beta.kubernetes.io/hostname": "a"},
    ],
    "spec|volumeClaimTemplates|0|spec|resources|requests|storage": ["1500m", "0.5", "1.5Gi"],
    "spec|volumeClaimTemplates|0|spec|volumeMode": ["Filesystem"],
    "spec|revisionHistoryLimit": [-1, 0],
    "metadata|name": ["a.b", "w" * 60],
}
