"""What the API server warns of in pod templates and volumes."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.pod_warnings import warn_of_pod_template
from stslint.model import Source
from stslint.sources.yaml.recovery import read

WEB = "containers: [{name: web, image: i}]"
ARMOR = "container.apparmor.security.beta.kubernetes.io/web"
SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod"
SECCOMP = "container.seccomp.security.alpha.kubernetes.io/web"
REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"


def warnings(spec: str, minor: int = 37, annotations: str = "{}") -> list[str]:
    text = f"metadata: {{annotations: {annotations}}}\nspec: {{{spec + ', ' if spec else ''}{WEB}}}"
    root = read(Source("x.yaml", text))[0].root
    problems = list(warn_of_pod_template(root, minor))
    assert all(problem.severity == "warning" and problem.rule == "api-warning" for problem in problems)
    return [problem.path for problem in problems]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("", []),
        ("nodeSelector: {beta.kubernetes.io/os: linux}", ["spec.nodeSelector[beta.kubernetes.io/os]"]),
        (
            "topologySpreadConstraints: [{topologyKey: failure-domain.beta.kubernetes.io/zone}]",
            [
                "spec.topologySpreadConstraints[0].topologyKey",
                "spec.topologySpreadConstraints[0].labelSelector",
            ],
        ),
        ("topologySpreadConstraints: [{topologyKey: zone, labelSelector: {}}]", []),
        (
            f"affinity: {{podAffinity: {{{REQUIRED}: [{{}}]}}}}",
            [f"spec.affinity.podAffinity.{REQUIRED}[0].labelSelector"],
        ),
        (
            f"affinity: {{podAntiAffinity: {{{PREFERRED}: [{{podAffinityTerm: {{}}}}]}}}}",
            [f"spec.affinity.podAntiAffinity.{PREFERRED}[0].podAffinityTerm.labelSelector"],
        ),
        (
            "hostAliases: [{ip: 1.1.1.1}, {ip: 1.1.1.1}, {ip: '::0'}]",
            ["spec.hostAliases[1].ip", "spec.hostAliases[2].ip"],
        ),
        ("dnsConfig: {nameservers: [1.1.1.1, 'FE80::1']}", ["spec.dnsConfig.nameservers[1]"]),
        (
            "imagePullSecrets: [{name: a}, {name: a}, {}]",
            ["spec.imagePullSecrets[1].name", "spec.imagePullSecrets[2].name"],
        ),
        ("overhead: {memory: 1m, cpu: 1m}", ["spec.overhead[memory]"]),
        ("terminationGracePeriodSeconds: -1", ["spec.terminationGracePeriodSeconds"]),
        ("terminationGracePeriodSeconds: 0", []),
    ],
)
def test_warns(spec: str, expected: list[str]) -> None:
    assert warnings(spec) == expected


def test_values_that_no_label_has_are_warned_of_in_preferences_only() -> None:
    term = "{matchExpressions: [{key: a, operator: In, values: [b c]}]}"
    required = f"affinity: {{nodeAffinity: {{{REQUIRED}: {{nodeSelectorTerms: [{term}]}}}}}}"
    preferred = f"affinity: {{nodeAffinity: {{{PREFERRED}: [{{weight: 1, preference: {term}}}]}}}}"
    assert warnings(required) == []
    assert len(warnings(preferred)) == 1
    assert warnings(preferred, 32) == []


@pytest.mark.parametrize(
    ("annotations", "spec", "expected"),
    [
        (
            "{security.alpha.kubernetes.io/sysctls: x}",
            "",
            ["metadata.annotations[security.alpha.kubernetes.io/sysctls]"],
        ),
        (f"{{{SECCOMP_POD}: unconfined}}", "", [f"metadata.annotations[{SECCOMP_POD}]"]),
        (f"{{{SECCOMP_POD}: unconfined}}", "securityContext: {seccompProfile: {type: Unconfined}}", []),
        (f"{{{SECCOMP}: unconfined}}", "", [f"metadata.annotations[{SECCOMP}]"]),
        (f"{{{ARMOR}: unconfined}}", "", [f"metadata.annotations[{ARMOR}]"]),
        (f"{{{ARMOR}: unconfined}}", "securityContext: {appArmorProfile: {type: Unconfined}}", []),
        (
            f"{{{ARMOR}: localhost/a}}",
            "securityContext: {appArmorProfile: {type: Localhost, localhostProfile: a}}",
            [],
        ),
        ("{example.com/a: b}", "", []),
    ],
)
def test_warns_of_annotations(annotations: str, spec: str, expected: list[str]) -> None:
    assert warnings(spec, annotations=annotations) == expected


def test_any_profile_of_the_pod_hides_the_annotation_before_1_34() -> None:
    spec = "securityContext: {appArmorProfile: {type: RuntimeDefault}}"
    assert warnings(spec, 33, f"{{{ARMOR}: unconfined}}") == []
    assert len(warnings(spec, 34, f"{{{ARMOR}: unconfined}}")) == 1
    assert warnings("", 29, f"{{{ARMOR}: unconfined}}") == []


@pytest.mark.parametrize(
    ("spec", "last_silent"),
    [
        ("terminationGracePeriodSeconds: -1", 26),
        ("topologySpreadConstraints: [{topologyKey: z}]", 27),
        ("volumes: [{name: a, rbd: {}}]", 27),
        ("volumes: [{name: a, cephfs: {}}]", 27),
        ("volumes: [{name: a, quobyte: {}}]", 24),
        ("nodeSelector: {node-role.kubernetes.io/master: ''}", 30),
        ("volumes: [{name: a, projected: {sources: [{}]}}]", 31),
        ("hostAliases: [{ip: 01.1.1.1}]", 32),
    ],
)
def test_each_warning_has_its_first_minor(spec: str, last_silent: int) -> None:
    assert warnings(spec, last_silent) == []
    assert len(warnings(spec, last_silent + 1)) == 1


@pytest.mark.parametrize(
    ("volume", "expected"),
    [
        ("glusterfs: {}", ["glusterfs"]),
        ("storageos: {}", ["storageOS"]),
        ("gitRepo: {}", ["gitRepo"]),
        ("secret: {secretName: s}", []),
        ("configMap: {items: [{path: a}, {path: b}]}", []),
        ("configMap: {items: [{path: a/}, {path: a/b}]}", ["configMap.items[1].path"]),
        ("secret: {items: [{path: a/b}, {path: a}, {path: ab}]}", ["secret.items[1].path"]),
        (
            "downwardAPI: {items: [{path: a}, {path: a}, {path: a}]}",
            [f"downwardAPI.items[{i}].path" for i in (1, 2, 2)],
        ),
        (
            "projected: {sources: [{secret: {items: [{path: a}]}}, {serviceAccountToken: {path: a/t}}, {}]}",
            ["projected.sources[2]", "projected.sources[1].serviceAccountToken.path"],
        ),
        (
            "ephemeral: {volumeClaimTemplate: {spec: {resources: {requests: {storage: 1500m}}}}}",
            ["ephemeral.volumeClaimTemplate.spec.resources.requests[storage]"],
        ),
    ],
)
def test_warns_of_volumes(volume: str, expected: list[str]) -> None:
    assert warnings(f"volumes: [{{name: a, {volume}}}]") == [f"spec.volumes[0].{path}" for path in expected]


def test_a_source_without_paths_repeats_the_one_before_it_up_to_1_33() -> None:
    spec = (
        "volumes: [{name: a, projected: {sources: [{secret: {items: [{path: a}]}}, {configMap: {name: c}}]}}]"
    )
    assert len(warnings(spec, 33)) == 1
    assert warnings(spec, 34) == []


def test_volumes_of_one_name_are_warned_of_up_to_1_27() -> None:
    spec = "volumes: [{name: a}, {name: a}]"
    assert warnings(spec, 27) == ["spec.volumes[1].name"]
    assert warnings(spec, 28) == []


@pytest.mark.parametrize(("minor", "index"), [(34, 0), (35, 1)])
def test_the_place_of_a_volume_counts_no_volumes_that_are_dropped(minor: int, index: int) -> None:
    spec = "volumes: [{name: i, image: {reference: a}}, {name: a, rbd: {}}]"
    assert warnings(spec, minor) == [f"spec.volumes[{index}].rbd"]
