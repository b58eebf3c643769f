"""The DNS names of a StatefulSet's pods, and texts that mention them.

Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from stslint.kubernetes.queries.container_env import env_entries
from stslint.kubernetes.queries.objects import NEAR, all_containers, name
from stslint.model import Node
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple

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


def _texts(container: Node) -> Iterator[Node]:
    yield from container.get("command").elements()
    yield from container.get("args").elements()
    yield from (entry.value for entry in env_entries(container))


@lru_cache(maxsize=NEAR)
def pod_references(stateful_set: Node) -> tuple[PodReference, ...]:
    """Returns where the containers of a StatefulSet name its pods by number and Service.

    Names that a shell or the kubelet composes at run time (``$(POD).web``) are not included.
    """
    return tuple(_pod_references(stateful_set, name(stateful_set)))


def _pod_references(stateful_set: Node, stem: str) -> Iterator[PodReference]:
    start = f"{stem}-"
    for node in texts(stateful_set) if stem else ():
        if start not in node.string():
            continue
        for found in _form().finditer(node.string()):
            if found["stem"] == stem:
                service, namespace = found["service"], found["namespace"] or ""
                certain = bool(found["svc"]) or (found["port"] is not None and not namespace)
                yield PodReference(node, found["host"], int(found["ordinal"]), service, namespace, certain)


def own_references(stateful_set: Node, service: str) -> Iterator[tuple[Node, str]]:
    """Yields where a pod's own name is put in front of a Service's at run time, as ``$(POD_NAME).web``."""
    end = f".{service}"
    for node in texts(stateful_set):
        if end not in node.string():
            continue
        # Nearly no text holds the name, and a form of its own for each Service takes long to compile.
        form = rf"\$[({{]?\w*(?:NAME|HOST|POD)\w*[)}}]?\.{re.escape(service)}(?![-\w])"
        found = re.search(form, node.string(), re.IGNORECASE)
        if found is not None:
            yield node, found[0]


def service_references(stateful_set: Node, service: str) -> Iterator[tuple[Node, str]]:
    """Yields where a setting that looks like a list of peers names a Service, but no single pod.

    Such settings are ``--join=web:7000``, ``-Djgroups.dns.query=web.shop.svc`` and the variable ``PEERS``.
    """
    host = re.compile(
        rf"(?<![-\w.@$}})])(?:[\w+]+://)?(?:_[\w-]+\._(?:tcp|udp)\.)?({re.escape(service)}(?:\.[a-z][\w-]*)*)"
        r"(?::[0-9]+)?/?(?![-\w.(])"
    )
    for setting, node, text in _settings(stateful_set):
        found = host.search(text) if service in text and _is_about_peers(setting) else None
        if found is not None:
            yield node, found[1]


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


@cache
def _form() -> re.Pattern[str]:
    label = r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
    host = (
        rf"(?P<stem>{label})-(?P<ordinal>[0-9]{{1,6}})\.(?P<service>{label})"
        rf"(?:\.(?P<namespace>(?!svc\b){label})(?P<svc>\.svc(?:\.{label})*)?)?"
    )
    return re.compile(rf"(?<![-\w.$}})])(?P<host>{host})(?P<port>:[0-9]+)?(?![-\w{{(]|\.[\w$])")
