"""Members of a data store that hold no data: coordinators, gateways, arbiters.

A chart gives them the volumes of their neighbors, but what they lose with a pod is of no worth. They are
known by the role that their settings state, or by the component that their labels name.

Sources: https://www.elastic.co/docs/deploy-manage/distributed-architecture/clusters-nodes-shards/node-roles,
https://docs.opensearch.org/latest/tuning-your-cluster/,
https://www.mongodb.com/docs/manual/core/replica-set-arbiter/
"""

from __future__ import annotations

from functools import lru_cache

from stslint.kubernetes.queries.container_env import env_entries
from stslint.kubernetes.queries.objects import NEAR, containers, template_labels
from stslint.model import Node
from stslint.runtime.lazy_regex import pattern

_COMPONENT_LABELS = ("app.kubernetes.io/component", "component", "role")
_WITHOUT_DATA = frozenset(
    (
        "arbiter",
        "client",
        "coordinating",
        "coordinating-only",
        "coordinator",
        "gateway",
        "ingest",
        "router",
        "mongos",
        "proxy",
        "query-frontend",
        "distributor",
        "remote-cluster-client",
    )
)
_ROLES_VARIABLES = frozenset(
    ("node.roles", "NODE_ROLES", "ELASTICSEARCH_NODE_ROLES", "OPENSEARCH_NODE_ROLES")
)
_KEEPS = pattern(r"\b(?:data(?:_\w+)?|master|cluster_manager|voting_only)\b")
_MODES = {"MONGODB_REPLICA_SET_MODE": "arbiter", "node.data": "false"}


@lru_cache(maxsize=NEAR)
def holds_no_data(stateful_set: Node) -> bool:
    """Returns whether the settings or the labels of a StatefulSet give its pods a role without data."""
    labels = template_labels(stateful_set)
    if any(labels.get(key, "").lower() in _WITHOUT_DATA for key in _COMPONENT_LABELS):
        return True
    return any(_states_no_data(container) for container in containers(stateful_set))


def _states_no_data(container: Node) -> bool:
    settings = {entry.name: entry.text for entry in env_entries(container) if not entry.source}
    roles = [text for name, text in settings.items() if name in _ROLES_VARIABLES]
    if roles:
        return not any(_KEEPS.search(each) for each in roles)
    if "node.master" in settings and settings["node.master"] == "true":
        return False
    return any(name in settings and settings[name] == value for name, value in _MODES.items())
