"""One run: all that a command or the language server needs to know of what was asked."""

from __future__ import annotations

from stslint.linter.rule import Rule
from stslint.linter.settings import Settings
from stslint.pipeline.inputs import Inputs
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from stslint.linter.baseline import Baseline
    from stslint.runtime.disk_cache import Store

DEFAULTS = Settings()


class Run(NamedTuple):
    """What is read, by which rules and settings, and what is known of earlier runs.

    ``store`` caches reports; without one nothing is cached.
    """

    inputs: Inputs
    rules: Sequence[Rule]
    settings: Settings = DEFAULTS
    baseline: Baseline | None = None
    store: Store | None = None
