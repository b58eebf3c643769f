"""Which container of a new manifest continues which one of the old manifest."""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import containers, image_name
from stslint.model import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.applications.application import Application


def matched_containers(old: Node, new: Node) -> Iterator[tuple[Node, Node]]:
    """Yields each old container with the new one of its name, or else the only one of its image's name."""
    named = {one.get("name").string(): one for one in containers(old)}
    fresh = [one for one in containers(new) if one.get("name").string() not in named]
    kept = {one.get("name").string() for one in containers(new)}
    gone = [one for name, one in named.items() if name not in kept]
    for after in containers(new):
        before = named.get(after.get("name").string())
        if before is not None:
            yield before, after
    if len(gone) == 1 and len(fresh) == 1:
        yield gone[0], fresh[0]
        return
    for after in fresh:
        same = [one for one in gone if _last(one) == _last(after)]
        if len(same) == 1:
            yield same[0], after


def called(known: Application) -> str:
    """Returns the name of an application: its own, or that of its image if the family has several."""
    if "," in known.title or " and " in known.title:
        return f"`{_last(known.container)}`"
    return known.title


def _last(container: Node) -> str:
    return image_name(container).rpartition("/")[2]
