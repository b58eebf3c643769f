"""Where a container sets something: in a variable, in an argument, in a script, or in a mounted file.

A data file names a setting in one word: ``env:PGDATA`` is a variable, ``arg:--data-dir`` a flag of the
command line (with one hyphen or two, its value after ``=`` or in the next word), ``arg:server`` a command
with the word after it, ``arg:node.id=`` a word that begins so, and ``key:path.data`` a line of a mounted
ConfigMap. Source:
https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from stslint.applications.variables import is_per_pod, variables
from stslint.kubernetes.queries.config_maps import mounted_texts
from stslint.kubernetes.queries.objects import NEAR, pod_spec
from stslint.model import Bundle, Node
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple

_WORD = pattern(r"""(?:\\[\\"']|[^\s"';&|]|"(?:[^"\\]|\\.)*"|'[^']*')+""")


class Found(NamedTuple):
    """A setting that a manifest has. ``text`` is its value, or None where the manifest does not show it.

    ``per_pod`` says that each pod gets a value of its own, from its name or address. ``written`` is the value
    as the manifest has it, with its variables.
    """

    setting: str
    node: Node
    text: str | None
    per_pod: bool = False
    written: str = ""


class Word(NamedTuple):
    """One word of a command line, with its place; ``script`` says that a shell reads it."""

    text: str
    node: Node
    script: bool


@lru_cache(maxsize=NEAR)
def words(container: Node) -> tuple[Word, ...]:
    """Returns the words of a container's command and arguments; scripts are taken apart."""
    parts = [*container.get("command").elements(), *container.get("args").elements()]
    return tuple(word for part in parts for word in _words_of(part))


def find(container: Node, settings: Iterable[str], bundle: Bundle | None = None) -> Iterator[Found]:
    """Yields where a container has one of some settings, those first that are named first."""
    for setting in settings:
        kind, _, name = setting.partition(":")
        if kind == "env":
            yield from _in_environment(container, setting, name, bundle)
        elif kind == "arg":
            yield from _in_arguments(container, setting, name, bundle)
        elif kind == "key" and bundle is not None:
            yield from _in_files(container, setting, name, bundle)


@lru_cache(maxsize=NEAR)
def owner(container: Node) -> Node:
    """Returns the object whose pods a container belongs to."""
    node = container
    while node.parent is not None and not node.get("kind"):
        node = node.parent
    return node


def _in_environment(container: Node, setting: str, name: str, bundle: Bundle | None) -> list[Found]:
    found = _valued(container, setting, _assigned(container).get(name), bundle)
    variable = variables(container, owner(container), bundle).get(name)
    if variable is None:
        return found
    text = variable.node.string()
    return [Found(setting, variable.node, variable.text, variable.per_pod, text), *found]


def _in_arguments(container: Node, setting: str, name: str, bundle: Bundle | None) -> list[Found]:
    given: _Given | None
    if name.endswith("="):
        given = [(word, word.text[len(name) :]) for word in words(container) if word.text.startswith(name)]
    else:
        given = _flags(container).get(_with_one_hyphen(name))
    return _valued(container, setting, given, bundle)


_Given = list[tuple[Word, str]]
"""The values that are given to one name, each with the word that holds it."""


@lru_cache(maxsize=NEAR)
def _assigned(container: Node) -> Mapping[str, _Given]:
    """Returns the values that the scripts of a container assign to variables."""
    values: dict[str, _Given] = {}
    for word in words(container):
        name, equals, value = word.text.partition("=")
        if word.script and equals:
            values.setdefault(name, []).append((word, value))
    return values


@lru_cache(maxsize=NEAR)
def _flags(container: Node) -> Mapping[str, _Given]:
    """Returns the values of a container's flags: after ``=``, or in the next word if that is no flag."""
    given = words(container)
    values: dict[str, _Given] = {}
    for place, word in enumerate(given):
        name, equals, value = word.text.partition("=")
        following = given[place + 1] if place + 1 < len(given) else None
        if not equals and following is not None and not following.text.startswith("-"):
            word, value = following, following.text
        values.setdefault(_with_one_hyphen(name), []).append((word, value))
    return values


def _with_one_hyphen(flag: str) -> str:
    return f"-{flag.lstrip('-')}" if flag.startswith("-") else flag


def _in_files(container: Node, setting: str, name: str, bundle: Bundle) -> list[Found]:
    root, found = owner(container), []
    for text in mounted_texts(root, bundle):
        for value in _in_lines(name, text) if name in text else ():
            unclear = "$" in value
            place = pod_spec(root).get("volumes")
            found.append(Found(setting, place, None if unclear else value, unclear, value))
    return found


def _in_lines(name: str, text: str) -> Iterator[str]:
    import re  # few checks get here

    line = re.compile(rf"(?m)^[^\S\n]*[\"']?{re.escape(name)}[\"']?\s*[:=]?[ \t]*[\"']?([^\r\n\"'#]*)")
    for match in line.finditer(text):
        yield match.group(1).partition("<")[0].strip().rstrip(";")


def _valued(container: Node, setting: str, given: _Given | None, bundle: Bundle | None) -> list[Found]:
    """Returns the values that are given to a setting, with their variables filled in."""
    if not given:
        return []
    known, found = variables(container, owner(container), bundle), []
    for word, quoted in given:
        text = quoted.strip("\"'")
        value, per_pod = is_per_pod(text, known, shell=word.script)
        found.append(Found(setting, word.node, value, per_pod, text))
    return found


def _words_of(part: Node) -> list[Word]:
    text = part.string()
    if len(text.split(maxsplit=1)) < 2:
        return [Word(text.strip(), part, False)]
    return [Word(match.group(), part, True) for match in _WORD.finditer(text)]
