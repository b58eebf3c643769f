"""``plan`` and ``check`` with ``--from-version``: what an upgrade of the control plane changes."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from stslint.cli.check_arguments import CheckArguments
from stslint.cli.errors import UsageError
from stslint.cli.exit_codes import ExitCode
from stslint.cli.output import coloured, write_main
from stslint.cli.plan_arguments import PlanArguments
from stslint.forecast.version_upgrade import VersionUpgrade
from stslint.kubernetes.schema.versions import NEWEST, number, parse_version
from stslint.linter.rule_set import rule_set
from stslint.linter.settings import at_least
from stslint.model import Severity
from stslint.pipeline.plan_inputs import PlanRequest, read, stateful_sets
from stslint.pipeline.version_upgrade import UpgradeQuery, upgrade_of

PLAN_TAKES = frozenset(
    ("paths", "name", "form", "output", "stdin_filename", "color", "config", "no_config", "verbose")
)
CHECK_REFUSES = (
    *("fix", "diff", "unsafe_fixes", "baseline", "write_baseline", "kubernetes_version", "against"),
    *("output_files", "policies", "render", "statistics", "watch"),
)
"""Options of ``stslint check`` that have no meaning for an upgrade."""

_VERSIONS = ("from_version", "to_version")


def run_plan(arguments: PlanArguments, request: PlanRequest) -> int:
    """Prints what changes for the StatefulSets of the paths, and returns the exit code. Raises UsageError."""
    defaults = PlanArguments()
    _refuse_others(
        arguments, defaults, [each.name for each in fields(arguments) if each.name not in PLAN_TAKES]
    )
    old, new = _versions(arguments.from_version, arguments.to_version)
    bundle, _ = read(request.inputs.paths, request)
    documents = stateful_sets(bundle, request)
    rules = [rule for rule in rule_set() if rule.layer == "api"]
    query = UpgradeQuery(bundle.of(documents), rules, request.settings, old, new)
    return _written(upgrade_of(query), arguments, "error", exit_zero=False)


def run_check(arguments: CheckArguments) -> int:
    """Prints what changes for all documents of the paths, and returns the exit code. Raises UsageError."""
    from stslint.cli.resolution import resolve
    from stslint.pipeline.loading import load

    _refuse_others(arguments, CheckArguments(()), CHECK_REFUSES)
    old, new = _versions(arguments.from_version, arguments.to_version)
    run = resolve(arguments)
    bundle = load(run.inputs, run.settings).bundle
    settings = run.settings._replace(complete=bundle.complete)
    upgrade = upgrade_of(UpgradeQuery(bundle, run.rules, settings, old, new))
    return _written(upgrade, arguments, settings.fail_on, exit_zero=arguments.exit_zero)


def _refuse_others(arguments: Any, defaults: Any, names: Any) -> None:
    """Raises UsageError for an option that is given and cannot be combined with the two versions."""
    for name in names:
        given = getattr(arguments, name)
        if name not in _VERSIONS and given and given != getattr(defaults, name):
            option = {"old": "from", "policies": "policy", "output_files": "output-file"}.get(name, name)
            raise UsageError(f"--from-version cannot be combined with --{option.replace('_', '-')}")
    if arguments.form not in ("text", "json"):
        raise UsageError(f"--from-version is reported as text or json, not as {arguments.form}")


def _versions(old: str | None, new: str | None) -> tuple[str, str]:
    """Returns the two versions. Raises UsageError and VersionError."""
    if old is None:
        raise UsageError("--to-version needs --from-version, the Kubernetes version before the upgrade")
    versions = parse_version(old), parse_version(new or NEWEST)
    if number(versions[0]) >= number(versions[1]):
        raise UsageError(f"--from-version {versions[0]} must be older than --to-version {versions[1]}")
    return versions


def _written(
    upgrade: VersionUpgrade, arguments: PlanArguments | CheckArguments, floor: Severity, *, exit_zero: bool
) -> int:
    from stslint.report import version_upgrade

    if arguments.form == "json":
        text = version_upgrade.render_json(upgrade)
    else:
        text = version_upgrade.render(upgrade, colour=coloured(arguments.color, arguments.output))
    write_main(arguments.form, text, arguments.output)
    found = [change.finding for each in upgrade.objects for change in each.changes if change.what == "comes"]
    grave = any(finding is not None and at_least(finding.severity, floor) for finding in found)
    return ExitCode.FINDINGS if grave and not exit_zero else ExitCode.CLEAN
