"""``stslint plan --scenario FILE``: each scenario of a file is played, and answered on its own."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from stslint.cli.commands.plan import FAILED, FINE, STUCK, Words, what_if_of
from stslint.cli.commands.plan_output import for_people, json_line, picture
from stslint.cli.errors import UsageError
from stslint.cli.output import write_main
from stslint.forecast.blockers import is_stuck
from stslint.forecast.final_state import PlanEnvironment
from stslint.forecast.forecast import NO_STEPS, Forecast, PlanQuery, forecast_for
from stslint.forecast.manifests import Manifests
from stslint.forecast.scenario_file import ReadScenario, plan_of, read_scenarios
from stslint.forecast.what_if import WhatIf
from stslint.kubernetes.schema.versions import parse_version
from stslint.planner.timeline import Plan
from stslint.sources.files.decoding import decode
from stslint.text.sanitize import one_line


def run(words: Words) -> int:
    """Plays the scenarios of a file, prints, and returns the exit code. Raises UsageError and ValueError."""
    if words.paths or words.old or what_if_of(words) != WhatIf():
        raise UsageError("a scenario says all there is: leave out the manifest, --from and the what-ifs")
    if words.set_name:
        raise UsageError("--set chooses among manifests, and a scenario is about one set")
    name, text = _scenario_text(words)
    manifests = Manifests()
    reads = _read(name, text, words)
    if words.form == "json":
        plans = [plan_of(read, manifests) for read in reads]
        write_main(words.form, "".join(map(json_line, plans)), words.output)
        return exit_code(plans)
    seen = [_seen(read, manifests, words) for read in reads]
    write_main(words.form, _shown(reads, seen, words), words.output)
    if any(isinstance(each, str) and each != NO_STEPS for each in seen):
        return FAILED
    return FINE if all(isinstance(each, str) or each.fine for each in seen) else STUCK


def forecasts_of(name: str, text: str, words: Words) -> list[Forecast | str]:
    """Returns the forecast of each scenario in a text, or why it can't be planned. Raises ValueError."""
    manifests = Manifests()
    reads = _read(name, text, words)
    return [_seen(read, manifests, words) for read in reads]


def _read(name: str, text: str, words: Words) -> list[ReadScenario]:
    """Returns the scenarios of a text; one that names no Kubernetes is played by that of the words."""
    reads = read_scenarios(name, text)
    if words.kubernetes_version is None:
        return reads
    default = {"kubernetes": parse_version(words.kubernetes_version)}
    return [read._replace(scenario={**default, **read.scenario}) for read in reads]


def _seen(read: ReadScenario, manifests: Manifests, words: Words) -> Forecast | str:
    if read.error:
        return read.error
    return forecast_for(
        PlanQuery(read.scenario), manifests, PlanEnvironment(cluster_domain=words.cluster_domain)
    )


def _shown(reads: Sequence[ReadScenario], seen: Sequence[Forecast | str], words: Words) -> str:
    drawn = [each for each in seen if not isinstance(each, str)]
    if words.form != "text" and drawn:
        return picture(drawn, words)
    return "\n".join(_one(read, each, words) for read, each in zip(reads, seen, strict=True))


def _one(read: ReadScenario, seen: Forecast | str, words: Words) -> str:
    if isinstance(seen, str):
        return f"{_name(read)}: can't be planned: {one_line(seen)}\n"
    return for_people(seen, words)


def _name(read: ReadScenario) -> str:
    return one_line(str(read.scenario.get("id", "scenario")))


def exit_code(plans: Iterable[Plan]) -> int:
    """Returns 2 when a scenario could not be understood, 1 when a plan is refused or stuck, else 0."""
    code = FINE
    for plan in plans:
        if plan.error:
            return FAILED
        if any(step.refused for step in plan.steps) or (plan.steps and is_stuck(plan.steps[-1])):
            code = STUCK
    return code


def _scenario_text(words: Words) -> tuple[str, str]:
    name = words.scenario or "-"
    if name == "-":
        name, data = words.stdin_filename, sys.stdin.buffer.read()
    else:
        with open(name, "rb") as opened:
            data = opened.read()
    text = decode(data)
    if not isinstance(text, str):
        raise UsageError(f"{name}: {text.reason}")
    return name, text
