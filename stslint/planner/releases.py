"""What the controller does differently from one Kubernetes version to the next.

Each constant is the first version that acts in the way that its text describes. All are compared with the
controller's own code of 1.25.16 to 1.37.2 (``tests/planner/recorded-*.jsonl.gz``).

Source: pkg/controller/statefulset and pkg/features of Kubernetes 1.25 to 1.37.
"""

from __future__ import annotations

Release = tuple[int, int]

ORDINALS: Release = (1, 26)
"""The StatefulSet has ``spec.ordinals``, behind a feature gate."""

ORDINALS_BY_DEFAULT: Release = (1, 27)
"""``spec.ordinals`` has an effect unless its feature gate is turned off."""

COMPLETES_AT_REPLICAS: Release = (1, 27)
"""An update is complete when ``spec.replicas`` pods are updated; before, when all pods that exist are."""

CLAIMS_OF_PENDING: Release = (1, 27)
"""A Pending pod gets its missing PersistentVolumeClaims again."""

WAITS_FOR_AVAILABLE: Release = (1, 34)
"""Updates and scaling in wait for pods that are Available; before, for pods that are Ready."""

BROKEN_FIRST: Release = (1, 37)
"""Parallel replaces old pods that are not Available without counting them against ``maxUnavailable``."""

ANY_STRATEGY_COMPLETES: Release = (1, 37)
"""Not only a rolling update makes the update revision the current one."""
