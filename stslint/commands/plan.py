"""``stslint plan``: words become what-ifs, plans are printed, and their ends become an exit code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stslint.forecast.aftermath import Surroundings
from stslint.forecast.forecast import Forecast, Question, forecast
from stslint.forecast.manifests import Manifests
from stslint.forecast.scenario_file import Read, plan_of, read_scenarios
from stslint.forecast.story import WhatIf
from stslint.forecast.stuck import is_stuck
from stslint.kubernetes.versions import parse_version
from stslint.model import Bundle, Document
from stslint.planner import scenario
from stslint.planner.timeline import Plan, answer
from stslint.planning import Planned, Planning, Wish, plan_sets
from stslint.report.plain import one_line
from stslint.settings import Settings
from stslint.sources.text import decode

FINE, STUCK, FAILED = 0, 1, 2


class UsageError(ValueError):
    """Words of the command line that can't be meant; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the command line says, as it says it."""

    paths: Sequence[str] = ()
    old: str | None = None
    scenario: str | None = None
    set_name: str = ""
    form: str = "text"
    output: str | None = None
    kubernetes_version: str = "1.37"
    cluster_domain: str = "cluster.local"
    replicas: Sequence[int] = ()
    partition: Sequence[int] = ()
    not_ready: Sequence[str] = ()
    bad_revision: bool = False
    lose_node: Sequence[str] = ()
    delete_pod: Sequence[str] = ()
    delete: bool = False
    orphan: bool = False
    then: Sequence[str] = ()
    stdin_filename: str = "<stdin>"
    verbose: bool = False
    color: str = "auto"


def run(words: Words) -> int:
    """Plans, prints, and returns the exit code. Raises UsageError, PlanError, WhatIfError, VersionError."""
    if words.scenario is not None:
        return _scenarios(words)
    if not words.paths:
        raise UsageError("name a manifest to plan, or --scenario FILE")
    if words.orphan and not words.delete:
        raise UsageError("--orphan says how to --delete: give both")
    planning = plan_sets(wish_of(words))
    _write(words, _rendered(words, planning))
    for note in planning.notes:
        print(f"stslint: {note.file}: {note.reason}", file=sys.stderr)
    return FINE if all(each.forecast.fine and not each.refused for each in planning.planned) else STUCK


def wish_of(words: Words) -> Wish:
    """Returns what the words ask to be planned."""
    what_if = WhatIf(
        tuple(words.replicas),
        tuple(words.partition),
        tuple(words.not_ready),
        words.bad_revision,
        tuple(words.lose_node),
        tuple(words.delete_pod),
        words.delete,
        words.orphan,
        tuple(words.then),
    )
    return Wish(
        words.paths,
        words.old or "",
        words.set_name,
        parse_version(words.kubernetes_version),
        words.cluster_domain,
        what_if,
        lambda: sys.stdin.buffer.read(),
        words.stdin_filename,
    )


def _rendered(words: Words, planning: Planning) -> str:
    if words.form == "json":
        return "".join(_json(each.plan) for each in planning.planned)
    drawn = [each.forecast for each in planning.planned if not each.refused]
    if words.form == "text" or not drawn:
        return "\n".join(_block(each, words) for each in planning.planned)
    return _picture(drawn, words)


def _block(planned: Planned, words: Words) -> str:
    if not planned.refused:
        return _text(planned.forecast, words)
    if planned.changes:
        from stslint.report import plan_refused

        again = _text(planned.recreated, words) if planned.recreated else ""
        return plan_refused.render(planned.document, planned.refused, again, colour=_coloured(words))
    return _findings(planned.document, words)


def _findings(document: Document, words: Words) -> str:
    """Returns what ``check`` says of a manifest that the API server refuses."""
    from stslint.commands.rules import rulebook
    from stslint.lint import lint
    from stslint.report import plan_refused

    version = parse_version(words.kubernetes_version)
    rules = [rule for rule in rulebook() if rule.layer == "api"]
    outcome = lint(Bundle((document,), version), rules, Settings(kubernetes_version=version))
    found = tuple(each for each in outcome.findings if each.severity == "error")
    return plan_refused.render_findings(document, found, version, colour=_coloured(words))


def _text(seen: Forecast, words: Words) -> str:
    from stslint.report import plan_text

    return plan_text.render(seen, colour=_coloured(words), verbose=words.verbose)


def _picture(seen: Sequence[Forecast], words: Words) -> str:
    if words.form == "html":
        from stslint.report import plan_html

        return plan_html.render(seen, verbose=words.verbose)
    if len(seen) > 1:
        known = ", ".join(f"`{each.name}`" for each in seen)
        raise UsageError(f"a picture shows one plan, and there are {len(seen)} ({known}): add --set NAME")
    from stslint.report import plan_svg

    return plan_svg.render(seen[0])


def _json(plan: Plan) -> str:
    return json.dumps(answer(plan)) + "\n"


def _scenarios(words: Words) -> int:
    if words.paths or words.old or wish_of(words).what_if != WhatIf():
        raise UsageError("a scenario says all there is: leave out the manifest, --from and the what-ifs")
    if words.set_name:
        raise UsageError("--set chooses among manifests, and a scenario is about one set")
    name, text = _scenario_text(words)
    manifests = Manifests()
    reads = read_scenarios(name, text)
    plans = [plan_of(read, manifests) for read in reads]
    if words.form == "json":
        _write(words, "".join(map(_json, plans)))
    else:
        seen = [_seen(read, plan, manifests, words) for read, plan in zip(reads, plans, strict=True)]
        _write(words, _shown(plans, seen, words))
    return exit_code(plans)


def forecasts_of(name: str, text: str, words: Words) -> list[Forecast | str]:
    """Returns the forecast of each scenario in a text, or why it can't be planned. Raises ValueError."""
    manifests = Manifests()
    reads = read_scenarios(name, text)
    return [_seen(read, plan_of(read, manifests), manifests, words) for read in reads]


def _seen(read: Read, plan: Plan, manifests: Manifests, words: Words) -> Forecast | str:
    if plan.error or not plan.steps:
        return plan.error or "it has no steps"

    def replan(other: Mapping[str, Any]) -> Plan:
        return scenario.plan(other, manifests.decode, manifests.refuse)

    around = Surroundings(cluster_domain=words.cluster_domain)
    return forecast(Question(read.scenario), plan, manifests.decode, replan, around)


def _shown(plans: Sequence[Plan], seen: Sequence[Forecast | str], words: Words) -> str:
    drawn = [each for each in seen if not isinstance(each, str)]
    if words.form != "text" and drawn:
        return _picture(drawn, words)
    return "\n".join(_one(plan, each, words) for plan, each in zip(plans, seen, strict=True))


def _one(plan: Plan, seen: Forecast | str, words: Words) -> str:
    if isinstance(seen, str):
        return f"{_name(plan)}: can't be planned: {one_line(seen)}\n"
    return _text(seen, words)


def _name(plan: Plan) -> str:
    return one_line(str(plan.id)) if plan.id is not None else "scenario"


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


def _coloured(words: Words) -> bool:
    if words.color != "auto":
        return words.color == "always"
    return words.output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _write(words: Words, text: str) -> None:
    if words.output is None:
        sys.stdout.write(text)
        return
    from stslint.files import write_atomically

    write_atomically(words.output, text)
