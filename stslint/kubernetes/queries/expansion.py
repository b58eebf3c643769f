"""References to variables in commands, arguments and values, as the kubelet expands them.

``$(NAME)`` is replaced if the container defines the variable, in ``env`` before the value that uses it; else
it stays as it is. ``$$(NAME)`` is never replaced. Source:
https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
"""

from __future__ import annotations

from posixpath import basename

from stslint.kubernetes.queries.container_env import env_entries
from stslint.kubernetes.queries.kustomizations import substituted_variables
from stslint.kubernetes.queries.objects import namespace
from stslint.kubernetes.queries.secrets import keys, sources
from stslint.kubernetes.queries.shell import SHELLS
from stslint.model import Bundle, Node
from stslint.runtime.lazy_regex import pattern

_REFERENCE = pattern(r"(\$+)(?:\(([^()$\s]+)\))?")
_WORD = pattern(r"\w+\Z")
_OF_A_SERVICE = pattern(r"_(?:SERVICE_HOST\Z|SERVICE_PORT(?:_\w|\Z)|PORT(?:\Z|_\d+_(?:TCP|UDP|SCTP)))")
_SCRIPTS = (".sh", ".bash", ".py", ".pl", ".rb")
_WITH_SHELLS = frozenset(
    (*SHELLS, "zsh", "ksh", "busybox", "env", "tini", "dumb-init", "gosu", "su-exec", "su", "runuser")
)


def references(text: str) -> list[str]:
    """Returns the names in the ``$(NAME)`` of a text that the kubelet tries to replace."""
    found = _REFERENCE.finditer(text) if "$(" in text else ()
    return [match.group(2) for match in found if match.group(2) and len(match.group(1)) % 2]


def given_names(container: Node, bundle: Bundle) -> frozenset[str] | None:
    """Returns the variables that ``envFrom`` gives to a container, or None if a source is unknown."""
    names: set[str] = set()
    for kind, reference in sources(container):
        wanted = reference.get("name").string()
        found = bundle.find(kind, namespace(container.root), wanted) if wanted else None
        if found is None:
            return None
        owner = reference.parent
        prefix = owner.get("prefix").string() if owner is not None else ""
        names |= {prefix + key for key in keys(found)}
    return frozenset(names)


def own_names(container: Node) -> list[str]:
    """Returns the names in a container's ``env``, in their order."""
    return [entry.name for entry in env_entries(container)]


def is_given_elsewhere(name: str, bundle: Bundle) -> bool:
    """Returns whether a variable is one of a Service, or one that kustomize fills in."""
    return _is_of_a_service(name) or name in bundle.derived(substituted_variables)


def _is_of_a_service(name: str) -> bool:
    return bool(_WORD.match(name) and _OF_A_SERVICE.search(name, 1))


def may_run_shell(container: Node) -> bool:
    """Returns whether a shell or a script can read the arguments: the command does not exclude it."""
    command = container.get("command").elements()
    return not command or runs_shell([*command, *container.get("args").elements()])


def runs_shell(words: list[Node]) -> bool:
    """Returns whether a command starts a shell or a script, which can read its text."""
    texts = [word.string() for word in words]
    return any(_is_shell(text) for text in texts[:6]) or any("\n" in text for text in texts)


def _is_shell(word: str) -> bool:
    return basename(word) in _WITH_SHELLS or word.endswith(_SCRIPTS) or "entrypoint" in word
