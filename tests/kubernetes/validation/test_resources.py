"""Requests and limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.kubernetes.validation import resources
from tests.support.trees import shown, tree


def faults(body: str, minor: int = 37) -> list[tuple[str, str]]:
    node = tree(f"resources: {{{body}}}").get("resources")
    found = shown(resources.validate_resources(node, minor, {"gpu"}))
    return [(path.removeprefix("resources."), rule) for path, rule in found]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "limits: null, requests: {}",
        "limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 1000m, memory: 1024Mi}",
        "requests: {ephemeral-storage: 1G}",
        "limits: {example.com/gpu: 1}, requests: {example.com/gpu: '1000m'}",
        "limits: {kubernetes.io/batch-cpu: 1.5}",
        "limits: {memory: 1Gi, hugepages-2Mi: 4Mi}",
        "limits: {cpu: null}",
        "requests: {memory: 0.5}",
        "claims: [{name: gpu, request: a}, {name: gpu, request: b}]",
    ],
)
def test_resources_accepted(body: str) -> None:
    assert not faults(body)


@pytest.mark.parametrize(
    ("body", "field", "rule"),
    [
        ("limits: {CPU: 1}", "limits[CPU]", "invalid-name"),
        ("limits: {storage: 1Gi}", "limits[storage]", "invalid-name"),
        ("requests: {requests.cpu: 1}", "requests[requests.cpu]", "invalid-name"),
        ("limits: {a b: 1}", "limits[a b]", "invalid-name"),
        ("limits: {requests.example.com/x: 1}", "limits[requests.example.com/x]", "invalid-name"),
        ("limits: {cpu: -1}", "limits[cpu]", "out-of-range"),
        ("limits: {example.com/gpu: 1.5}", "limits[example.com/gpu]", "out-of-range"),
        ("limits: {memory: 1Gi, hugepages-2Mi: 3Mi}", "limits[hugepages-2Mi]", "out-of-range"),
        ("limits: {memory: 1Gi, hugepages-x: 2Mi}", "limits[hugepages-x]", "out-of-range"),
        ("limits: {hugepages-2Mi: 2Mi}", "resources", "required-field-missing"),
        ("limits: {cpu: 1}, requests: {cpu: 1001m}", "requests", "out-of-range"),
        ("limits: {example.com/x: 2}, requests: {example.com/x: 1}", "requests", "out-of-range"),
        ("requests: {example.com/x: 1}", "limits", "required-field-missing"),
        ("claims: [{}]", "claims[0]", "required-field-missing"),
        ("claims: [{name: tpu}]", "claims[0]", "mount-without-volume"),
        ("claims: [{name: gpu}, {name: gpu}]", "claims[1]", "duplicate-entry"),
        ("claims: [{name: gpu, request: a}, {name: gpu}]", "claims[1]", "duplicate-entry"),
        ("claims: [{name: gpu}, {name: gpu, request: A_}]", "claims[1]", "duplicate-entry"),
        ("claims: [{name: gpu, request: A_}]", "claims[0].request", "invalid-name"),
    ],
)
def test_resources_refused(body: str, field: str, rule: str) -> None:
    assert faults(body) == [(field, rule)]


def test_claims_are_dropped_unread_at_first() -> None:
    assert not faults("claims: [{}]", minor=33)


def test_amounts_are_rounded_up_to_thousandths_before_they_are_compared() -> None:
    assert not faults("limits: {cpu: 1m}, requests: {cpu: 1u}")
    assert not faults("limits: {cpu: 1u}, requests: {cpu: 2u}")


def test_a_mistyped_resource_is_suggested() -> None:
    node = tree("resources: {limits: {memroy: 1Gi}}").get("resources")
    (problem,) = resources.validate_resources(node, 37, ())
    assert problem.help == "did you mean `memory`?"
    assert problem.on == "key"
    assert problem.fix is not None
    assert not problem.fix.safe


def test_a_resource_in_upper_case_has_a_safe_fix() -> None:
    node = tree("resources: {limits: {CPU: 1}}").get("resources")
    (problem,) = resources.validate_resources(node, 37, ())
    assert problem.fix is not None
    assert problem.fix.safe
    assert problem.fix.edits[0].text == "cpu"


def test_an_amount_that_is_null_is_shown_as_zero() -> None:
    node = tree("resources: {limits: {cpu: null}, requests: {cpu: 1}}").get("resources")
    (problem,) = resources.validate_resources(node, 37, ())
    assert problem.message == "the `cpu` request `1` is more than its limit `0`"


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_request_is_refused_exactly_when_it_is_above_its_limit(limit: int, request: int) -> None:
    found = faults(f"limits: {{cpu: {limit}m}}, requests: {{cpu: {request}m}}")
    assert bool(found) == (request > limit)
