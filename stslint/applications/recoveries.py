"""Whether a probe fails while an application recovers, and when it has the container killed."""

from __future__ import annotations

from stslint.applications.lookup import application_of
from stslint.kubernetes.queries.commands import as_text
from stslint.model import Bundle, Node
from stslint.runtime.lazy_regex import pattern

_PROCESS = pattern(r"\b(?:pgrep|pidof|kill\s+-0)\b")


def fails_while_recovering(probe: Node, container: Node, bundle: Bundle) -> bool:
    """Returns whether a probe of a container fails for as long as its known application recovers.

    A probe that only looks for the process succeeds, and one that only connects to a port does if the
    application opens it first.
    """
    known = application_of(container, bundle)
    recovery = known.recovery() if known is not None else None
    if recovery is None or (recovery.listens and probe.get("tcpSocket")):
        return False
    return _PROCESS.search(as_text(probe.get("exec").get("command"))) is None


def seconds_until_killed(probe: Node) -> int:
    """Returns after how many seconds a probe that never succeeds has the container killed.

    The first attempt comes after the initial delay, and the defaults are those of
    https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
    """
    period = probe.get("periodSeconds").integer(10) or 10
    threshold = probe.get("failureThreshold").integer(3) or 3
    return probe.get("initialDelaySeconds").integer(0) + period * threshold
