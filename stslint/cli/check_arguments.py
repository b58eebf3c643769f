"""What the command line of ``stslint check`` says, as it says it."""

from __future__ import annotations

from stslint.model import Severity
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

FLAGS = {
    "--exit-zero": "exit_zero",
    "-e": "exit_zero",
    "--fail-if-none": "fail_if_none",
    "--no-cache": "no_cache",
    "-n": "no_cache",
    "--no-config": "no_config",
    "--no-context": "no_context",
    "--quiet": "quiet",
    "-q": "quiet",
    "--statistics": "statistics",
    "--verbose": "verbose",
    "-v": "verbose",
}
"""The flags that can be read without click, by the argument that they set; click is given the same ones."""
FORMATS = ("text", "concise", "json", "sarif", "junit", "tap", "github", "gitlab", "rdjson", "markdown")


class CheckArguments(NamedTuple):
    """The arguments of ``stslint check``."""

    paths: Sequence[str]
    form: str = "text"
    output: str | None = None
    output_files: Sequence[str] = ()
    kubernetes_version: str | None = None
    from_version: str | None = None
    to_version: str | None = None
    select: Sequence[str] = ()
    extend_select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    severity: Sequence[str] = ()
    profile: str | None = None
    context: Sequence[str] = ()
    no_context: bool = False
    exclude: Sequence[str] = ()
    complete: bool | None = None
    against: str | None = None
    render: bool = False
    render_timeout: float = 30
    render_values: Sequence[str] = ()
    fail_on: Severity | None = None
    show: Severity = "info"
    sort: str = "position"
    group_by: str | None = None
    exit_zero: bool = False
    fail_if_none: bool = False
    stdin_filename: str = "<stdin>"
    rule_folders: Sequence[str] = ()
    policies: Sequence[str] = ()
    color: str = "auto"
    quiet: bool = False
    verbose: bool = False
    statistics: bool = False
    config: str | None = None
    no_config: bool = False
    fix: bool = False
    diff: bool = False
    unsafe_fixes: bool = False
    baseline: str | None = None
    write_baseline: str | None = None
    no_cache: bool = False
    jobs: int = 0
    watch: bool = False

    @property
    def fixes(self) -> bool:
        """Returns whether this is about fixes, written or shown."""
        return self.fix or self.diff or self.unsafe_fixes
