"""The settings of a run: which rules run, with which severity, and for which Kubernetes versions."""

from __future__ import annotations

from types import MappingProxyType

from stslint.kubernetes.schema.versions import NEWEST
from stslint.model import SEVERITIES, Layer, Severity
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

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
    ``kubernetes_versions`` holds all versions to check against, oldest first, if several. The patterns
    of ``per_path`` are relative to ``folder``. ``jobs`` is how many processes may share the work, 0 for as
    many as there are processors; no finding depends on it. ``images`` holds custom images and the
    application of each. ``contexts`` says whether a context may lower a severity.
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
    images: tuple[tuple[str, str], ...] = ()
    contexts: bool = True

    @property
    def versions(self) -> tuple[str, ...]:
        """Returns every Kubernetes version to check against, oldest first."""
        return self.kubernetes_versions or (self.kubernetes_version,)

    def wants(self, rule_id: str, name: str, default: bool, layer: Layer = "rule") -> bool:
        """Returns whether a rule is to run. ``STS0`` selects all that the API server itself reports."""
        is_own = layer == "api"
        chosen = any(selects(word, rule_id, name, is_own) for word in self.select) if self.select else default
        chosen = chosen or any(selects(word, rule_id, name, is_own) for word in self.extend_select)
        return chosen and not any(matches(word, rule_id, name) for word in self.ignore)

    def states_severity_of(self, rule_id: str, name: str) -> bool:
        """Returns whether the user, and not the rule, decides the severity of a rule."""
        return rule_id in self.severities or name in self.severities

    def severity_of(self, rule_id: str, name: str, own: Severity) -> Severity:
        """Returns a rule's severity in this run."""
        return self.severities.get(rule_id) or self.severities.get(name) or own


def selects(word: str, rule_id: str, name: str, is_api: bool) -> bool:
    """Returns whether a word selects a rule; ``is_api`` says that the API server itself reports it.

    What it refuses of a change has an id of another group, and belongs to its verdict all the same.
    """
    return matches(word, rule_id, name) or (is_api and word.upper() == API_GROUP)


def matches(word: str, rule_id: str, name: str) -> bool:
    """Returns whether a selector means this rule: ``ALL``, an id or its prefix, a name or ``impact:...``."""
    if word.startswith("impact:"):
        from stslint.linter.consequences import has_impact  # few runs select by impact

        return has_impact(rule_id, word)
    return word == "ALL" or rule_id.startswith(word.upper()) or word == name


def at_least(severity: Severity, floor: Severity) -> bool:
    """Returns whether a severity is at least as severe as ``floor``."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(floor)
