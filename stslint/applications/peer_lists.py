"""Lists of members that a container is given, and which pods of its StatefulSet they name."""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications.lookup import application_of
from stslint.kubernetes.queries.objects import name
from stslint.kubernetes.queries.secrets import content, visible_values
from stslint.kubernetes.queries.storage import mounts, volumes
from stslint.model import Bundle, Node
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.applications.facts import Setting


class PeerList(NamedTuple):
    """A text that can name all members.

    ``setting`` is the known setting that holds it, or empty if the application is not known and the text only
    looks like a list. ``read_by`` says which members read it: ``all`` at each start, ``new`` only one with an
    empty data folder, ``first`` only those that form the cluster.
    """

    node: Node
    text: str
    setting: str
    read_by: str


def peer_lists(container: Node, home: Node, bundle: Bundle) -> Iterator[PeerList]:
    """Yields each text that can hold a list of members; of a known application only its settings."""
    known = application_of(container, bundle)
    settings = known.peer_settings() if known is not None else []
    for setting in settings:
        if setting.form == "members" and setting.text:
            yield PeerList(setting.node, setting.text, setting.name, _readers(setting))
    if not settings:
        yield from _looking_like_lists(container, home, bundle)


def named_ordinals(text: str, stateful_set: Node) -> frozenset[int]:
    """Returns the ordinals of the pods that a text names, also as a range such as ``web-{0...3}``."""
    import re  # few checks get here

    stem = re.escape(name(stateful_set))
    single = re.findall(rf"(?<![-\w.]){stem}-([0-9]{{1,5}})(?![-\w])", text)
    ranges = re.findall(rf"(?<![-\w.]){stem}-\{{([0-9]{{1,5}})\.{{2,3}}([0-9]{{1,5}})\}}", text)
    spans = (range(int(first), int(last) + 1) for first, last in ranges)
    return frozenset(map(int, single)).union(*spans)


def _readers(setting: Setting) -> str:
    if not setting.first_start:
        return "all"
    return "new" if setting.why.startswith("a member reads it") else "first"


def _looking_like_lists(container: Node, home: Node, bundle: Bundle) -> Iterator[PeerList]:
    for value in visible_values(container, bundle).values():
        if value.text:
            yield PeerList(value.node, value.text, "", "all")
    for part in (*container.get("command").elements(), *container.get("args").elements()):
        yield PeerList(part, part.string(), "", "all")
    for mount in mounts(container):
        volume = volumes(home).get(mount.get("name").string())
        wanted = volume.at("configMap.name").string() if volume is not None else ""
        found = bundle.find("ConfigMap", bundle.document_of(home).home, wanted) if wanted else None
        for text in content(found).values():
            yield PeerList(mount, text, "", "all")
