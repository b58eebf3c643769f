"""What a container is given by ConfigMaps: variables of its environment, and files of mounted volumes.

Source: https://kubernetes.io/docs/concepts/configuration/configmap/
"""

from __future__ import annotations

from functools import lru_cache

from stslint.kubernetes.queries.container_env import env_entries
from stslint.kubernetes.queries.objects import NEAR, home_namespace
from stslint.kubernetes.queries.storage import volumes
from stslint.model import Bundle, Node
from stslint.runtime.namedtuple import NamedTuple


class Environment(NamedTuple):
    """The variables of a container, as far as the files of the run show them.

    ``values`` are those whose value is in the manifest or in a known ConfigMap, ``unknown`` the names
    of those set from elsewhere. ``whole`` means that no unknown ConfigMap can add others.
    """

    values: dict[str, str]
    unknown: frozenset[str]
    whole: bool


def environment(container: Node, stateful_set: Node, bundle: Bundle) -> Environment:
    """Returns the variables of a container of the StatefulSet; ``env`` overrides ``envFrom``.

    Secrets are not read: a manifest does not depend on their content.
    """
    values: dict[str, str] = {}
    unknown: set[str] = set()
    for source in container.get("envFrom").elements():
        name = source.at("configMapRef.name").string()
        found = _config_map(name, stateful_set, bundle) if name else None
        prefix = source.get("prefix").string()
        values |= {prefix + key: value for key, value in (found or {}).items()}
    for _, name, _, text, origin in env_entries(container):
        reference = origin.get("configMapKeyRef")
        found = _config_map(reference.get("name").string(), stateful_set, bundle) if reference else None
        value = (found or {}).get(reference.get("key").string())
        values.pop(name, None)
        if origin and value is None:
            unknown.add(name)
        else:
            values[name] = text if value is None else value
    return Environment(values, frozenset(unknown), sees_config_maps(container, stateful_set, bundle))


def sees_config_maps(container: Node, stateful_set: Node, bundle: Bundle) -> bool:
    """Returns whether the run shows all ConfigMaps whose keys become variables of a container."""
    named = (each.at("configMapRef.name").string() for each in container.get("envFrom").elements())
    return all(_config_map(name, stateful_set, bundle) is not None for name in named if name)


def mounted_texts(stateful_set: Node, bundle: Bundle) -> tuple[str, ...]:
    """Returns the files of the ConfigMaps that the pods mount, as far as they are known."""
    return bundle.derived(_mounted_texts, stateful_set) if _mounted(stateful_set) else ()


def _mounted_texts(bundle: Bundle, stateful_set: Node) -> tuple[str, ...]:
    known = (_config_map(name, stateful_set, bundle) for name in _mounted(stateful_set))
    return tuple(text for data in known if data is not None for text in data.values())


@lru_cache(maxsize=NEAR)
def _mounted(stateful_set: Node) -> tuple[str, ...]:
    """Returns the names of the ConfigMaps that the pods mount."""
    named = (volume.get("configMap").get("name").string() for volume in volumes(stateful_set).values())
    return tuple(name for name in named if name)


def _config_map(name: str, stateful_set: Node, bundle: Bundle) -> dict[str, str] | None:
    found = bundle.find("ConfigMap", home_namespace(stateful_set, bundle), name)
    return found.root.get("data").strings() if found is not None else None
