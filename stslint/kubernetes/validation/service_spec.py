"""A Service's spec as the API server sees it once its defaults are filled in."""

from __future__ import annotations

from stslint.model import Node
from stslint.runtime.namedtuple import NamedTuple

TYPES = ("ClusterIP", "NodePort", "LoadBalancer", "ExternalName")
NO_ADDRESS = "None"


class ServiceSpec(NamedTuple):
    """The spec, its type after defaulting, and the nodes that give its cluster addresses.

    ``cluster_ips`` is empty where the API server allocates the address, which then is not headless.
    """

    node: Node
    type: str
    cluster_ips: tuple[Node, ...]

    @property
    def headless(self) -> bool:
        """Returns whether the Service has no address of its own (``clusterIP: None``)."""
        return len(self.cluster_ips) == 1 and self.cluster_ips[0].string() == NO_ADDRESS

    @property
    def reached_from_outside(self) -> bool:
        """Returns whether traffic enters through a load balancer or a node port."""
        return self.type in ("LoadBalancer", "NodePort")


def service_spec(node: Node) -> ServiceSpec:
    """Returns the view of a Service's ``spec``, which can be absent."""
    listed = tuple(node.get("clusterIPs").elements())
    single = node.get("clusterIP")
    if not listed and single.string():
        listed = (single,)
    return ServiceSpec(node, node.get("type").string() or "ClusterIP", listed)
