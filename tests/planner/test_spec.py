"""What the controller reads of a manifest."""

from __future__ import annotations

import pytest

from stslint.planner.manifest_edits import with_value
from stslint.planner.manifest_fields import MAX_UNAVAILABLE, REPLICAS
from stslint.planner.spec import read_spec


@pytest.mark.parametrize(
    ("replicas", "value", "pods"),
    [
        (10, 3, 3),
        (10, "25%", 2),
        (10, "100%", 10),
        (3, "25%", 1),
        (0, "50%", 1),
        (7, "99%", 6),
        (200, "1%", 2),
    ],
)
def test_max_unavailable_is_rounded_down_to_at_least_one_pod(
    replicas: int, value: int | str, pods: int
) -> None:
    manifest = with_value(with_value({}, REPLICAS, replicas), MAX_UNAVAILABLE, value)
    assert read_spec(manifest, 1).max_unavailable == pods
