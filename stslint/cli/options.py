"""How options are declared: in groups, as ``--help`` shows them, and shared by several commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from stslint.cli.check_arguments import FLAGS
from stslint.kubernetes.schema.versions import NEWEST, SUPPORTED
from stslint.model import SEVERITIES

Decorator = Callable[..., Any]
Command = TypeVar("Command", bound=Decorator)

VERSIONS = f"{SUPPORTED[0]}...{NEWEST}"
"""The metavariable of a Kubernetes version."""
COLORS = ("auto", "always", "never")


class GroupedOption(click.Option):
    """An option that ``--help`` lists under the title of a group."""

    def __init__(self, *args: Any, group: str = "Options", **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.group = group


class GroupedCommand(click.Command):
    """A command that lists its options by group, in the order of their declaration, and ends with examples.

    An example is a command and what it does.
    """

    def __init__(self, *args: Any, examples: Sequence[tuple[str, str]] = (), **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the examples; a command is never broken."""
        write_examples(self.examples, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        groups: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx) if isinstance(parameter, click.Option) else None
            if record is not None:
                groups.setdefault(getattr(parameter, "group", ""), []).append(record)
        last = groups.pop("", [])
        for title, records in (*groups.items(), ("Other", last)):
            with formatter.section(title):
                formatter.write_dl(records)


def write_examples(examples: Sequence[tuple[str, str]], formatter: click.HelpFormatter) -> None:
    """Writes a section of examples: a command, and below it what it does."""
    if not examples:
        return
    with formatter.section("Examples"):
        for command, meaning in examples:
            formatter.write(f"{'':{formatter.current_indent}}{command}\n")
            with formatter.indentation():
                formatter.write_text(meaning)


def option(group: str, *declarations: str, **attributes: Any) -> Callable[[Command], Command]:
    """Returns a decorator that adds an option to a group of the command's help."""
    return click.option(*declarations, cls=GroupedOption, group=group, **attributes)


def flag(group: str, destination: str, help_text: str) -> Callable[[Command], Command]:
    """Returns one of the flags that can be read without click, in all its spellings."""
    spellings = [spelling for spelling, argument in FLAGS.items() if argument == destination]
    return option(group, *spellings, destination, is_flag=True, help=help_text)


def completed(by: str) -> Callable[[click.Context, click.Parameter, str], Any]:
    """Returns what completes a value: a function of ``completion``, which is imported only then."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> Any:
        from stslint.cli import completion

        return getattr(completion, by)(ctx, param, incomplete)

    return complete


def rule_option(name: str, help_text: str) -> Callable[[Command], Command]:
    """Returns an option that names rules, and completes them."""
    completes = completed("rule_words")
    return option("Rules", name, multiple=True, metavar="RULES", help=help_text, shell_complete=completes)


def own_rules(command: Command) -> Command:
    """Adds the directories of custom rules."""
    return option(
        "Rules",
        "--rules",
        "rule_folders",
        multiple=True,
        metavar="DIR",
        help="Directory of custom rules (executes them); repeatable.",
    )(command)


def rules_options(command: Command) -> Command:
    """Adds which rules are listed, and how."""
    for decorator in (
        option("Rules", "--fixable", is_flag=True, help="List only rules with a fix."),
        option("Rules", "--level", type=click.Choice(SEVERITIES), help="List only rules of this severity."),
        rule_option("--select", "List only these rules: ids, prefixes of ids or names."),
        option("Output", "--format", "form", type=click.Choice(("text", "json")), default="text",
               help="Format of the list."),
    ):  # fmt: skip
        command = decorator(command)
    return command


def upgraded(command: Command) -> Command:
    """Adds the options that name the Kubernetes versions before and after an upgrade."""
    old = option(
        "Input",
        "--from-version",
        metavar=VERSIONS,
        shell_complete=completed("version_words"),
        help="Show what an upgrade of the control plane from this Kubernetes version changes.",
    )
    new = option(
        "Input",
        "--to-version",
        metavar=VERSIONS,
        shell_complete=completed("version_words"),
        help=f"With --from-version: the Kubernetes version after the upgrade.  [default: {NEWEST}]",
    )
    return old(new(command))


def configured(command: Command) -> Command:
    """Adds the options that name a configuration, or none."""
    named = option(
        "Input",
        "--config",
        type=click.Path(dir_okay=False),
        help="Use this configuration file instead of searching for one.",
    )
    return named(flag("Input", "no_config", "Do not read any configuration file.")(command))


def stdin_filename(command: Command) -> Command:
    """Adds the name that standard input has in a report."""
    return option(
        "Input",
        "--stdin-filename",
        default="<stdin>",
        metavar="NAME",
        help="File name to report for standard input (-).",
    )(command)


def all_of(*decorators: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Returns one decorator that adds several options, in the order in which they are given."""

    def decorate(command: Command) -> Command:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate
