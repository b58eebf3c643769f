"""Finds the configuration file of a run: the nearest one, from a path upwards."""

from __future__ import annotations

import os

from stslint.config.configuration import NOTHING, Configuration, ConfigurationError, Fault
from stslint.runtime.bounded_reading import read_opened
from stslint.sources.files.decoding import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

YAML_NAME, TOML_NAME, PROJECT_NAME = ".stslint.yaml", "stslint.toml", "pyproject.toml"
NAMES = (YAML_NAME, TOML_NAME, PROJECT_NAME)
"""In one folder the first of these is used; a `pyproject.toml` only if it has a table `[tool.stslint]`."""

UNREAD_NAMES = {
    ".stslint.yml": YAML_NAME,
    "stslint.yaml": YAML_NAME,
    "stslint.yml": YAML_NAME,
    ".stslint.toml": TOML_NAME,
}
"""Names that people expect to be read, by the one that is; a file with such a name has no effect."""

_TABLE = ("tool", "stslint")


def configuration_for(path: str) -> Configuration:
    """Returns the checked configuration nearest to a file or folder, in its folder or above, or an empty one.

    Raises ConfigurationError for one that cannot be used, and OSError for one that cannot be read.
    """
    for folder in _upwards(path):
        for name in NAMES:
            file = os.path.join(folder, name)
            # Most folders have none of them; a stat costs less than an open that fails.
            if os.path.isfile(file):
                configuration = _read(_shown(file))
                if configuration is not None:
                    return checked(configuration)
        _refuse_unread(folder)
    return NOTHING


def configuration_at(file: str) -> Configuration:
    """Returns the checked configuration of a named file. Raises ConfigurationError and OSError."""
    configuration = _read(file)
    if configuration is None:
        raise ConfigurationError([Fault(file, 1, "this file has no table `[tool.stslint]`")])
    return checked(configuration)


def checked(configuration: Configuration) -> Configuration:
    """Returns the same configuration. Raises ConfigurationError with all its mistakes."""
    from stslint.config.validation import complaints

    faults = [configuration.fault(path, message) for path, message in complaints(configuration.values)]
    if faults:
        raise ConfigurationError(sorted(faults, key=lambda fault: fault.line))
    return configuration


def _refuse_unread(folder: str) -> None:
    """Raises ConfigurationError for a file whose rules would not apply, and nobody would know."""
    for name, right in UNREAD_NAMES.items():
        file = os.path.join(folder, name)
        if os.path.isfile(file) and not _is_manifest(file):
            message = f"stslint does not read a configuration of this name: rename the file to `{right}`"
            raise ConfigurationError([Fault(_shown(file), 1, message)])


def _is_manifest(file: str) -> bool:
    """Returns whether a file is for Kubernetes, such as the one that deploys a job of stslint."""
    with open(file, "rb") as opened:
        return b"apiVersion:" in opened.read()


def _upwards(path: str) -> Iterator[str]:
    folder = os.path.abspath(path)
    if not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent


def _shown(file: str) -> str:
    """Returns the path relative to the working directory if the file is below it, else the whole path."""
    below = os.path.join(os.getcwd(), "")
    return file[len(below) :] if file.startswith(below) else file


def _read(file: str) -> Configuration | None:
    with open(file, "rb", buffering=0) as opened:
        data = read_opened(opened)
    project = os.path.basename(file) == PROJECT_NAME
    if project and b"stslint" not in data:
        return None
    text = decode(data)
    if not isinstance(text, str):
        raise ConfigurationError([Fault(file, 1, text.reason)])
    if file.endswith((".yaml", ".yml")):
        from stslint.config.yaml import read_yaml

        return read_yaml(file, text)
    from stslint.config.toml import read_toml

    return read_toml(file, text, _TABLE if project else ())
