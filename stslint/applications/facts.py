"""What the application knowledge answers: small values with the place in the manifest that they speak of."""

from __future__ import annotations

from stslint.model import Node
from stslint.runtime.namedtuple import NamedTuple

QUORUM = "quorum"
REPLICATED = "replicated"
SHARDED = "sharded"
SINGLE = "single"
ROLES = (QUORUM, REPLICATED, SHARDED, SINGLE)
"""A majority must be available; a primary with followers; members that each hold a part; independent pods."""


class DataFolder(NamedTuple):
    """A folder that the application writes its data to.

    ``path`` is None where the manifest moves it to a place that it does not show, and ``node`` is what
    decides it: the setting, or the image. ``mount`` is the folder that the image's pages tell people to
    mount. ``at_top`` says what a ``lost+found`` at the top of a volume does to it: ``refused``,
    ``may-refuse``, ``misread`` or ``ignored``; it is empty where that is not known. ``certain`` is false
    where the version decides and the tag does not name it. ``setting`` is a setting that moves the folder.
    """

    path: str | None
    node: Node
    what: str
    moved: bool
    mount: str
    at_top: str
    setting: str
    certain: bool
    source: str


class Setting(NamedTuple):
    """A setting that a container has, such as its own identity or the list of its peers.

    ``text`` is None where the manifest does not show the value. ``per_pod`` says that each pod gets its own.
    ``form`` is what the value is: for peers ``members``, ``seeds``, ``count``, ``state`` or ``service``.
    ``first_start`` says that only an empty data folder reads it.
    """

    name: str
    node: Node
    text: str | None
    per_pod: bool
    form: str
    first_start: bool
    why: str
    source: str


class Memory(NamedTuple):
    """Memory that a setting reserves: ``what`` is ``heap``, ``cache`` or ``limit``.

    ``bytes`` is None where the value is not known or is a part of the memory limit; that part is
    ``fraction``. ``most`` is the largest part of the memory limit that the source recommends, or 0.
    """

    node: Node
    what: str
    text: str
    bytes: int | None
    fraction: float | None
    most: float
    source: str


class Port(NamedTuple):
    """A port that the application listens on; ``use`` is ``client``, ``peer``, ``admin`` or ``metrics``."""

    number: int
    name: str
    use: str
    source: str


class User(NamedTuple):
    """The user and group of the process. ``starts_as_root`` says that the entry point changes to them."""

    uid: int
    gid: int
    starts_as_root: bool
    certain: bool
    source: str


class Misread(NamedTuple):
    """A variable that Kubernetes injects for a Service, and that the image takes for a setting."""

    variable: str
    effect: str
    why: str
    source: str


class Protocol(NamedTuple):
    """How members talk to each other in one respect: ``what`` is, for example, the encryption between them.

    ``setting`` is the first name of the setting. ``value`` is what must be the same for all members, None
    where the manifest does not show it. ``prepared`` says that a setting lets members of both kinds talk to
    each other, and ``offered`` is what else the members accept. ``before`` is what to do first.
    """

    node: Node
    value: str | None
    is_set: bool
    prepared: bool
    offered: str
    setting: str
    what: str
    why: str
    before: str
    source: str

    def accepts(self, value: str) -> bool:
        """Returns whether a member with this setting also accepts members with another value."""
        return bool(value) and value.lower() in self.offered.lower()


class SlowCommand(NamedTuple):
    """A probe's command that starts a runtime; ``seconds`` is the timeout to allow at least."""

    node: Node
    command: str
    runtime: str
    seconds: int
    source: str


class ClusterCheck(NamedTuple):
    """A probe that asks more than its own process.

    ``scope`` is ``all`` if one broken member fails the probes of all, ``majority`` if the members fail
    together although each works, ``leader`` if a member that fails cannot work either, and empty if it is not
    known whether others can fail the probe.
    """

    node: Node
    scope: str
    why: str
    source: str


class Note(NamedTuple):
    """A fact that speaks of a place: what is so, and the page that states it."""

    node: Node
    why: str
    source: str


class Recovery(NamedTuple):
    """How the application starts after a crash; ``listens`` says that its port is open in the meantime."""

    listens: bool
    source: str


class Upgrade(NamedTuple):
    """What a change of version does to data that is kept.

    ``outcome`` is ``same`` (no change of version), ``fine``, ``one-way`` (it starts, and the old version
    cannot read the data again), ``prepared`` (it starts only after the steps in ``before``), ``refused``
    (it does not start) or ``unknown``.
    """

    outcome: str
    why: str
    before: str
    certain: bool
    source: str


class Withdrawal(NamedTuple):
    """Images that their registry no longer serves or no longer updates, and since when."""

    since: str
    gone: bool
    why: str
    instead: str
    source: str
