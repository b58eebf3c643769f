"""Fields that a minor knows and drops."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.gates import EACH, GATED, Gated, dropped
from stslint.kubernetes.schema.openapi import load
from stslint.kubernetes.schema.versions import NEWEST, number
from stslint.model import Source
from stslint.sources.yaml.recovery import read

SET = """\
apiVersion: apps/v1
kind: StatefulSet
spec:
  ordinals: {start: 1}
  template:
    spec:
      hostUsers: true
      initContainers:
      - {name: a}
      - {name: b, restartPolicy: Always}
"""


def paths(minor: int) -> list[str]:
    root = read(Source("set.yaml", SET))[0].root
    return [node.path for node, _ in dropped(root, minor)]


def test_a_field_is_dropped_until_its_gate_is_on() -> None:
    sidecar = "spec.template.spec.initContainers[1].restartPolicy"
    assert paths(26) == ["spec.ordinals", sidecar]
    assert paths(28) == [sidecar]
    assert paths(29) == []


@pytest.mark.parametrize("gated", GATED, ids=lambda gated: gated.path)
def test_every_path_leads_to_a_field_of_the_newest_minor(gated: Gated) -> None:
    schemas = load(NEWEST)
    schema = schemas.of("apps/v1", "StatefulSet")
    assert schema is not None
    for step in ("spec", *gated.path.split(".")):
        while "$ref" in schema:
            schema = schemas.references[schema["$ref"]]
        schema = schema["items"] if step == EACH else schema["properties"][step]
    assert 0 <= gated.since <= number(NEWEST)


# From https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/ and its page of
# removed gates: the first version that has the gate on by default.
ON_SINCE = {
    "StatefulSetAutoDeletePVC": 27,
    "StatefulSetStartOrdinal": 27,
    "UserNamespacesSupport": 33,
    "PodSchedulingReadiness": 27,
    "PodLevelResources": 34,
    "DynamicResourceAllocation": 34,
    "HostnameOverride": 35,
    "SupplementalGroupsPolicy": 33,
    "SELinuxChangePolicy": 33,
    "MinDomainsInPodTopologySpread": 27,
    "NodeInclusionPolicyInPodTopologySpread": 26,
    "MatchLabelKeysInPodTopologySpread": 27,
    "MatchLabelKeysInPodAffinity": 31,
    "ImageVolume": 35,
    "ClusterTrustBundleProjection": 37,
    "PodCertificateRequest": 37,
    "SidecarContainers": 29,
    "ProcMountType": 33,
    "InPlacePodVerticalScaling": 33,
    "RecursiveReadOnlyMounts": 31,
    "ContainerRestartRules": 35,
    "EnvFiles": 35,
    "ContainerStopSignals": 0,
}


def test_a_gate_is_on_since_the_version_that_its_page_names() -> None:
    assert {gated.gate: gated.since for gated in GATED} == ON_SINCE
    assert {(gated.gate, gated.since) for gated in GATED} == set(ON_SINCE.items())
