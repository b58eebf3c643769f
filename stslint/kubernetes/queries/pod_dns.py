"""The DNS names of a StatefulSet's pods, and texts that mention them.

Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from stslint.kubernetes.queries.container_env import env_entries
from stslint.kubernetes.queries.objects import NEAR, all_containers, name
from stslint.model import Node
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

_LABEL = r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
_HOST = (
    rf"(?P<stem>{_LABEL})-(?P<ordinal>[0-9]{{1,6}})\.(?P<service>{_LABEL})"
    rf"(?:\.(?P<namespace>(?!svc\b){_LABEL})(?P<svc>\.svc(?:\.{_LABEL})*)?)?"
)
_POD = pattern(rf"(?<![-\w.$}})])(?P<host>{_HOST})(?P<port>:[0-9]+)?(?![-\w{{(]|\.[\w$])")
_OPTION = pattern(r"(?:^|\s)(-{0,2}[A-Za-z][\w.-]*)=(\S+)")
_PEERS = pattern(
    r"(?i)join|peer|seed|discover|gossip|member|bootstrap|dns[._-]?(?:query|record)|service[._-]?dns|unicast"
    r"|contact[._-]?point|routes|headless|initial[._-]?hosts"
)
_NOT_PEERS = pattern(
    r"(?i)[._-](?:name|id|port|enabled|mode|type|class|label|user|password|timeout)\Z|label|auto"
)


class PodReference(NamedTuple):
    """A pod's name in a text: ``web-0.web.shop.svc`` is ordinal 0, Service ``web``, namespace ``shop``.

    ``certain`` means that the text can only be an address: it continues with ``.svc`` or a port, while
    ``web-0.log`` can be a file.
    """

    node: Node
    text: str
    ordinal: int
    service: str
    namespace: str
    certain: bool


@lru_cache(maxsize=NEAR)
def texts(stateful_set: Node) -> tuple[Node, ...]:
    """Returns the nodes of commands, arguments and environment values of all containers."""
    return tuple(node for container in all_containers(stateful_set) for node in _texts(container))


def _texts(container: Node) -> list[Node]:
    values = [entry.value for entry in env_entries(container)]
    return [*container.get("command").elements(), *container.get("args").elements(), *values]


@lru_cache(maxsize=NEAR)
def _whole_text(stateful_set: Node) -> str:
    """Returns all texts as one: nearly none of them has what is searched."""
    return "\n".join([node.string() for node in texts(stateful_set)])


@lru_cache(maxsize=NEAR)
def pod_references(stateful_set: Node) -> tuple[PodReference, ...]:
    """Returns where the containers of a StatefulSet name its pods by number and Service.

    Names that a shell or the kubelet composes at run time (``$(POD).web``) are not included.
    """
    return tuple(_pod_references(stateful_set, name(stateful_set)))


def _pod_references(stateful_set: Node, stem: str) -> Iterator[PodReference]:
    start = f"{stem}-"
    for node in texts(stateful_set) if stem and start in _whole_text(stateful_set) else ():
        for found in _POD.finditer(node.string()) if start in node.string() else ():
            if found["stem"] == stem:
                service, namespace = found["service"], found["namespace"] or ""
                certain = bool(found["svc"]) or (found["port"] is not None and not namespace)
                yield PodReference(node, found["host"], int(found["ordinal"]), service, namespace, certain)


def own_references(stateful_set: Node, service: str) -> Iterator[tuple[Node, str]]:
    """Yields where a pod's own name is put in front of a Service's at run time, as ``$(POD_NAME).web``."""
    end = f".{service}"
    for node in texts(stateful_set) if end in _whole_text(stateful_set) else ():
        found = _own_form(service).search(node.string()) if end in node.string() else None
        if found is not None:
            yield node, found[0]


def service_references(stateful_set: Node, service: str) -> Iterator[tuple[Node, str]]:
    """Yields where a setting that looks like a list of peers names a Service, but no single pod.

    Such settings are ``--join=web:7000``, ``-Djgroups.dns.query=web.shop.svc`` and the variable ``PEERS``.
    """
    for setting, node, text in _settings(stateful_set):
        found = _host_form(service).search(text) if service in text and _is_about_peers(setting) else None
        if found is not None:
            yield node, found[1]


def _own_form(service: str) -> re.Pattern[str]:
    import re  # nearly no text contains the name of a Service

    return re.compile(rf"(?i)\$[({{]?\w*(?:NAME|HOST|POD)\w*[)}}]?\.{re.escape(service)}(?![-\w])")


def _host_form(service: str) -> re.Pattern[str]:
    import re  # nearly no text contains the name of a Service

    return re.compile(
        rf"(?<![-\w.@$}})])(?:[\w+]+://)?(?:_[\w-]+\._(?:tcp|udp)\.)?({re.escape(service)}(?:\.[a-z][\w-]*)*)"
        r"(?::[0-9]+)?/?(?![-\w.(])"
    )


def _is_about_peers(setting: str) -> bool:
    return _PEERS.search(setting) is not None and _NOT_PEERS.search(setting) is None


def _settings(stateful_set: Node) -> Iterator[tuple[str, Node, str]]:
    """Yields the name, the place and the value of each setting of the containers."""
    for container in all_containers(stateful_set):
        for entry in env_entries(container):
            yield entry.name, entry.value, entry.text
            yield from _options(entry.value)
        previous = ""
        for node in (*container.get("command").elements(), *container.get("args").elements()):
            yield from _options(node)
            if previous.startswith("-") and "=" not in previous:
                yield previous, node, node.string()
            previous = node.string()


def _options(node: Node) -> Iterator[tuple[str, Node, str]]:
    """Yields the settings ``name=value`` in a text, such as a command line."""
    for setting, value in _OPTION.findall(node.string()):
        yield setting, node, value
