"""The data files: one for each family of images, read when an image of the family is met.

A file is JSON and follows ``schema.json``. Each section is a list of facts. A fact can be limited to images
of the family (``images``) and to versions (``versions``), and names its source.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from stslint.applications.versions import Version, is_within, version_in
from stslint.runtime import json_data
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

DATA = os.path.join(os.path.dirname(__file__), "data")
Fact: TypeAlias = "Mapping[str, Any]"

_REMEMBERED = 4096
"""Sections of images and versions whose facts are remembered: most StatefulSets run one of a few images."""


class Family:
    """What a data file says of a family of images."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.content = content
        self.name: str = content["family"]
        self.title: str = content["title"]
        self.images: list[Fact] = content["images"]

    def source_of(self, fact: Fact) -> str:
        """Returns the address of the page that states a fact."""
        url: str = self.content["sources"][fact["source"]]["url"]
        return url


class ImageMatch(NamedTuple):
    """An image of a family, and how it was recognized.

    ``published`` says that the name is the publisher's own, or the same path in another registry.
    """

    image: Fact
    parts: int
    published: bool


class Selected(NamedTuple):
    """A fact that applies to an image; ``certain`` is false where its versions are not decided."""

    fact: Fact
    certain: bool


@cache
def family(name: str) -> Family:
    """Returns the family of that name. Raises OSError where there is none."""
    return Family(json_data.load(os.path.join(DATA, name + ".json")))


@lru_cache(maxsize=_REMEMBERED)
def image_of(found: Family, name: str) -> ImageMatch:
    """Returns the image of a family that a name means: the one of which the most parts agree."""
    best = ImageMatch(found.images[0], 0, False)
    for image in found.images:
        for written in image["names"]:
            parts = _common(name, written)
            if parts > best.parts:
                best = ImageMatch(image, parts, _is_published(name, image, written))
    return best


@lru_cache(maxsize=_REMEMBERED)
def selected(found: Family, section: str, image: str, version: Version, tag: str) -> tuple[Selected, ...]:
    """Returns the facts of a section that apply to an image of a version."""
    return tuple(_selected(found.content.get(section, ()), image, version, tag))


def _selected(facts: Iterable[Fact], image: str, version: Version, tag: str) -> Iterator[Selected]:
    for fact in facts:
        if image not in fact.get("images", (image,)) or fact.get("tags", "") not in tag:
            continue
        bounds = fact.get("versions")
        within = is_within(version, bounds) if bounds else True
        if within is not False:
            yield Selected(fact, within is True)


def version_of(image: Fact, name: str, tag: str) -> Version:
    """Returns the version of an image by its tag, or by its name where the name holds it."""
    in_name = image.get("version_in_name")
    text, form = (name, in_name) if in_name else (tag, image.get("version_in_tag", ""))
    return version_in(text, form, image.get("means"))


def _common(name: str, written: str) -> int:
    """Returns how many parts a written name has if a name ends in it, else 0."""
    return written.count("/") + 1 if name == written or name.endswith("/" + written) else 0


def _is_published(name: str, image: Fact, written: str) -> bool:
    host, slash, _ = name.partition("/")
    path = name.removeprefix("index.").removeprefix("docker.io/")
    published = image.get("published", ())
    if path in published or any("/" in each and path.endswith("/" + each) for each in published):
        return True
    mirrored = slash and ("." in host or ":" in host) and "/" in written
    return bool(mirrored or ("/" in written and path == written))
