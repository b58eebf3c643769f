"""The generator of cases, and the form in which answers are compared."""

from __future__ import annotations

from typing import Any

import pytest

from stslint.kubernetes.schema.versions import NEWEST
from tests.verdict.compare import Answer, differences, our_answer, recorded, warned_path
from tests.verdict.fields import fields_of, placed
from tests.verdict.generate import allocated, cases, updates
from tests.verdict.neighbour_fields import BASES, FIELDS
from tests.verdict.seeds import SETS


def test_the_same_seed_makes_the_same_cases() -> None:
    assert list(cases(3, 40)) == list(cases(3, 40))
    assert list(cases(3, 40)) != list(cases(4, 40))
    assert list(updates(3, 10)) == list(updates(3, 10))


def test_every_base_is_accepted() -> None:
    for base, manifest in SETS.items():
        assert our_answer({"yaml": str(manifest)}, NEWEST).verdict == "accept", base


def test_every_kind_has_fields_to_change() -> None:
    assert {base.partition("/")[0] for base in BASES} == set(FIELDS) - {"every kind"}


def test_every_field_of_the_schema_is_reached() -> None:
    paths = {".".join(str(step) for step, _, _ in field.steps) for field in fields_of(NEWEST, "StatefulSet")}
    for wanted in (
        "spec.template.spec.containers.0.readinessProbe.httpGet.httpHeaders.0.value",
        "spec.template.spec.volumes.0.projected.sources.0.podCertificate.keyType",
        "spec.volumeClaimTemplates.0.spec.resources.requests",
    ):
        assert wanted in paths


def test_a_value_is_placed_below_seeds() -> None:
    field = next(field for field in fields_of(NEWEST, "StatefulSet") if field.name == "maxUnavailable")
    made: dict[str, Any] = placed({"spec": {}}, field.steps, 3)
    assert made["spec"]["updateStrategy"] == {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 3}}


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"clusterIP": "10.0.0.1"}, False),
        ({"clusterIP": "fd00::1"}, True),
        ({"clusterIP": "fd00::1", "ipFamilies": ["IPv6"]}, False),
        ({"ipFamilies": ["IPv6"]}, True),
        ({"type": "ExternalName", "clusterIP": "None"}, True),
        ({"type": "LoadBalancer", "externalTrafficPolicy": "Local"}, True),
        ({"type": "LoadBalancer", "externalTrafficPolicy": "Local", "healthCheckNodePort": 1}, False),
    ],
)
def test_what_a_server_allocates_is_known(spec: dict[str, Any], expected: bool) -> None:
    assert bool(allocated({"kind": "Service", "spec": spec})) is expected


@pytest.mark.parametrize(
    ("warning", "path"),
    [
        ("annotation a/b is deprecated, please use c instead", "metadata.annotations[a/b]"),
        ("tls: failed to find any PEM data in certificate input", ""),
        ("spec.externalName is ignored when spec.type is not", "spec.externalName"),
        ("spec.rbd: deprecated in v1.28", "spec.rbd"),
        ("spec.template.spec.nodeSelector[beta.kubernetes.io/os]: deprecated", ""),
    ],
)
def test_a_warning_names_its_field(warning: str, path: str) -> None:
    assert warned_path(warning) == path or not path


def test_a_difference_is_seen() -> None:
    case = next(iter(cases(7, 1, ways=("twice",))))
    assert differences(case, Answer("neither", None, None), NEWEST) == "verdict"


def test_only_refusals_by_validation_are_compared_by_field() -> None:
    error = {"field": "a", "detail": "b", "type": "Invalid"}
    decoded = {"verdict": "reject", "stage": "decode", "errors": [error], "warnings": []}
    assert recorded(decoded).fields is None
    assert recorded({**decoded, "stage": "validate"}).fields == ("a",)
