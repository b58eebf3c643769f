"""Files of images of one's own: which application each runs. Data only, named by `applications`."""

from __future__ import annotations

import os
from collections.abc import Iterator

from stslint.applications import is_family
from stslint.applications.index import FAMILIES
from stslint.config.configuration import Configuration, ConfigurationError, Fault
from stslint.config.toml import read_toml
from stslint.runtime.bounded_reading import read_regular
from stslint.sources.files.decoding import decode
from stslint.text.suggest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NOT_KNOWN = "none"
"""Says that an image does not run the application that its name suggests."""

Images = tuple[tuple[str, str], ...]


def images_of(configuration: Configuration) -> Images:
    """Returns the images that the files of a configuration name, with the application that each runs.

    Raises ConfigurationError for a file that can't be used.
    """
    found: dict[str, str] = {}
    for index, name in enumerate(configuration.values.get("applications", ())):
        found |= _read(configuration, index, os.path.join(configuration.folder, name))
    return tuple(found.items())


def _read(configuration: Configuration, index: int, file: str) -> dict[str, str]:
    shown = os.path.relpath(file)
    try:
        text = decode(read_regular(file))
    except OSError as error:
        raise ConfigurationError([_unreadable(configuration, index, shown, str(error.strerror))]) from error
    if not isinstance(text, str):
        raise ConfigurationError([_unreadable(configuration, index, shown, "it is not text")])
    content = read_toml(shown, text) or Configuration(shown)
    faults = list(_faults(content))
    if faults:
        raise ConfigurationError(faults)
    return dict(content.values.get("images", {}))


def _unreadable(configuration: Configuration, index: int, shown: str, reason: str) -> Fault:
    return configuration.fault(("applications", index), f"`{shown}` can't be read: {reason}")


def _faults(content: Configuration) -> Iterator[Fault]:
    for key in content.values:
        if key != "images":
            yield content.fault((key,), f"no table is called `{key}`; there is `images`")
    images = content.values.get("images", {})
    if not isinstance(images, dict):
        yield content.fault(("images",), "`images` must be a table of image names and applications")
        return
    for image, application in images.items():
        fault = _fault(application)
        if fault:
            yield content.fault(("images", image), f"`{image}` {fault}")


def _fault(application: Any) -> str:
    if not isinstance(application, str):
        return 'must name an application in quotes, such as "postgresql:17"'
    name = application.partition(":")[0]
    if is_family(name) or name == NOT_KNOWN:
        return ""
    families = FAMILIES.split()
    near = nearest(name, families)
    hint = f"did you mean `{near}`?" if near else f"there are {', '.join(families)}"
    return f"names an application that is not known, `{name}`; {hint}"
