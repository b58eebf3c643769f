"""What a run is to read, and what of it there is."""

from __future__ import annotations

from stslint.model import Skipped
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.files.path_expansion import NAME_OF_STDIN
from stslint.sources.files.path_filter import NO_FOLDERS, PathFilter
from stslint.sources.loading.discovery import Discovery, discover

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from stslint.sources.loading.file_states import FileStates
    from stslint.sources.render.runner import RenderOptions


class Inputs(NamedTuple):
    """What a run reads. ``stdin`` is asked only when ``-`` is among the paths.

    ``against`` is what was applied before: a file, a folder, or ``git:REVISION`` for the paths as they were
    then. ``render`` says how to render charts and kustomizations; nothing, the default, runs no program.
    ``policies`` are files and folders of admission policies, and ``unusable`` what else of the run can't be
    used: it can't be trusted.
    """

    paths: Sequence[str]
    exclude: Sequence[str] = ()
    exclude_by_folder: Mapping[str, Sequence[str]] = NO_FOLDERS
    context: Sequence[str] = ()
    use_context: bool = True
    stdin: Callable[[], bytes] = bytes
    stdin_name: str = NAME_OF_STDIN
    against: str | None = None
    render: RenderOptions | None = None
    policies: Sequence[str] = ()
    unusable: Sequence[Skipped] = ()

    @property
    def path_filter(self) -> PathFilter:
        """Returns what the run excludes from folders."""
        return PathFilter(self.exclude, self.exclude_by_folder)


def discovery_of(inputs: Inputs, states: FileStates | None = None) -> Discovery:
    """Returns the sources that the inputs hold; ``states`` knows what is in some files."""
    return discover(
        inputs.paths,
        path_filter=inputs.path_filter,
        context_paths=inputs.context,
        use_context=inputs.use_context,
        stdin=inputs.stdin,
        stdin_name=inputs.stdin_name,
        all_kinds=inputs.against is not None,
        states=states,
    )
