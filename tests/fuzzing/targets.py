"""What stslint does with an input of each kind, in this process.

A target returns whether the input was accepted, and raises for whatever would be an internal error: only a
StslintError is the fault of the input.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache

from stslint.cli.check_arguments import CheckArguments
from stslint.cli.emit import Emission, exit_code
from stslint.cli.output import FORMATS, renderer
from stslint.cli.resolution import resolve
from stslint.cli.run_settings import context_of, excludes_of, plan_settings
from stslint.config import configuration_at
from stslint.config.discovery import NAMES
from stslint.config.settings import settings_from
from stslint.fixer.fix_run import FixRequest, fix
from stslint.fixer.unified_diff import diff
from stslint.kubernetes.schema.versions import SUPPORTED
from stslint.model import INTERNAL, Report, Source, StslintError
from stslint.pipeline.check_run import check
from stslint.pipeline.loading import load
from stslint.pipeline.run import Run
from stslint.pipeline.version_upgrade import UpgradeQuery, upgrade_of
from stslint.report import version_upgrade
from stslint.sources.yaml.document_splitter import split_documents
from stslint.sources.yaml.parser import parse_chunk
from stslint.sources.yaml.probe import first_error
from stslint.sources.yaml.recovery import read
from stslint.sources.yaml.syntax_error import YamlError
from tests.fuzzing.editor import play, rules
from tests.fuzzing.input_files import bytes_of, file_of
from tests.fuzzing.internal_error import InternalError
from tests.fuzzing.plan_targets import plan_manifest, plan_state, plan_update, play_scenario, read_snapshot
from tests.support.plain_reader import agrees, differences
from tests.support.policies import SET


@cache
def _run() -> Run:
    run = resolve(CheckArguments(("-",), no_config=True, jobs=1))
    return run._replace(store=None)


def _reading(run: Run, data: bytes, name: str) -> Run:
    return run._replace(inputs=run.inputs._replace(stdin=lambda: data, stdin_name=name))


def _assert_sound(report: Report) -> int:
    for finding in report.findings:
        if finding.rule == INTERNAL:
            raise InternalError(finding.message)
    code = exit_code(report, Emission())
    assert code in (0, 1, 2)
    return code


def _checked(data: bytes, name: str, form: str = "") -> bool:
    report = check(_reading(_run(), data, name))
    form = form or sorted(FORMATS)[len(data) % len(FORMATS)]
    renderer(form)(report).encode("utf-8", "backslashreplace")
    return _assert_sound(report) < 2


def rendered(data: bytes, form: str) -> str:
    """Returns the report on a manifest in a format."""
    return renderer(form)(check(_reading(_run(), data, "web.yaml")))


def check_manifest(data: bytes, form: str = "") -> bool:
    """Checks a manifest, and renders the report in the given format or any other."""
    return _checked(data, "web.yaml", form)


def check_page(data: bytes) -> bool:
    """Checks a Markdown page."""
    return _checked(data, "page.md")


def check_upgrade(data: bytes) -> bool:
    """Finds out what an upgrade of the control plane changes."""
    run = _reading(_run(), data, "web.yaml")
    bundle = load(run.inputs, run.settings).bundle
    upgrade = upgrade_of(UpgradeQuery(bundle, run.rules, run.settings, SUPPORTED[0], SUPPORTED[-1]))
    version_upgrade.render(upgrade)
    return True


def fix_manifest(data: bytes) -> bool:
    """Fixes a manifest, safe and unsafe fixes together, and draws the difference."""
    run = _reading(_run(), data, "web.yaml")
    outcome = fix(FixRequest(run, unsafe=True, dry_run=True, stdin="web.yaml", stdin_data=lambda: data))
    diff(outcome.changed)
    return _assert_sound(outcome.report) < 2


def check_against(data: bytes) -> bool:
    """Checks objects against what they were before."""
    question = json.loads(data)
    run = _reading(_run(), bytes_of(question["new"]), "web.yaml")
    before = file_of("old.yaml", bytes_of(question["old"]))
    return _assert_sound(check(run._replace(inputs=run.inputs._replace(against=before)))) < 2


def read_configuration(data: bytes) -> bool:
    """Reads a configuration, whose first line is the name of its file."""
    name, _, content = data.partition(b"\n")
    if name.decode("utf-8", "replace") not in NAMES:
        return False
    configuration = configuration_at(file_of(name.decode(), content))
    settings_from(configuration, rules())
    plan_settings(configuration)
    context_of(configuration)
    excludes_of(configuration)
    return True


def apply_policies(data: bytes) -> bool:
    """Checks a StatefulSet with policies."""
    file = file_of("policy.yaml", data)
    run = _reading(_run(), SET.encode(), "web.yaml")
    report = check(run._replace(inputs=run.inputs._replace(policies=(file,))))
    return _assert_sound(report) < 2


def compare_readers(data: bytes) -> bool:
    """Compares the plain reader with libyaml."""
    return agrees(data.decode("utf-8", "replace"))


def compare_tolerant_reader(data: bytes) -> bool:
    """Compares the tolerant reader with the strict one, and the first error of the probe with the tree's."""
    whole = data.decode("utf-8", "replace")
    accepted = True
    for chunk in split_documents(whole):
        if chunk.is_json or chunk.bad_separator:
            continue
        try:
            tree = parse_chunk(chunk)
        except YamlError as error:
            accepted = False
            _assert_same_error(first_error(chunk, 1, 1), error)
            continue
        found = read(Source("web.yaml", chunk.text, first_line=chunk.first_line))
        if tree.root is not None and len(found) == 1 and "items" not in tree.root.entries():
            assert differences(found[0].root, tree.root) == []
            said = [[(each.message, each.span) for each in one.problems] for one in (found[0], tree)]
            assert said[0] == said[1]
    read(Source("web.yaml", whole))
    return accepted


def _assert_same_error(one: YamlError | None, other: YamlError) -> None:
    assert one is not None
    assert (one.message, one.span, one.context) == (other.message, other.span, other.context)


TARGETS: Mapping[str, Callable[[bytes], bool]] = {
    "bytes": check_manifest,
    "manifest": check_manifest,
    "structure": check_manifest,
    "markdown": check_page,
    "upgrade": check_upgrade,
    "fix": fix_manifest,
    "plan": plan_manifest,
    "update": plan_update,
    "state": plan_state,
    "against": check_against,
    "snapshot": read_snapshot,
    "configuration": read_configuration,
    "policy": apply_policies,
    "scenario": play_scenario,
    "messages": play,
    "readers": compare_readers,
    "tolerant": compare_tolerant_reader,
}
"""What is done with an input of each kind."""


def run(kind: str, data: bytes) -> bool:
    """Returns whether an input is accepted; a StslintError is a clear answer, anything else is raised."""
    try:
        return TARGETS[kind](data)
    except StslintError:
        return False
