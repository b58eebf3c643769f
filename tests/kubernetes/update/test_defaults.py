"""The update strategy that the API server stores for a StatefulSet."""

from __future__ import annotations

import pytest

from stslint.kubernetes.update.defaults import with_defaults
from tests.support.manifests import object_of, stateful_set


@pytest.mark.parametrize(
    ("written", "minor", "stored"),
    [
        ("", 36, {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}}),
        ("", 37, {"type": "RollingUpdate", "rollingUpdate": {"partition": 0, "maxUnavailable": 1}}),
        (
            "updateStrategy: {rollingUpdate: {partition: 2}}",
            37,
            {"rollingUpdate": {"partition": 2, "maxUnavailable": 1}, "type": "RollingUpdate"},
        ),
        (
            "updateStrategy: {rollingUpdate: {maxUnavailable: 3}}",
            37,
            {"rollingUpdate": {"maxUnavailable": 3, "partition": 0}, "type": "RollingUpdate"},
        ),
        (
            "updateStrategy: {type: '', rollingUpdate: null}",
            36,
            {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}},
        ),
        ("updateStrategy: {type: RollingUpdate}", 37, {"type": "RollingUpdate"}),
        ("updateStrategy: {type: OnDelete}", 37, {"type": "OnDelete"}),
    ],
)
def test_a_strategy_without_a_type_gets_all_its_defaults(
    written: str, minor: int, stored: dict[str, object]
) -> None:
    root = object_of(stateful_set("web", f"{{{written}}}"))
    assert with_defaults(root, minor).at("spec.updateStrategy").plain() == stored
