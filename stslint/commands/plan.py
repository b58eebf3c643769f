"""``stslint plan``: words become what-ifs, plans are printed, and their ends become an exit code."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from stslint.commands.configured import configuration_of, context_of, excludes_of, plan_settings
from stslint.commands.failures import UsageError
from stslint.forecast.aftermath import Surroundings
from stslint.forecast.forecast import NO_STEPS, Forecast, Question, played
from stslint.forecast.manifests import Manifests
from stslint.forecast.scenario_file import Read, plan_of, read_scenarios
from stslint.forecast.story import WhatIf
from stslint.forecast.stuck import is_stuck
from stslint.inputs import Inputs
from stslint.kubernetes.versions import parse_version
from stslint.model import Bundle, Document
from stslint.planner.timeline import Plan, answer
from stslint.planning import Planned, Planning, Wish, plan_sets
from stslint.report.plain import one_line
from stslint.settings import Settings
from stslint.sources.text import decode

FINE, STUCK, FAILED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Words:
    """What the command line says, as it says it."""

    paths: Sequence[str] = ()
    old: str | None = None
    scenario: str | None = None
    set_name: str = ""
    form: str = "text"
    output: str | None = None
    kubernetes_version: str | None = None
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
    config: str | None = None
    no_config: bool = False


def run(words: Words) -> int:
    """Plans, prints, and returns the exit code. Raises UsageError, PlanError, WhatIfError, VersionError."""
    if words.scenario is not None:
        return _scenarios(words)
    if not words.paths:
        raise UsageError("name a manifest to plan, or --scenario FILE")
    if words.orphan and not words.delete:
        raise UsageError("--orphan says how to --delete: give both")
    wish = wish_of(words)
    with _no_collector():
        planning = plan_sets(wish)
    _write(words, _rendered(words, planning, wish.settings))
    for note in planning.notes:
        print(f"stslint: {note.file}: {note.reason}", file=sys.stderr)
    return FINE if all(each.forecast.fine and not each.refused for each in planning.planned) else STUCK


@contextmanager
def _no_collector() -> Iterator[None]:
    """Keeps Python from looking for cycles in a long plan's tuples, which have none: a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def wish_of(words: Words) -> Wish:
    """Returns what the words ask to be planned, above what a configuration says of it.

    Raises ConfigurationError, VersionError and OSError.
    """
    configuration = configuration_of(words.paths, words.config, words.no_config)
    settings = plan_settings(configuration)
    if words.kubernetes_version is not None:
        settings = settings._replace(kubernetes_version=parse_version(words.kubernetes_version))
    inputs = Inputs(
        words.paths,
        exclude_by_folder=excludes_of(configuration),
        context=context_of(configuration),
        stdin=lambda: sys.stdin.buffer.read(),
        stdin_name=words.stdin_filename,
        against=words.old,
    )
    return Wish(inputs, settings, words.set_name, words.cluster_domain, what_if_of(words))


def what_if_of(words: Words) -> WhatIf:
    """Returns what is to be imagined beside the change itself."""
    return WhatIf(
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


def _rendered(words: Words, planning: Planning, settings: Settings) -> str:
    if words.form == "json":
        return "".join(_json(each.plan) for each in planning.planned)
    drawn = [each.forecast for each in planning.planned if not each.refused]
    if words.form == "text" or not drawn:
        return "\n".join(_block(each, words, settings) for each in planning.planned)
    return _picture(drawn, words)


def _block(planned: Planned, words: Words, settings: Settings) -> str:
    if not planned.refused:
        return _text(planned.forecast, words)
    if planned.changes:
        from stslint.report import plan_refused

        again = _text(planned.recreated, words) if planned.recreated else ""
        return plan_refused.render(planned.document, planned.refused, again, colour=_coloured(words))
    return _findings(planned.document, words, settings)


def _findings(document: Document, words: Words, settings: Settings) -> str:
    """Returns what ``check`` says of a manifest that the API server refuses."""
    from stslint.commands.rules import rulebook
    from stslint.lint import lint
    from stslint.report import plan_refused

    version = settings.kubernetes_version
    rules = [rule for rule in rulebook() if rule.layer == "api"]
    outcome = lint(Bundle((document,), version), rules, settings)
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
    if words.paths or words.old or what_if_of(words) != WhatIf():
        raise UsageError("a scenario says all there is: leave out the manifest, --from and the what-ifs")
    if words.set_name:
        raise UsageError("--set chooses among manifests, and a scenario is about one set")
    name, text = _scenario_text(words)
    manifests = Manifests()
    reads = read_scenarios(name, text)
    if words.form == "json":
        plans = [plan_of(read, manifests) for read in reads]
        _write(words, "".join(map(_json, plans)))
        return exit_code(plans)
    seen = [_seen(read, manifests, words) for read in reads]
    _write(words, _shown(reads, seen, words))
    if any(isinstance(each, str) and each != NO_STEPS for each in seen):
        return FAILED
    return FINE if all(isinstance(each, str) or each.fine for each in seen) else STUCK


def forecasts_of(name: str, text: str, words: Words) -> list[Forecast | str]:
    """Returns the forecast of each scenario in a text, or why it can't be planned. Raises ValueError."""
    manifests = Manifests()
    reads = read_scenarios(name, text)
    return [_seen(read, manifests, words) for read in reads]


def _seen(read: Read, manifests: Manifests, words: Words) -> Forecast | str:
    if read.error:
        return read.error
    return played(Question(read.scenario), manifests, Surroundings(cluster_domain=words.cluster_domain))


def _shown(reads: Sequence[Read], seen: Sequence[Forecast | str], words: Words) -> str:
    drawn = [each for each in seen if not isinstance(each, str)]
    if words.form != "text" and drawn:
        return _picture(drawn, words)
    return "\n".join(_one(read, each, words) for read, each in zip(reads, seen, strict=True))


def _one(read: Read, seen: Forecast | str, words: Words) -> str:
    if isinstance(seen, str):
        return f"{_name(read)}: can't be planned: {one_line(seen)}\n"
    return _text(seen, words)


def _name(read: Read) -> str:
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
