"""The API server's verdict on one decoded object: its kind's validation, and then its warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stslint.kubernetes.validation.config_data import (
    validate_config_map,
    validate_secret,
    warn_of_secret,
)
from stslint.kubernetes.validation.persistent_volume import (
    validate_persistent_volume,
    warn_of_persistent_volume,
)
from stslint.kubernetes.validation.persistent_volume_claim import (
    validate_persistent_volume_claim,
    warn_of_persistent_volume_claim,
)
from stslint.kubernetes.validation.pod_disruption_budget import validate_pod_disruption_budget
from stslint.kubernetes.validation.service import validate_service
from stslint.kubernetes.validation.service_account import validate_service_account, warn_of_service_account
from stslint.kubernetes.validation.service_warnings import warn_of_service
from stslint.kubernetes.validation.stateful_set import validate_stateful_set, warn_of_stateful_set
from stslint.kubernetes.validation.storage_class import validate_storage_class, warn_of_storage_class
from stslint.model import Node, Problem

Check = Callable[[Node, int], Iterator[Problem]]


def validate(root: Node, minor: int) -> list[Problem]:
    """Returns what the API server of Kubernetes 1.``minor`` refuses in an object, else what it warns of.

    ``root`` has been decoded: its types are right. A kind that stslint doesn't know has no problems.
    """
    kind = (root.get("apiVersion").string(), root.get("kind").string())
    checks = _CHECKS.get(kind)
    if checks is None:
        return []
    refuse, warn = checks
    return list(refuse(root, minor)) or list(warn(root, minor))


def _no_warnings(root: Node, minor: int) -> Iterator[Problem]:
    return iter(())


_CHECKS: dict[tuple[str, str], tuple[Check, Check]] = {
    ("apps/v1", "StatefulSet"): (validate_stateful_set, warn_of_stateful_set),
    ("v1", "Service"): (validate_service, warn_of_service),
    ("v1", "ServiceAccount"): (validate_service_account, warn_of_service_account),
    ("v1", "ConfigMap"): (validate_config_map, _no_warnings),
    ("v1", "Secret"): (validate_secret, warn_of_secret),
    ("v1", "PersistentVolumeClaim"): (validate_persistent_volume_claim, warn_of_persistent_volume_claim),
    ("v1", "PersistentVolume"): (validate_persistent_volume, warn_of_persistent_volume),
    ("policy/v1", "PodDisruptionBudget"): (validate_pod_disruption_budget, _no_warnings),
    ("storage.k8s.io/v1", "StorageClass"): (validate_storage_class, warn_of_storage_class),
}
