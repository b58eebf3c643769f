"""What a run is to read, and what of it there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from stslint.sources.discover import Discovery, discover
from stslint.sources.paths import NAME_OF_STDIN

if TYPE_CHECKING:
    from stslint.sources.render import RenderOptions


class Inputs(NamedTuple):
    """What a run reads. ``stdin`` is asked only when ``-`` is among the paths.

    ``against`` is what was applied before: a file, a folder, or ``git:REVISION`` for the paths as they were
    then. ``render`` says how to render charts and kustomizations; nothing, the default, runs no program.
    """

    paths: Sequence[str]
    exclude: Sequence[str] = ()
    context: Sequence[str] = ()
    use_context: bool = True
    stdin: Callable[[], bytes] = bytes
    stdin_name: str = NAME_OF_STDIN
    against: str | None = None
    render: RenderOptions | None = None


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
