"""The command line: arguments in, text out, an exit code. Everything else happens elsewhere."""

from __future__ import annotations

from typing import Any

import click

import stslint
from stslint.cli import console
from stslint.cli.check_options import check_options
from stslint.cli.command_group import COMPLETE, DIFF, CommandLine, name_variables
from stslint.cli.commands.schema import SUBJECTS
from stslint.cli.examples import OF_COMMANDS
from stslint.cli.exit_codes import ExitCode
from stslint.cli.options import (
    VERSIONS,
    completed,
    configured,
    option,
    own_rules,
    rules_options,
)
from stslint.cli.plan_options import plan_options
from stslint.cli.snapshot_options import diagnose_options
from stslint.kubernetes.schema.versions import NEWEST


@click.group(
    cls=CommandLine, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(stslint.__version__, prog_name="stslint")
def command_line() -> None:
    """Validate and lint Kubernetes StatefulSet manifests offline, and predict their rollout."""


@command_line.command(short_help="Check manifests.", examples=OF_COMMANDS["check"])
@click.argument("paths", nargs=-1)
@check_options
def check(**arguments: Any) -> int:
    """Check manifests: files, directories, glob patterns, Markdown pages, or - for standard input."""
    from stslint.cli.check_arguments import CheckArguments
    from stslint.cli.commands.check import run

    return run(CheckArguments(**arguments))


@command_line.command(short_help="Predict a rollout.", examples=OF_COMMANDS["plan"])
@click.argument("paths", nargs=-1, metavar="[MANIFEST]...")
@plan_options
def plan(**arguments: Any) -> int:
    """Predict what happens when a manifest is applied: which pods, in which order, and what remains."""
    from stslint.cli.commands.plan import run
    from stslint.cli.plan_arguments import PlanArguments

    return run(PlanArguments(**arguments))


@command_line.command(short_help="Diagnose the StatefulSets of a snapshot.", examples=OF_COMMANDS["diagnose"])
@click.argument("paths", nargs=-1, metavar="SNAPSHOT...")
@diagnose_options
def diagnose(**arguments: Any) -> int:
    """Say for each StatefulSet that `kubectl get` shows whether it is stuck, why, and what frees it."""
    from stslint.cli.commands.diagnose import DiagnoseArguments, run

    return run(DiagnoseArguments(**arguments))


@command_line.command(
    DIFF, short_help="Show a change for kubectl diff.", examples=OF_COMMANDS["kubectl-diff"]
)
@click.argument("live", type=click.Path(exists=True))
@click.argument("merged", type=click.Path(exists=True))
def kubectl_diff(live: str, merged: str) -> int:
    """Show the two directories of `kubectl diff`: the difference, its plan and the findings on it.

    Set KUBECTL_EXTERNALDIFF="stslint kubectl-diff" and run `kubectl diff -f deploy/`.
    """
    from stslint.cli.commands.kubectl_diff import run

    return run(live, merged)


@command_line.command(short_help="Print the page of a rule or a topic.", examples=OF_COMMANDS["explain"])
@click.argument("words", nargs=-1, metavar="[RULE | TOPIC | WORD]...", shell_complete=completed("page_words"))
@own_rules
def explain(words: tuple[str, ...], rule_folders: tuple[str, ...]) -> None:
    """Print the page of a rule or a topic, or the list of the pages with these words.

    Without an argument, list the topics and the groups of rules.
    """
    from stslint.cli.commands.explain import explain
    from stslint.cli.pages import show_page
    from stslint.linter.rule_set import rule_set

    show_page(explain(" ".join(words), rule_set(rule_folders, _report)))


@command_line.command("rules", short_help="List the rules.", examples=OF_COMMANDS["rules"])
@click.argument("words", nargs=-1, metavar="[WORD]...")
@rules_options
@own_rules
def list_rules(words: tuple[str, ...], rule_folders: tuple[str, ...], **filters: Any) -> int:
    """List the rules, or those with all of the words in their id, name or summary.

    Rules with their severity in parentheses run only when they are selected; * marks rules with a safe fix,
    + rules with a fix for --unsafe-fixes.
    """
    from stslint.cli.commands.rules import RuleFilter, chosen, listing
    from stslint.linter.rule_set import rule_set

    bad: list[Exception] = []
    form = filters.pop("form")
    rules = rule_set(rule_folders, bad.append)
    console.show_list(listing(chosen(rules, RuleFilter(words=words, **filters)), form))
    for error in bad:
        _report(error)
    return ExitCode.FAILED if bad else ExitCode.CLEAN


@command_line.command("test-rules", short_help="Test custom rules.", examples=OF_COMMANDS["test-rules"])
@click.argument("folder", type=click.Path(exists=True, file_okay=False), metavar="DIR")
def test_rules(folder: str) -> int:
    """Run the examples on the pages of the custom rules in a directory."""
    from stslint.cli.commands.rules import test_folder

    result = test_folder(folder)
    console.show(result.text)
    return ExitCode.FINDINGS if result.failed else ExitCode.CLEAN


@command_line.command(short_help="Print a JSON Schema for editors.", examples=OF_COMMANDS["schema"])
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
    shell_complete=completed("version_words"),
    help="Kubernetes version to describe.",
)
def schema(subject: str, kubernetes_version: str) -> None:
    """Print a JSON Schema for the YAML plug-in of an editor."""
    from stslint.cli.commands.schema import schema_text

    click.echo(schema_text(subject, kubernetes_version), nl=False)


@command_line.command(
    "config-schema",
    short_help="Print the JSON Schema of the configuration.",
    examples=OF_COMMANDS["config-schema"],
)
def config_schema() -> None:
    """Print the JSON Schema of the configuration file; the same as `schema --of configuration`."""
    from stslint.cli.commands.schema import schema_text

    click.echo(schema_text("configuration", NEWEST), nl=False)


@command_line.command(short_help="Print a shell completion script.", examples=OF_COMMANDS["completion"])
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def completion(shell: str) -> None:
    """Print the script that completes commands, options and their values in a shell."""
    from click.shell_completion import get_completion_class

    from stslint.cli.completion import register

    register()
    found = get_completion_class(shell)
    if found is not None:
        click.echo(found(command_line, {}, "stslint", COMPLETE).source())


@command_line.command(short_help="Run the language server.", examples=OF_COMMANDS["server"])
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


name_variables(command_line)
