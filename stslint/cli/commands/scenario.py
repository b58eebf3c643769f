"""``stslint plan --scenario FILE``: each scenario of a file is played, and answered on its own."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

from stslint.cli import console
from stslint.cli.commands.plan_output import json_line, picture, plan_text
from stslint.cli.errors import UsageError
from stslint.cli.exit_codes import ExitCode
from stslint.cli.output import write_main
from stslint.cli.plan_arguments import PlanArguments, what_if_of
from stslint.forecast.blockers import is_stuck
from stslint.forecast.final_state import PlanEnvironment
from stslint.forecast.forecast import NO_STEPS, Forecast, PlanQuery, forecast_for
from stslint.forecast.manifests import Manifests
from stslint.forecast.scenario_file import ReadScenario, plan_of, read_scenarios
from stslint.forecast.set_plan import SetPlan
from stslint.forecast.what_if import WhatIf
from stslint.kubernetes.schema.versions import parse_version
from stslint.planner.plan_size import PlanSize, PlanTooLargeError, room_for
from stslint.planner.timeline import Plan
from stslint.runtime.bounded_reading import read_stream
from stslint.sources.files.decoding import decode
from stslint.text.sanitize import one_line


def run(arguments: PlanArguments) -> int:
    """Plays the scenarios of a file, prints, and returns the exit code. Raises UsageError and ValueError."""
    if arguments.paths or arguments.old or what_if_of(arguments) != WhatIf():
        raise UsageError("--scenario cannot be combined with a manifest, --from or what-if options")
    if arguments.name:
        raise UsageError("--scenario cannot be combined with --name: a scenario is about one StatefulSet")
    name, text = _scenario_text(arguments)
    manifests = Manifests()
    reads, room = _read(name, text, arguments), room_for(len(text))
    if arguments.form == "json":
        plans = list(plans_in_turn(reads, manifests, room))
        write_main(arguments.form, "".join(map(json_line, plans)), arguments.output)
        return exit_code(plans)
    seen = list(_all_seen(reads, manifests, arguments, room))
    write_main(arguments.form, _shown(reads, seen, arguments), arguments.output)
    if any(isinstance(each, str) and each != NO_STEPS for each in seen):
        return ExitCode.FAILED
    fine = all(isinstance(each, str) or each.fine for each in seen)
    return ExitCode.CLEAN if fine else ExitCode.FINDINGS


def forecasts_of(name: str, text: str, arguments: PlanArguments) -> list[Forecast | str]:
    """Returns the forecast of each scenario in a text, or why it cannot be planned. Raises ValueError."""
    manifests = Manifests()
    reads = _read(name, text, arguments)
    return list(_all_seen(reads, manifests, arguments, room_for(len(text))))


def plans_in_turn(reads: Iterable[ReadScenario], manifests: Manifests, room: int) -> Iterator[Plan]:
    """Yields the plan of each scenario. Their sizes count together: one a line can be thousands."""
    for read in reads:
        plan = plan_of(read, manifests, room)
        room -= plan.size.total
        yield plan


def _all_seen(
    reads: Iterable[ReadScenario], manifests: Manifests, arguments: PlanArguments, room: int
) -> Iterator[Forecast | str]:
    for read in reads:
        try:
            seen = _seen(read, manifests, arguments, room)
        except PlanTooLargeError as error:
            seen, size = str(error), error.played
        else:
            size = PlanSize() if isinstance(seen, str) else seen.plan.size
        room -= size.total
        yield seen


def _read(name: str, text: str, arguments: PlanArguments) -> list[ReadScenario]:
    """Returns the scenarios of a text; one that names no Kubernetes is played by that of the arguments."""
    reads = read_scenarios(name, text)
    if arguments.kubernetes_version is None:
        return reads
    default = {"kubernetes": parse_version(arguments.kubernetes_version)}
    return [read._replace(scenario={**default, **read.scenario}) for read in reads]


def _seen(read: ReadScenario, manifests: Manifests, arguments: PlanArguments, room: int) -> Forecast | str:
    if read.error:
        return read.error
    environment = PlanEnvironment(cluster_domain=arguments.cluster_domain)
    return forecast_for(PlanQuery(read.scenario), manifests, environment, room)


def _shown(reads: Sequence[ReadScenario], seen: Sequence[Forecast | str], arguments: PlanArguments) -> str:
    drawn = [SetPlan(each) for each in seen if not isinstance(each, str)]
    if arguments.form == "text" or not drawn:
        return "\n".join(_one(read, each, arguments) for read, each in zip(reads, seen, strict=True))
    for read, each in zip(reads, seen, strict=True):
        if isinstance(each, str):
            console.note(_one(read, each, arguments).rstrip("\n"))
    return picture(drawn, arguments)


def _one(read: ReadScenario, seen: Forecast | str, arguments: PlanArguments) -> str:
    if isinstance(seen, str):
        return f"{_name(read)}: cannot be planned: {one_line(seen)}\n"
    return plan_text(seen, arguments)


def _name(read: ReadScenario) -> str:
    return one_line(str(read.scenario.get("id", "scenario")))


def exit_code(plans: Iterable[Plan]) -> int:
    """Returns 2 when a scenario could not be understood, 1 when a plan is refused or stuck, else 0."""
    code = ExitCode.CLEAN
    for plan in plans:
        if plan.error:
            return ExitCode.FAILED
        if any(step.refused for step in plan.steps) or (plan.steps and is_stuck(plan.steps[-1])):
            code = ExitCode.FINDINGS
    return code


def _scenario_text(arguments: PlanArguments) -> tuple[str, str]:
    name = arguments.scenario or "-"
    if name == "-":
        name, data = arguments.stdin_filename, read_stream(sys.stdin.buffer)
    else:
        with open(name, "rb") as opened:
            data = read_stream(opened)
    text = decode(data)
    if not isinstance(text, str):
        raise UsageError(f"{name}: {text.reason}")
    return name, text
