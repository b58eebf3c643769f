"""Amounts as they are shown, and what a pod counts for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.kubernetes.queries.amounts import amount, bounds, of_pod, shown
from stslint.kubernetes.values.quantity import NANO, read
from stslint.model import Node
from tests.support.manifests import bundle_of, object_of, stateful_set


@pytest.mark.parametrize(
    ("units", "text"),
    [
        (8 * 2**30, "8Gi"),
        (2**30, "1Gi"),
        (1536 * 2**20, "1536Mi"),
        (2**20, "1Mi"),
        (512 * 2**10, "512Ki"),
        (2**30 + 1, "1073741825"),
        (2**20 + 2**10, "1025Ki"),
        (1000, "1000"),
        (0, "0"),
    ],
)
def test_bytes_are_shown_with_the_largest_binary_suffix_that_loses_nothing(units: int, text: str) -> None:
    assert shown(units * NANO, "memory") == text


@pytest.mark.parametrize(("millis", "text"), [(1500, "1500m"), (2000, "2"), (0, "0"), (1, "1m")])
def test_processors_are_shown_in_thousandths_unless_they_are_whole(millis: int, text: str) -> None:
    assert shown(millis * NANO // 1000, "cpu") == text


@given(st.integers(0, 2**30), st.sampled_from([1, 2**10, 2**20, 2**30]))
def test_a_shown_amount_is_read_as_the_same_amount(number: int, factor: int) -> None:
    amount = read(shown(number * factor * NANO, "memory"))
    assert amount is not None
    assert amount.units == number * factor


LIMITS = """\
apiVersion: v1
kind: LimitRange
metadata: {name: limits}
spec:
  limits:
  - {type: Container, default: {cpu: 2}, defaultRequest: {cpu: 1}, max: {memory: 4Gi}, min: {memory: 1Gi}}
  - {type: Pod, max: {cpu: 8}}
  - {type: PersistentVolumeClaim, max: {storage: 1Ti}}
"""
KINDS = ("Container", "Pod", "PersistentVolumeClaim")


def limits_of(kind: str) -> list[Node]:
    bundle = bundle_of({"set.yaml": stateful_set("db"), "limits.yaml": LIMITS})
    return list(bounds(kind, bundle.documents[0].root, bundle))


@pytest.mark.parametrize("kind", KINDS)
def test_bounds_are_those_of_a_kind(kind: str) -> None:
    assert [each.get("type").string() for each in limits_of(kind)] == [kind]


@pytest.mark.parametrize(
    ("resources", "part", "resource", "expected"),
    [
        ("{requests: {cpu: 3}}", "requests", "cpu", "3"),
        ("{limits: {cpu: 3}}", "requests", "cpu", "3"),
        ("{}", "requests", "cpu", "1"),
        ("{}", "limits", "cpu", "2"),
        ("{requests: {cpu: 3}}", "limits", "cpu", "2"),
        ("{}", "limits", "memory", "4Gi"),
        ("{}", "requests", "memory", "1Gi"),
        ("{}", "requests", "storage", None),
        ("{}", "limits", "storage", None),
    ],
)
def test_what_a_container_does_not_state_comes_from_the_limit_range(
    resources: str, part: str, resource: str, expected: str | None
) -> None:
    container = object_of(f"resources: {resources}")
    found = amount(container, part, resource, limits_of("Container"))
    assert (None if found is None else str(found)) == expected


@pytest.mark.parametrize(
    ("pod", "cpus"),
    [
        ("{containers: [{resources: {requests: {cpu: 1}}}, {resources: {requests: {cpu: 2}}}]}", 3),
        (
            "{containers: [{resources: {requests: {cpu: 1}}}],"
            " initContainers: [{resources: {requests: {cpu: 5}}}]}",
            5,
        ),
        (
            "{containers: [{resources: {requests: {cpu: 1}}}],"
            " initContainers: [{restartPolicy: Always, resources: {requests: {cpu: 2}}},"
            " {resources: {requests: {cpu: 3}}}]}",
            5,
        ),
        (
            "{containers: [{resources: {requests: {cpu: 1}}}],"
            " initContainers: [{resources: {requests: {cpu: 3}}},"
            " {restartPolicy: Always, resources: {requests: {cpu: 2}}}]}",
            3,
        ),
        ("{resources: {requests: {cpu: 7}}, containers: [{resources: {requests: {cpu: 1}}}]}", 7),
        ("{containers: [{resources: {requests: {cpu: 1}}}, {}]}", None),
    ],
)
def test_a_pod_counts_for_its_containers_or_its_largest_step(pod: str, cpus: int | None) -> None:
    root = object_of(stateful_set("db", f"{{template: {{spec: {pod}}}}}"))
    assert of_pod(root, "requests", "cpu", []) == (None if cpus is None else cpus * NANO)
