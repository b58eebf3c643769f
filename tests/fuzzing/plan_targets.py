"""What the planner and the diagnosis do with an input of each kind; see ``targets``."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

from stslint.cli.commands.plan import request_of
from stslint.cli.commands.plan_output import rendered
from stslint.cli.commands.scenario import forecasts_of, plans_in_turn
from stslint.cli.plan_arguments import PlanArguments
from stslint.forecast.manifests import Manifests
from stslint.forecast.scenario_file import read_scenarios
from stslint.forecast.snapshot.diagnosis import diagnose_all, latest
from stslint.forecast.snapshot.inventory import Inventory
from stslint.forecast.snapshot.redaction import redacted
from stslint.forecast.what_if import WhatIf
from stslint.kubernetes.schema.versions import NEWEST
from stslint.pipeline.plan_inputs import PlanRequest
from stslint.pipeline.plan_run import plan_sets
from stslint.pipeline.snapshot_run import inventory_from
from stslint.pipeline.state_plan import plans_from
from stslint.planner.plan_size import room_for
from stslint.report.diagnosis import html, text
from stslint.report.diagnosis import json as json_report
from stslint.sources.files.decoding import decode
from tests.fuzzing.input_files import bytes_of, file_of
from tests.fuzzing.internal_error import InternalError


@cache
def _plan_arguments(form: str) -> PlanArguments:
    return PlanArguments(("-",), form=form, no_config=True, verbose=True)


def _form(data: bytes) -> str:
    return ("text", "json", "html")[len(data) % 3]


def plan_manifest(data: bytes) -> bool:
    """Plans a manifest."""
    arguments = _plan_arguments(_form(data))
    request = request_of(arguments)
    result = plan_sets(replace(request, inputs=request.inputs._replace(stdin=lambda: data)))
    rendered(arguments, result, request.settings)
    return True


def plan_update(data: bytes) -> bool:
    """Plans the change of a StatefulSet, with what-ifs."""
    question = json.loads(data)
    arguments = _plan_arguments(_form(data))
    request = _request(arguments, question)
    inputs = request.inputs._replace(against=file_of("old.yaml", bytes_of(question["old"])))
    result = plan_sets(replace(request, inputs=inputs))
    rendered(arguments, result, request.settings)
    return True


def plan_state(data: bytes) -> bool:
    """Plans what comes next from a snapshot, with a manifest or without one."""
    question = json.loads(data)
    form = ("text", "json", "html", "scenario")[len(data) % 4]
    arguments = PlanArguments(("-",) if question["new"] else (), form=form, no_config=True)
    request = _request(arguments, question)
    inventory = inventory_from(["-"], lambda: bytes_of(question["snapshot"]), "snapshot")
    plans = plans_from(inventory, None, request)
    if form == "scenario":
        json.dumps([redacted(each) for each in plans.scenarios])
    else:
        rendered(arguments, plans.result, request.settings)
    return True


def _request(arguments: PlanArguments, question: dict[str, Any]) -> PlanRequest:
    request = request_of(arguments)
    asked: dict[str, Any] = {
        key: tuple(each) if isinstance(each, list) else each for key, each in question["what_if"].items()
    }
    stdin = request.inputs._replace(stdin=lambda: bytes_of(question["new"]))
    return replace(request, inputs=stdin, what_if=WhatIf(**asked))


def diagnose_snapshot(data: bytes) -> Inventory:
    """Diagnoses a snapshot in all formats, and returns what is in it."""
    inventory = inventory_from(["-"], lambda: data, "snapshot")
    diagnoses = diagnose_all(inventory, latest(inventory), NEWEST, "")
    json_report.render(diagnoses, NEWEST, "")
    html.render(diagnoses)
    text.render(diagnoses, colour=True, verbose=True)
    return inventory


def read_snapshot(data: bytes) -> bool:
    """Diagnoses a snapshot, and plans what comes next."""
    inventory = diagnose_snapshot(data)
    arguments = PlanArguments(form=_form(data), no_config=True)
    request = request_of(arguments)
    plans = plans_from(inventory, None, request)
    rendered(arguments, plans.result, request.settings)
    return True


def play_scenario(data: bytes) -> bool:
    """Plays the scenarios of a file."""
    decoded = decode(data)
    if not isinstance(decoded, str):
        return False
    forecasts = forecasts_of("scenario.yaml", decoded, PlanArguments(no_config=True))
    for plan in plans_in_turn(read_scenarios("scenario.yaml", decoded), Manifests(), room_for(len(decoded))):
        if plan.error.startswith("the planner failed"):
            raise InternalError(plan.error)
    return not any(isinstance(each, str) for each in forecasts)
