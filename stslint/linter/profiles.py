"""Named sets of rules, each for a way of working: what also runs, and what is said louder."""

from __future__ import annotations

from types import MappingProxyType

from stslint.model import Severity
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Profile(NamedTuple):
    """The rules that a profile turns on, and the severities that it changes, both by name.

    ``select`` holds the words for the only rules that run, where there are some. ``contexts`` says whether a
    context lowers a severity.
    """

    description: str
    rules: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    contexts: bool = True
    severities: Mapping[str, Severity] = MappingProxyType({})


PROFILES: Mapping[str, Profile] = {
    "default": Profile("the rules that are on by default"),
    "strict": Profile(
        "everything that is true, at the severity that its rule states, regardless of the context",
        rules=("template-volatile-metadata",),
        contexts=False,
        severities={"privileged": "warning"},
    ),
    "data-loss-only": Profile(
        "what loses data, and what the API server refuses or could not read",
        select=("impact:data-loss", "impact:refused"),
    ),
    "gitops": Profile(
        "for tools that compare the manifest with the live object over and over, and revert by themselves",
        rules=(
            # A default that the API server sets stays a difference forever.
            "claim-defaults-omitted",
            # A revert is the only way back that such a tool has, and here it is not enough.
            "forced-rollback-risk",
        ),
        severities={
            # It never agrees with the live object.
            "server-field-in-manifest": "warning",
            # Each comparison sets the autoscaler's number back.
            "hpa-fights-replicas": "error",
        },
    ),
}
"""All profiles, by name."""
