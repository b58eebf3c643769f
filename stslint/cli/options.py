"""The options that several commands share, or that the quick way in reads without click."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from stslint.cli.fast_path import FLAGS

Command = TypeVar("Command", bound=Callable[..., Any])


def completed_rules(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Returns the rules that a word may become; of ``STS101,STS2`` the last one is completed."""
    from stslint.cli.completion import rule_words

    return rule_words(incomplete)


def rule_option(name: str, help_text: str, metavar: str = "RULES") -> Callable[[Command], Command]:
    """Returns an option that names rules, and completes them."""
    return click.option(name, multiple=True, metavar=metavar, help=help_text, shell_complete=completed_rules)


def flag(destination: str, help_text: str) -> Callable[[Command], Command]:
    """Returns one of the flags that the quick way in reads, too, in all its spellings."""
    spellings = [spelling for spelling, meant in FLAGS.items() if meant == destination]
    return click.option(*spellings, destination, is_flag=True, help=help_text)


def own_rules(command: Command) -> Command:
    """Adds the folders of an organisation's own rules."""
    return click.option(
        "--rules", "rule_folders", multiple=True, metavar="DIR", help="Rules of your own; runs them."
    )(command)


def configured(command: Command) -> Command:
    """Adds the options that name a configuration, or none."""
    named = click.option(
        "--config", type=click.Path(dir_okay=False), help="The configuration, rather than the nearest."
    )
    return named(flag("no_config", "Look for no configuration.")(command))
