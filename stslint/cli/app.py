"""The command line: arguments in, text out, an exit code. Everything else happens elsewhere."""

from __future__ import annotations

from typing import Any

import click

import stslint
from stslint.cli import console
from stslint.cli.check_options import check_options
from stslint.cli.commands.schema import SUBJECTS
from stslint.cli.errors import UsageError, exit_code_of
from stslint.cli.exit_codes import ExitCode
from stslint.cli.options import (
    VERSIONS,
    GroupedCommand,
    completed_rules,
    configured,
    option,
    own_rules,
)
from stslint.cli.plan_options import plan_options
from stslint.cli.snapshot_options import diagnose_options
from stslint.kubernetes.schema.versions import NEWEST

_DIFF = "kubectl-diff"


class _CommandLine(click.Group):
    """Reports whatever a command raises as the rest of stslint does, and ends with its exit code."""

    command_class = GroupedCommand

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # kubectl appends the words of KUBECTL_EXTERNAL_DIFF to the directories that it compares.
        if _DIFF in args[1:] and args[0] not in self.commands:
            args = [_DIFF, *(word for word in args if word != _DIFF)]
        return super().parse_args(ctx, args)

    def main(self, *args: Any, **extra: Any) -> Any:
        run = super().main

        def command() -> int:
            try:
                return int(run(*args, **{**extra, "standalone_mode": False}) or 0)
            except click.ClickException as error:
                raise UsageError(_in_one_line(error)) from error
            except click.Abort as error:
                raise KeyboardInterrupt from error

        raise SystemExit(exit_code_of(command))


def _in_one_line(error: click.ClickException) -> str:
    """Returns what click has to say, and where help is."""
    message = " ".join(error.format_message().split()).rstrip(".")
    ctx = getattr(error, "ctx", None)
    return f"{message}; see `{ctx.command_path} --help`" if ctx is not None else message


@click.group(
    cls=_CommandLine, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(stslint.__version__, prog_name="stslint")
def command_line() -> None:
    """Validate and lint Kubernetes StatefulSet manifests offline, and predict their rollout."""


@command_line.command(short_help="Check manifests.")
@click.argument("paths", nargs=-1)
@check_options
def check(**arguments: Any) -> int:
    """Check manifests: files, directories, glob patterns, Markdown pages, or - for standard input."""
    from stslint.cli.check_arguments import CheckArguments
    from stslint.cli.commands.check import run

    return run(CheckArguments(**arguments))


@command_line.command(short_help="Predict a rollout.")
@click.argument("paths", nargs=-1, metavar="[MANIFEST]...")
@plan_options
def plan(**arguments: Any) -> int:
    """Predict what happens when a manifest is applied: which pods, in which order, and what remains."""
    from stslint.cli.commands.plan import run
    from stslint.cli.plan_arguments import PlanArguments

    return run(PlanArguments(**arguments))


@command_line.command(short_help="Diagnose the StatefulSets of a snapshot.")
@click.argument("paths", nargs=-1, metavar="SNAPSHOT...")
@diagnose_options
def diagnose(**arguments: Any) -> int:
    """Say for each StatefulSet that `kubectl get` shows whether it is stuck, why, and what frees it."""
    from stslint.cli.commands.diagnose import DiagnoseArguments, run

    return run(DiagnoseArguments(**arguments))


@command_line.command(_DIFF, short_help="Show a change for kubectl diff.")
@click.argument("live", type=click.Path(exists=True))
@click.argument("merged", type=click.Path(exists=True))
def kubectl_diff(live: str, merged: str) -> int:
    """Show the two directories of `kubectl diff`: the difference, its plan and the findings on it.

    Set KUBECTL_EXTERNAL_DIFF="stslint kubectl-diff" and run `kubectl diff -f deploy/`.
    """
    from stslint.cli.commands.kubectl_diff import run

    return run(live, merged)


@command_line.command(short_help="Print the page of a rule or a topic.")
@click.argument("rule", required=False, default="", metavar="[RULE | TOPIC]", shell_complete=completed_rules)
@own_rules
def explain(rule: str, rule_folders: tuple[str, ...]) -> None:
    """Print the page of a rule or a topic; without an argument, list them."""
    from stslint.cli.commands.explain import explain
    from stslint.linter.rule_set import rule_set

    console.show(explain(rule, rule_set(rule_folders, _report)))


@command_line.command("rules", short_help="List the rules.")
@own_rules
def list_rules(rule_folders: tuple[str, ...]) -> int:
    """List the rules; those with their severity in parentheses run only when they are selected."""
    from stslint.cli.commands.rules import listing
    from stslint.linter.rule_set import rule_set

    bad: list[Exception] = []
    console.show(listing(rule_set(rule_folders, bad.append)))
    for error in bad:
        _report(error)
    return ExitCode.FAILED if bad else ExitCode.CLEAN


@command_line.command("test-rules", short_help="Test custom rules.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False), metavar="DIR")
def test_rules(folder: str) -> int:
    """Run the examples on the pages of the custom rules in a directory."""
    from stslint.cli.commands.rules import test_folder

    result = test_folder(folder)
    console.show(result.text)
    return ExitCode.FINDINGS if result.failed else ExitCode.CLEAN


@command_line.command(short_help="Print a JSON Schema for editors.")
@option(
    "Options",
    "--of",
    "subject",
    type=click.Choice(SUBJECTS),
    default=SUBJECTS[0],
    help="What to describe: a StatefulSet, or a file for stslint.  [default: manifest]",
)
@option(
    "Options",
    "--kubernetes-version",
    default=NEWEST,
    metavar=VERSIONS,
    help="Kubernetes version to describe.",
)
def schema(subject: str, kubernetes_version: str) -> None:
    """Print a JSON Schema for the YAML plug-in of an editor."""
    from stslint.cli.commands.schema import schema_text

    click.echo(schema_text(subject, kubernetes_version), nl=False)


@command_line.command("config-schema", short_help="Print the JSON Schema of the configuration.")
def config_schema() -> None:
    """Print the JSON Schema of the configuration file; the same as `schema --of configuration`."""
    from stslint.cli.commands.schema import schema_text

    click.echo(schema_text("configuration", NEWEST), nl=False)


@command_line.command(short_help="Print a shell completion script.")
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def completion(shell: str) -> None:
    """Print the script that completes commands, options and rules in a shell."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is not None:
        click.echo(found(command_line, {}, "stslint", "_STSLINT_COMPLETE").source())


@command_line.command(short_help="Run the language server.")
@click.option("--stdio", is_flag=True, hidden=True, help="The only transport; clients like to name it.")
@own_rules
@option(
    "Input", "--kubernetes-version", metavar=VERSIONS, help="Kubernetes version to check against, or several."
)
@configured
def server(stdio: bool, **arguments: Any) -> int:
    """Run the language server for editors, over standard input and output."""
    from stslint.cli.commands.server import ServerArguments, run

    return run(ServerArguments(**arguments))


def _report(error: Exception) -> None:
    console.error(str(error))


def _name_variables(group: click.Group) -> None:
    """Gives each option a variable: ``STSLINT_CHECK_FORMAT`` for ``check --format``.

    Custom rules are code, and only the command line may name them.
    """
    for name, command in group.commands.items():
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.name not in ("rule_folders", "help"):
                word = max(parameter.opts, key=len).lstrip("-")
                parameter.envvar = f"STSLINT_{name}_{word}".upper().replace("-", "_")


_name_variables(command_line)
