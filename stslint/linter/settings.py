"""What a run is asked to do: which rules speak, how loudly, and for which Kubernetes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stslint.kubernetes.schema.versions import NEWEST
from stslint.model import SEVERITIES, Layer, Severity
from stslint.runtime.namedtuple import NamedTuple

API_GROUP = "STS0"
"""The prefix that selects the API server's verdict."""


class PathSettings(NamedTuple):
    """What is different for the files that a pattern, as `.gitignore` writes them, matches.

    ``severities`` are by id.
    """

    pattern: str
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = MappingProxyType({})


class Settings(NamedTuple):
    """The settings of a run.

    ``select`` and ``ignore`` hold ids, names or prefixes of ids; an empty ``select`` means the rules that are
    on by default. ``severities`` maps an id or a name to the severity that replaces the rule's own.
    ``kubernetes_versions`` names all minors to judge by, oldest first, where they are several. The patterns
    of ``per_path`` are relative to ``folder``. ``jobs`` is how many processes may share the work, 0 for as
    many as there are processors; no finding depends on it.
    """

    kubernetes_version: str = NEWEST
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = MappingProxyType({})
    fail_on: Severity = "warning"
    complete: bool = False
    kubernetes_versions: tuple[str, ...] = ()
    per_path: tuple[PathSettings, ...] = ()
    folder: str = ""
    jobs: int = 1

    @property
    def versions(self) -> tuple[str, ...]:
        """Returns every minor to judge by, oldest first."""
        return self.kubernetes_versions or (self.kubernetes_version,)

    def wants(self, rule_id: str, name: str, default: bool, layer: Layer = "rule") -> bool:
        """Returns whether a rule is to run. ``STS0`` selects all that the API server itself reports."""
        is_own = layer == "api"
        chosen = any(selects(word, rule_id, name, is_own) for word in self.select) if self.select else default
        chosen = chosen or any(selects(word, rule_id, name, is_own) for word in self.extend_select)
        return chosen and not any(matches(word, rule_id, name) for word in self.ignore)

    def severity_of(self, rule_id: str, name: str, own: Severity) -> Severity:
        """Returns a rule's severity in this run."""
        return self.severities.get(rule_id) or self.severities.get(name) or own


def selects(word: str, rule_id: str, name: str, is_api: bool) -> bool:
    """Returns whether a word selects a rule; ``is_api`` says that the API server itself reports it.

    What it refuses of a change has an id of another group, and belongs to its verdict all the same.
    """
    return matches(word, rule_id, name) or (is_api and word.upper() == API_GROUP)


def matches(word: str, rule_id: str, name: str) -> bool:
    """Returns whether a word of the user's means this rule: ``ALL``, an id, an id's prefix or a name."""
    return word == "ALL" or rule_id.startswith(word.upper()) or word == name


def at_least(severity: Severity, floor: Severity) -> bool:
    """Returns whether a severity is as grave as ``floor`` or graver."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(floor)
