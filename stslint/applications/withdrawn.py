"""Images that their registry withdrew: one table with dates, read only for names that are in it."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from functools import lru_cache

from stslint.applications.facts import Withdrawal
from stslint.applications.family import DATA
from stslint.kubernetes.queries.objects import image_name, image_tag
from stslint.model import Node
from stslint.runtime import json_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def withdrawal(container: Node) -> Withdrawal | None:
    """Returns when and why a registry withdrew a container's image, or nothing."""
    name, tag = _full(image_name(container)), image_tag(container)
    if not tag and "@" not in container.get("image").string():
        tag = "latest"
    for fact in _table()["withdrawn"]:
        if fnmatchcase(name, fact["images"]) and tag not in fact.get("except", ()):
            url = _table()["sources"][fact["source"]]["url"]
            return Withdrawal(fact["since"], fact["gone"], fact["why"], fact.get("instead", ""), url)
    return None


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json_data.load(os.path.join(os.path.dirname(DATA), "withdrawn.json"))
    return table


def _full(name: str) -> str:
    """Returns an image's name with its registry, as the container runtime fills it in."""
    host, slash, _ = name.partition("/")
    if not slash:
        return f"docker.io/library/{name}"
    return (
        name.removeprefix("index.").replace("registry-1.docker.io/", "docker.io/")
        if "." in host or ":" in host or host == "localhost"
        else f"docker.io/{name}"
    )
