"""The API server's verdict on one decoded object: the validation of its kind, and then the warnings.

The modules of a kind are imported for the first object of it: most runs have two or three kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module

from stslint.model import Node, Problem
from stslint.runtime.namedtuple import NamedTuple

Check = Callable[[Node, int], Iterator[Problem]]


class Checks(NamedTuple):
    """Where the checks of a kind are: ``module.function``; empty if there are no warnings."""

    refuse: str
    warn: str = ""


KINDS: dict[tuple[str, str], Checks] = {
    ("apps/v1", "StatefulSet"): Checks(
        "stateful_set.validate_stateful_set", "stateful_set.warn_of_stateful_set"
    ),
    ("v1", "Service"): Checks("service.validate_service", "service_warnings.warn_of_service"),
    ("v1", "ServiceAccount"): Checks(
        "service_account.validate_service_account", "service_account.warn_of_service_account"
    ),
    ("v1", "PersistentVolumeClaim"): Checks(
        "persistent_volume_claim.validate_persistent_volume_claim",
        "persistent_volume_claim.warn_of_persistent_volume_claim",
    ),
    ("v1", "PersistentVolume"): Checks(
        "persistent_volume.validate_persistent_volume", "persistent_volume.warn_of_persistent_volume"
    ),
    ("v1", "ConfigMap"): Checks("config_data.validate_config_map"),
    ("v1", "Secret"): Checks("config_data.validate_secret", "config_data.warn_of_secret"),
    ("storage.k8s.io/v1", "StorageClass"): Checks(
        "storage_class.validate_storage_class", "storage_class.warn_of_storage_class"
    ),
    ("policy/v1", "PodDisruptionBudget"): Checks("pod_disruption_budget.validate_pod_disruption_budget"),
}


def validate(root: Node, minor: int) -> list[Problem]:
    """Returns what the API server of Kubernetes 1.``minor`` refuses in an object, or what it warns about.

    ``root`` has been decoded: its types are correct. An unknown kind has no problems.
    """
    checks = KINDS.get((root.get("apiVersion").string(), root.get("kind").string()))
    if checks is None:
        return []
    refused = list(_function(checks.refuse)(root, minor))
    if refused or not checks.warn:
        return refused
    return list(_function(checks.warn)(root, minor))


@cache
def _function(name: str) -> Check:
    module, _, function = name.partition(".")
    found: Check = getattr(import_module(f"{__package__}.{module}"), function)
    return found
