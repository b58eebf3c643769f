"""What the Pod Security Standards forbid."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.pod_security import BASELINE, violations
from tests.support.manifests import object_of, stateful_set

APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/db"


@pytest.mark.parametrize(
    ("annotations", "places"),
    [
        (f"{{{APP_ARMOR}: unconfined}}", [APP_ARMOR]),
        (f"{{{APP_ARMOR}: runtime/default}}", []),
        (f"{{{APP_ARMOR}: localhost/db}}", []),
        ("{example.com/profile: unconfined}", []),
    ],
)
def test_only_an_unconfined_app_armor_profile_is_forbidden(annotations: str, places: list[str]) -> None:
    template = f"{{metadata: {{annotations: {annotations}}}, spec: {{containers: [{{name: db}}]}}}}"
    root = object_of(stateful_set("db", f"{{template: {template}}}"))
    assert [one.node.key for one in violations(root, BASELINE)] == places
