"""Pod templates: their annotations, and the spec as a whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.kubernetes.validation.pod import validate_pod_template_spec
from stslint.kubernetes.validation.pod_annotations import validate_pod_annotations
from stslint.model import Node, Source
from stslint.sources.yaml.recovery import read

ARMOR = "container.apparmor.security.beta.kubernetes.io/"
SECCOMP = "container.seccomp.security.alpha.kubernetes.io/"
SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod"
TOLERATIONS = "scheduler.alpha.kubernetes.io/tolerations"
COST = "controller.kubernetes.io/pod-deletion-cost"
MIRROR = "kubernetes.io/config.mirror"


def template(annotations: str, spec: str = "", container: str = "") -> Node:
    text = f"""
template:
  metadata: {{annotations: {annotations}}}
  spec:
    containers: [{{name: web, image: i{container}}}]
    {spec}
"""
    return read(Source("x.yaml", text))[0].root.get("template")


def faults(annotations: str, spec: str = "", container: str = "") -> list[str]:
    node = template(annotations, spec, container)
    return [problem.path for problem in validate_pod_template_spec(node, 37)]


@pytest.mark.parametrize(
    ("annotations", "spec"),
    [
        ("{}", ""),
        ("{example.com/anything: goes}", ""),
        (f"{{{MIRROR}: x}}", "nodeName: node"),
        (f"{{{COST}: '-10'}}", ""),
        (f"{{{TOLERATIONS}: ''}}", ""),
        (f'{{{TOLERATIONS}: \'[{{"Key": "a", "value": "b"}}]\'}}', ""),
        (
            f"{{{SECCOMP_POD}: localhost/a}}",
            "securityContext: {seccompProfile: {type: Localhost, localhostProfile: a}}",
        ),
        (f"{{{SECCOMP}web: docker/default}}", ""),
        (f"{{{ARMOR}web: unconfined}}", "securityContext: {appArmorProfile: {type: Unconfined}}"),
    ],
)
def test_accepts_annotations(annotations: str, spec: str) -> None:
    assert faults(annotations, spec) == []


@pytest.mark.parametrize(
    ("annotations", "spec", "expected"),
    [
        (f"{{{MIRROR}: x}}", "", [f"template.annotations[{MIRROR}]"]),
        (f"{{{COST}: '+1'}}", "", [f"template.annotations[{COST}]"]),
        (f"{{{COST}: '-{'9' * 5000}'}}", "", [f"template.annotations[{COST}]"]),
        (f"{{{TOLERATIONS}: x}}", "", ["template.annotations"]),
        (f"{{{TOLERATIONS}: '{{}}'}}", "", ["template.annotations"]),
        (f"{{{TOLERATIONS}: '[1]'}}", "", ["template.annotations"]),
        (f"{{{TOLERATIONS}: '[{{\"key\": 1}}]'}}", "", ["template.annotations"]),
        (f"{{{TOLERATIONS}: '[{{}}]'}}", "", [f"template.annotations.{TOLERATIONS}[0].operator"]),
        (f"{{{SECCOMP_POD}: bad}}", "", [f"template.annotations.{SECCOMP_POD}"]),
        (f"{{{SECCOMP}any: localhost//a}}", "", [f"template.annotations.{SECCOMP}any"]),
        (f"{{{ARMOR}nobody: unconfined}}", "", [f"template.annotations[{ARMOR}nobody]"]),
        (f"{{{ARMOR}web: bad}}", "", [f"template.annotations[{ARMOR}web]"]),
        (
            f"{{{SECCOMP_POD}: unconfined}}",
            "securityContext: {seccompProfile: {type: RuntimeDefault}}",
            ["template.spec.securityContext.seccompProfile.type"],
        ),
        (
            f"{{{SECCOMP_POD}: localhost/b}}",
            "securityContext: {seccompProfile: {type: Localhost, localhostProfile: a}}",
            ["template.spec.securityContext.seccompProfile.localhostProfile"],
        ),
        (
            f"{{{ARMOR}web: unconfined}}",
            "securityContext: {appArmorProfile: {type: RuntimeDefault}}",
            ["template.spec.containers[0].securityContext.appArmorProfile.type"],
        ),
    ],
)
def test_refuses_annotations(annotations: str, spec: str, expected: list[str]) -> None:
    assert faults(annotations, spec) == expected


def test_windows_reads_no_app_armor_annotation() -> None:
    profile = ", securityContext: {appArmorProfile: {type: Unconfined}}"
    at = "template.spec.containers[0].securityContext.appArmorProfile"
    assert faults(f"{{{ARMOR}web: runtime/default}}", "os: {name: linux}", profile) == [f"{at}.type"]
    assert faults(f"{{{ARMOR}web: runtime/default}}", "os: {name: windows}", profile) == [at]


@given(st.integers())
def test_a_deletion_cost_is_a_number_of_32_bits(number: int) -> None:
    problems = list(validate_pod_annotations(template(f"{{{COST}: '{number}'}}")))
    assert (not problems) is (-(2**31) <= number < 2**31)


def test_a_template_that_is_missing_lacks_containers() -> None:
    root = read(Source("x.yaml", "kind: StatefulSet"))[0].root
    problems = list(validate_pod_template_spec(root.get("template"), 37))
    assert [problem.path for problem in problems] == ["template.spec.containers"]


def test_nulls_are_absent() -> None:
    keys = (
        "affinity",
        "volumes",
        "tolerations",
        "dnsConfig",
        "os",
        "securityContext",
        "resources",
        "overhead",
    )
    assert faults("null", "\n    ".join(f"{key}: null" for key in keys)) == []
