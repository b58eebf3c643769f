"""Plans of what the API server refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stslint.cli.commands.plan import request_of
from stslint.cli.commands.plan_output import rendered
from stslint.cli.plan_arguments import PlanArguments
from stslint.kubernetes.verdict import Verdict, check_object
from stslint.linter import linter
from stslint.model import Node
from stslint.pipeline.plan_run import plan_sets

REFUSED = b"---\napiVersion: apps/v1\nkind: StatefulSett\nmetadata: {name: a}\nspec: {replica: 1}\n"


@pytest.mark.parametrize("size", [1, 3])
def test_the_verdict_on_a_refused_manifest_is_asked_for_once(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    asked = []

    def check(root: Node, version: str, fragment: bool = False, old: Node | None = None) -> Verdict:
        asked.append(root)
        return check_object(root, version, fragment, old)

    monkeypatch.setattr(linter, "check_object", check)
    arguments = PlanArguments(("-",), no_config=True)
    request = request_of(arguments)
    request = replace(request, inputs=request.inputs._replace(stdin=lambda: REFUSED * size))
    text = rendered(arguments, plan_sets(request), request.settings)
    assert len(asked) == size
    assert text.count("Kubernetes has no kind `StatefulSett` in `apps/v1`") == size
    assert text.count("`StatefulSetSpec` has no field `replica`") == size
