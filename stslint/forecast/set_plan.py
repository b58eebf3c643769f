"""The plan of one StatefulSet of a run, and where it leads."""

from __future__ import annotations

from typing import Literal

from stslint.forecast.forecast import Forecast
from stslint.kubernetes.verdict import Verdict
from stslint.model import Document, Problem
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.sanitize import sanitize

Outcome = Literal["refused", "stuck", "completes", "unchanged"]
"""Where a plan leads, the worst first. ``unchanged``: the controller has nothing to do."""


class SetPlan(NamedTuple):
    """The plan of one StatefulSet.

    ``document`` is its manifest, None where it is from a scenario or a snapshot. ``refused`` holds why the
    API server refuses the document as it is written; ``changes`` says that this is about a change of what
    runs, not about the document alone. ``recreated`` is the forecast of deleting the StatefulSet without its
    pods and creating it again, where a changed field is immutable. ``verdict`` is that on the document alone,
    where the plan has asked for it.
    """

    forecast: Forecast
    document: Document | None = None
    refused: tuple[Problem, ...] = ()
    changes: bool = False
    recreated: Forecast | None = None
    verdict: Verdict | None = None

    @property
    def outcome(self) -> Outcome:
        """Returns where the plan leads."""
        if self.refused or any(view.plan.refused for view in self.forecast.views):
            return "refused"
        if not self.forecast.fine:
            return "stuck"
        return "unchanged" if self.forecast.unchanged else "completes"

    @property
    def drawn(self) -> Forecast | None:
        """Returns the forecast that a picture shows: of a refused change, that of the way around, if any."""
        return self.recreated if self.refused else self.forecast

    @property
    def place(self) -> str:
        """Returns the file and line of the document, or an empty string."""
        if self.document is None:
            return ""
        return f"{sanitize(self.document.source.name)}:{self.document.root.span.line}"

    @property
    def title(self) -> str:
        """Returns the name and the namespace: ``web in default``."""
        name = self.document.name if self.document else self.forecast.name
        namespace = self.document.namespace if self.document else self.forecast.namespace
        return f"{name or 'a StatefulSet without a name'} in {namespace or 'default'}"
