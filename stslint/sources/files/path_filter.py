"""What the user excludes from the folders of a run."""

from __future__ import annotations

import os
from types import MappingProxyType

from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.files.gitignore import Patterns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NO_FOLDERS: Mapping[str, Sequence[str]] = MappingProxyType({})


class PathFilter(NamedTuple):
    """Patterns as in `.gitignore` for the files and folders below a folder; a named file is always read.

    Those of ``exclude`` (the command line) are relative to the working directory, those of ``by_folder`` (the
    configuration) to the absolute, real folder that is their key.
    """

    exclude: Sequence[str] = ()
    by_folder: Mapping[str, Sequence[str]] = NO_FOLDERS

    def patterns(self) -> list[Patterns]:
        """Returns the patterns, those that decide first at the end."""
        patterns = [Patterns(folder, lines) for folder, lines in self.by_folder.items()]
        return [*patterns, Patterns(os.path.realpath("."), self.exclude)] if self.exclude else patterns


EXCLUDE_NOTHING = PathFilter()
