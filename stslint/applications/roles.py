"""In which mode an application runs, as far as the manifest shows it.

A data file gives conditions in the words of ``settings``: ``env:CONSUL_SERVER`` holds if the container sets
it, ``env:NODE_ROLES~master`` if its value matches a regular expression, ``word:raft`` if the command, the
arguments or the environment contain the text, ``file:raft`` if a mounted ConfigMap does. ``!`` before one
denies it.
"""

from __future__ import annotations

from functools import cache, lru_cache

from stslint.applications.family import Fact
from stslint.applications.settings import find, owner
from stslint.kubernetes.queries.config_maps import mounted_texts
from stslint.kubernetes.queries.container_env import env_entries
from stslint.model import Bundle, Node
from stslint.runtime.lazy_regex import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

SEARCHED = 4_000
"""Many expressions look for one word after another, which takes long in a text that repeats the first one."""


def applies(fact: Fact, container: Node, bundle: Bundle | None) -> bool:
    """Returns whether one of a fact's conditions holds (``any``), and each that it needs (``all``)."""
    some, every = fact.get("any"), fact.get("all", ())
    return (some is None or any(_holds(one, container, bundle) for one in some)) and all(
        _holds(one, container, bundle) for one in every
    )


def matches(expression: str, text: str) -> bool:
    """Returns whether a regular expression of a data file is found in a command or a value, in any case.

    Only the first ``SEARCHED`` characters are searched.
    """
    return _expression(expression).search(text, 0, SEARCHED) is not None


@cache
def _expression(text: str) -> re.Pattern[str]:
    return pattern(f"(?i){text}")


def _holds(condition: str, container: Node, bundle: Bundle | None) -> bool:
    if condition.startswith("!"):
        return not _holds(condition[1:], container, bundle)
    kind, _, wanted = condition.partition(":")
    if kind == "word":
        return wanted in _words(container)
    if kind == "file":
        return bundle is not None and any(
            _expression(wanted).search(text) for text in _files(container, bundle)
        )
    setting, has_value, value = condition.partition("~")
    for found in find(container, (setting,), bundle):
        return not has_value or (found.text is not None and matches(value, found.text))
    return False


def _files(container: Node, bundle: Bundle) -> tuple[str, ...]:
    return mounted_texts(owner(container), bundle)


@lru_cache(maxsize=16)
def _words(container: Node) -> str:
    """Returns the texts of a container's command, arguments and environment as one, in lower case."""
    parts = [*container.get("command").elements(), *container.get("args").elements()]
    texts = [part.string() for part in parts]
    for entry in env_entries(container):
        texts += (entry.name, entry.text)
    return " ".join(texts).lower()
