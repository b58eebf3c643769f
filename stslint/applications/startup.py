"""What decides whether an application starts: settings that it needs, refuses, or must not change.

Each answer names the place in the manifest and says why, in the words of the data file of its family. A fact
that depends on a version counts only if the tag says the version.
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications.facts import Note
from stslint.applications.family import Fact
from stslint.applications.settings import Found, owner, words
from stslint.applications.variables import variables
from stslint.kubernetes.queries.config_maps import sees_config_maps
from stslint.model import Bundle, Node
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.applications.application import Application

_REFERENCE = pattern(r"\$\(([A-Za-z_][\w.-]*)\)|\$\{?([A-Za-z_]\w*)\}?")
_ADDRESS = frozenset(("status.podIP", "status.podIPs"))


class Stated(NamedTuple):
    """A fact of a section, and where the container has one of its settings."""

    fact: Fact
    found: Found


def certain_facts(known: Application, section: str) -> Iterator[Fact]:
    """Yields the facts of a section whose conditions and versions certainly apply to a container."""
    for fact, certain in known.facts(section):
        if certain and known.holds(fact):
            yield fact


def stated(known: Application, section: str) -> Iterator[Stated]:
    """Yields the settings of a section that a container has, each place once."""
    told: set[int] = set()
    for fact in certain_facts(known, section):
        for found in known.found(fact):
            if id(found.node) not in told or found.setting.startswith("key:"):
                told.add(id(found.node))
                yield Stated(fact, found)


def missing(known: Application, bundle: Bundle) -> Iterator[Fact]:
    """Yields the facts that need a setting of which the container has none, if all its settings are seen."""
    container = known.container
    if container.get("command") or not sees_config_maps(container, owner(container), bundle):
        return
    if any(source.get("secretRef") for source in container.get("envFrom").elements()):
        return
    for fact in certain_facts(known, "required"):
        if next(known.found(fact), None) is None:
            yield fact


def pod_address(known: Application, bundle: Bundle) -> Iterator[Note]:
    """Yields the settings that members keep and that contain the address of the pod."""
    container = known.container
    given = variables(container, owner(container), bundle)
    addresses = {name for name, one in given.items() if one.node.string() in _ADDRESS}
    for fact in certain_facts(known, "address_kept"):
        for found in known.found(fact):
            names = {one or other for one, other in _REFERENCE.findall(found.node.string())}
            if names & addresses or found.node.string() in _ADDRESS or found.text == "ip":
                yield Note(found.node, str(fact["why"]), known.source_of(fact))


def entry_point_skipped(known: Application) -> tuple[Fact, Node] | None:
    """Returns the program that a command starts directly, without the entry point of the image."""
    command = known.container.get("command").elements()
    program = command[0].string().rpartition("/")[2] if command else ""
    for fact in certain_facts(known, "entry_points"):
        if program in fact["programs"]:
            return fact, command[0]
    return None


def started_programs(container: Node) -> list[str]:
    """Returns the names of the programs in a container's command, without the entry point of its image."""
    if not container.get("command"):
        return []
    return [word.text.rpartition("/")[2] for word in words(container)]


def default_heaps(known: Application) -> Iterator[int]:
    """Yields the bytes of the heap that the image has if the container does not set one."""
    if not known.facts("default_heap") or known.container.get("command"):
        return
    if any(one.what == "heap" for one in known.heap()):
        return
    for fact in certain_facts(known, "default_heap"):
        yield int(fact["heap"].removesuffix("m")) * 2**20
