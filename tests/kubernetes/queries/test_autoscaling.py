"""Which StatefulSet an autoscaler scales, and between which numbers of pods."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.autoscaling import autoscaler_of, fewest_pods, is_steady, scaled_set
from stslint.model import Bundle
from tests.support.manifests import bundle_of, stateful_set

SCALER = "apiVersion: v1\nkind: KIND\nmetadata: {name: db}\nspec: {scaleTargetRef: {TARGET}MORE}\n"


def bundle(kind: str, target: str, more: str = "") -> Bundle:
    text = SCALER.replace("KIND", kind).replace("TARGET", target).replace("MORE", more)
    return bundle_of({"set.yaml": stateful_set("db"), "scaler.yaml": text})


@pytest.mark.parametrize(
    ("kind", "target", "scaled"),
    [
        ("HorizontalPodAutoscaler", "kind: StatefulSet, name: db", True),
        ("HorizontalPodAutoscaler", "kind: Deployment, name: db", False),
        ("HorizontalPodAutoscaler", "kind: Widget, name: db", False),
        ("HorizontalPodAutoscaler", "kind: StatefulSet, name: web", False),
        ("HorizontalPodAutoscaler", "name: db", False),
        ("ScaledObject", "kind: StatefulSet, name: db", True),
        ("ScaledObject", "name: db", False),
    ],
)
def test_an_autoscaler_scales_the_stateful_set_that_it_names(kind: str, target: str, scaled: bool) -> None:
    seen = bundle(kind, target)
    stateful, scaler = (document.root for document in seen.documents)
    assert (scaled_set(scaler, seen) is seen.documents[0]) is scaled
    assert (autoscaler_of(stateful, seen) is seen.documents[1]) is scaled


@pytest.mark.parametrize(
    ("kind", "bounds", "fewest", "steady"),
    [
        ("HorizontalPodAutoscaler", ", minReplicas: 3, maxReplicas: 3", 3, True),
        ("HorizontalPodAutoscaler", ", minReplicas: 3, maxReplicas: 5", 3, False),
        ("HorizontalPodAutoscaler", ", maxReplicas: 1", 1, True),
        ("HorizontalPodAutoscaler", "", 1, False),
        ("ScaledObject", ", minReplicaCount: 3, maxReplicaCount: 3", 3, True),
        ("ScaledObject", ", maxReplicaCount: 3", 0, False),
        ("ScaledObject", ", minReplicaCount: 0, maxReplicaCount: 0", 0, True),
    ],
)
def test_an_autoscaler_is_steady_if_its_bounds_are_equal(
    kind: str, bounds: str, fewest: int, steady: bool
) -> None:
    seen = bundle(kind, "kind: StatefulSet, name: db", bounds)
    stateful, scaler = (document.root for document in seen.documents)
    assert fewest_pods(stateful, seen) == fewest
    assert is_steady(scaler) is steady
