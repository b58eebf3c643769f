"""The plan of one StatefulSet of a run, and where it leads."""

from __future__ import annotations

from typing import Literal

from stslint.forecast.forecast import Forecast
from stslint.model import Document, Problem
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.sanitize import sanitize

Outcome = Literal["refused", "stuck", "completes", "unchanged"]
"""Where a plan leads, the worst first. ``unchanged``: the controller has nothing to do."""


class SetPlan(NamedTuple):
    """The plan of one StatefulSet.

    ``refused`` holds why the API server refuses the document as it is written; ``changes`` says that this is
    about a change of what runs, not about the document alone. ``recreated`` is the forecast of deleting the
    StatefulSet without its pods and creating it again, where a changed field is immutable. ``in_file`` says
    that the document was read from a file, which reports then name.
    """

    document: Document
    forecast: Forecast
    refused: tuple[Problem, ...] = ()
    changes: bool = False
    recreated: Forecast | None = None
    in_file: bool = True

    @property
    def outcome(self) -> Outcome:
        """Returns where the plan leads."""
        if self.refused:
            return "refused"
        if not self.forecast.fine:
            return "stuck"
        return "unchanged" if self.forecast.unchanged else "completes"

    @property
    def place(self) -> str:
        """Returns the file and line of the document, or an empty string."""
        line = self.document.root.span.line
        return f"{sanitize(self.document.source.name)}:{line}" if self.in_file else ""

    @property
    def title(self) -> str:
        """Returns the name and the namespace: ``web in default``."""
        name = self.document.name or "a StatefulSet without a name"
        return f"{name} in {self.document.namespace or 'default'}"
