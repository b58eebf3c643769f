"""Plans for the tests of their reports: what the scenes of the screenshots lead to."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from scripts.screenshots import SCENES, manifest
from stslint.cli.commands.plan import request_of
from stslint.cli.plan_arguments import PlanArguments
from stslint.forecast.set_plan import SetPlan
from stslint.pipeline.plan_run import plan_sets


def scene(*names: str) -> tuple[SetPlan, ...]:
    """Returns the plans of scenes; of several, each StatefulSet has the name of its scene."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            return _planned(names)
        finally:
            os.chdir(before)


def _planned(names: tuple[str, ...]) -> tuple[SetPlan, ...]:
    several = len(names) > 1
    for name in names:
        for side in ("old", "new"):
            _write(side, name, {"name": name} if several else {})
    words = {} if several else _what_if(SCENES[names[0]][2])
    arguments = PlanArguments(["new"], "old", no_config=True, **words)  # type: ignore[arg-type]
    return plan_sets(request_of(arguments)).planned


def _write(side: str, scene_name: str, fields: Mapping[str, str]) -> None:
    old, new, _ = SCENES[scene_name]
    Path(side).mkdir(exist_ok=True)
    text = manifest({**(old if side == "old" else new), **fields})
    Path(side, f"{scene_name}.yaml").write_text(text, encoding="utf-8")


def _what_if(words: tuple[str, ...]) -> dict[str, object]:
    """Returns the arguments of the words of a scene."""
    if words == ("--bad-revision",):
        return {"bad_revision": True}
    named = {"--lose-node": "lose_node", "--then": "then"}
    found: dict[str, list[str]] = {}
    for option, value in zip(words[::2], words[1::2], strict=True):
        found.setdefault(named[option], []).append(value)
    return dict(found)
