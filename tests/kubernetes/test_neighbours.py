"""Recorded verdicts of Kubernetes 1.37 on the kinds next to a StatefulSet, and the generator of cases."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from generate_neighbours import RECORDED, allocated, cases, warned_path
from neighbour_fields import BASES, FIELDS

from stslint.kubernetes.validation.verdict import validate
from stslint.model import Source
from stslint.sources.recovery import read

MINOR = 37


def recorded() -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress(RECORDED.read_bytes()).splitlines()]


def judged(case: dict[str, Any]) -> dict[str, Any]:
    problems = validate(read(Source(case["id"], case["yaml"]))[0].root, MINOR)
    refused = sorted({problem.path for problem in problems if problem.severity != "warning"})
    warned = sorted(problem.path for problem in problems if problem.severity == "warning")
    return {"verdict": "reject" if refused else "accept", "fields": refused, "warnings": warned}


@pytest.mark.parametrize("kind", sorted({base.partition("/")[0] for base in BASES}))
def test_verdicts_fields_and_warnings_are_the_servers(kind: str) -> None:
    concerned = [case for case in recorded() if case["id"].startswith(f"{kind}/")]
    assert len(concerned) >= 10
    for case in concerned:
        wanted = {key: case[key] for key in ("verdict", "fields", "warnings")}
        assert judged(case) == wanted, case["yaml"]


def test_recorded_cases_are_many_and_of_both_verdicts() -> None:
    verdicts = [case["verdict"] for case in recorded()]
    assert len(verdicts) >= 500
    assert verdicts.count("accept") >= 100
    assert verdicts.count("reject") >= 100


def test_cases_are_the_same_for_the_same_seed() -> None:
    assert list(cases(3, 50)) == list(cases(3, 50))
    assert list(cases(3, 50)) != list(cases(4, 50))


def test_every_base_has_fields_to_change() -> None:
    assert {base.partition("/")[0] for base in BASES} == set(FIELDS) - {"every kind"}


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ('  "clusterIP": "10.0.0.1"', False),
        ('  "clusterIP": "fd00::1"', True),
        ('  "clusterIP": "fd00::1"\n  "ipFamilies": ["IPv6"]', False),
        ('  "type": "ExternalName"\n  "clusterIP": "None"', True),
        ('  "type": "LoadBalancer"\n  "externalTrafficPolicy": "Local"', True),
        ('  "type": "LoadBalancer"\n  "externalTrafficPolicy": "Local"\n  "healthCheckNodePort": 1', False),
    ],
)
def test_what_a_server_allocates_is_known(spec: str, expected: bool) -> None:
    assert bool(allocated(f'kind: "Service"\nspec:\n{spec}\n')) is expected


@pytest.mark.parametrize(
    ("warning", "path"),
    [
        ("annotation a/b is deprecated, please use c instead", "metadata.annotations[a/b]"),
        ("tls: failed to find any PEM data in certificate input", "data[tls.crt]"),
        ("spec.externalName is ignored when spec.type is not", "spec.externalName"),
        ("spec.rbd: deprecated in v1.28", "spec.rbd"),
    ],
)
def test_a_warning_names_its_field(warning: str, path: str) -> None:
    assert warned_path(warning) == path
