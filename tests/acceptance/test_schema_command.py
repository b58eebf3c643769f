"""``stslint schema``."""

from __future__ import annotations

import json

from tests.support.runners import Run


def test_a_schema_is_printed_for_a_version(stslint: Run) -> None:
    ran = stslint("schema", "--kubernetes-version", "1.30")
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["title"] == "StatefulSet of Kubernetes 1.30"


def test_an_unknown_version_is_a_usage_error(stslint: Run) -> None:
    ran = stslint("schema", "--kubernetes-version", "1.99")
    assert ran.returncode == 2
    assert "1.99" in ran.stderr
    assert "Traceback" not in ran.stderr
