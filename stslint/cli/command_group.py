"""The group of all commands: what is meant by a word, how a failure is reported, and the exit code."""

from __future__ import annotations

import os
from typing import Any

import click

from stslint.cli import console
from stslint.cli.errors import UsageError, exit_code_of
from stslint.cli.examples import OF_PROGRAM
from stslint.cli.fast_path import is_option
from stslint.cli.options import GroupedCommand, write_examples

COMPLETE = "_STSLINT_COMPLETE"
DIFF = "kubectl-diff"


class CommandLine(click.Group):
    """Reports whatever a command raises as the rest of stslint does, and ends with its exit code."""

    command_class = GroupedCommand

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Returns the command that the arguments name. Raises UsageError, with what was meant."""
        if args and not args[0].startswith("--") and args[0] not in self.commands:
            from stslint.cli.suggestions import unknown_command

            raise UsageError(unknown_command(args[0], self.commands))
        return super().resolve_command(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes examples of the main commands."""
        write_examples(OF_PROGRAM, formatter)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # kubectl appends the words of KUBECTL_EXTERNALDIFF to the directories that it compares.
        if DIFF in args[1:] and args[0] not in self.commands:
            args = [DIFF, *(word for word in args if word != DIFF)]
        return super().parse_args(ctx, args)

    def main(self, *args: Any, **extra: Any) -> Any:
        run = super().main
        if COMPLETE in os.environ:
            from stslint.cli import completion

            completion.register()
        _note_variables(self)

        def command() -> int:
            try:
                return int(run(*args, **{**extra, "standalone_mode": False}) or 0)
            except click.ClickException as error:
                raise UsageError(_in_one_line(error)) from error
            except click.Abort as error:
                raise KeyboardInterrupt from error

        raise SystemExit(exit_code_of(command))


def _note_variables(group: click.Group) -> None:
    """Reports variables of the environment that are nearly, but not, those of an option."""
    if any(map(is_option, os.environ)):
        from stslint.cli.suggestions import misspelled_variables

        options = (each for command in group.commands.values() for each in command.params)
        for sentence in misspelled_variables(str(each.envvar) for each in options if each.envvar):
            console.note(sentence)


def _in_one_line(error: click.ClickException) -> str:
    """Returns what click has to say, and where help is."""
    message = " ".join(error.format_message().split()).rstrip(".")
    ctx = getattr(error, "ctx", None)
    if isinstance(error, (click.NoSuchOption, click.BadParameter)):
        from stslint.cli.suggestions import option_meant

        meant = option_meant(error)
        if meant:
            return meant
    return f"{message}; see `{ctx.command_path} --help`" if ctx is not None else message


def name_variables(group: click.Group) -> None:
    """Gives each option a variable: ``STSLINT_CHECK_FORMAT`` for ``check --format``.

    Custom rules are code, and only the command line may name them.
    """
    for name, command in group.commands.items():
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.name not in ("rule_folders", "help"):
                word = max(parameter.opts, key=len).lstrip("-")
                parameter.envvar = f"STSLINT_{name}_{word}".upper().replace("-", "_")
