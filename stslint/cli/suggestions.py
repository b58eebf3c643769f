"""What was meant by a command that does not exist, and by a variable that no option reads."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

import click

from stslint.text.suggest import nearest

_GIVEN = re.compile(r"'([^']*)' is not one of")
_MANIFESTS = (".yaml", ".yml", ".json", ".md")
_OTHERS = frozenset(("STSLINT_CACHE_DIR", "STSLINT_TRACEBACK", "STSLINT_YAML"))


def unknown_command(word: str, commands: Iterable[str]) -> str:
    """Returns why there is no such command, and what to use instead."""
    said = f"No such command '{word}'"
    if word == "-" or os.path.exists(word) or word.endswith(_MANIFESTS) or "/" in word:
        return f"{said}; to check this path, use `stslint check {word}`"
    near = nearest(word, commands)
    return f"{said}; did you mean `{near}`?" if near else f"{said}; see `stslint --help`"


def option_meant(error: click.UsageError) -> str:
    """Returns why an option or its value does not exist, with the one that was meant, or an empty string."""
    if isinstance(error, click.NoSuchOption) and error.ctx is not None:
        known = [name for each in error.ctx.command.params for name in each.opts if name.startswith("--")]
        near = nearest(error.option_name, known)
        return f"No such option '{error.option_name}'; did you mean `{near}`?" if near else ""
    if not isinstance(error, click.BadParameter) or error.param is None:
        return ""
    given = _GIVEN.match(error.message)
    if given is None or not isinstance(error.param.type, click.Choice):
        return ""
    near = nearest(given[1], map(str, error.param.type.choices))
    said = f"Invalid value for '{error.param.opts[0]}': '{given[1]}'"
    return f"{said}; did you mean `{near}`?" if near else ""


def misspelled_variables(known: Iterable[str]) -> list[str]:
    """Returns a sentence for each variable of the environment that resembles one of an option."""
    names = {*known, *_OTHERS}
    found = []
    for variable in sorted(os.environ):
        if variable.startswith("STSLINT_") and variable not in names:
            near = nearest(variable, names)
            if near:
                found.append(f"the variable {variable} has no effect; did you mean {near}?")
    return found
