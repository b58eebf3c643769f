"""What a run is to read, and what of it there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from stslint.sources.discover import Discovery, discover


class Inputs(NamedTuple):
    """What a run reads. ``stdin`` is asked only when ``-`` is among the paths.

    ``against`` is what was applied before: a file, a folder, or ``git:REVISION`` for the paths as they were
    then.
    """

    paths: Sequence[str]
    exclude: Sequence[str] = ()
    context: Sequence[str] = ()
    use_context: bool = True
    stdin: Callable[[], bytes] = bytes
    stdin_name: str = "<stdin>"
    against: str | None = None


def discovery_of(inputs: Inputs) -> Discovery:
    """Returns the sources that the inputs hold."""
    return discover(
        inputs.paths,
        exclude=inputs.exclude,
        context_paths=inputs.context,
        use_context=inputs.use_context,
        stdin=inputs.stdin,
        stdin_name=inputs.stdin_name,
    )
