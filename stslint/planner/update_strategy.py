"""What the API server refuses in an update strategy, which depends on feature gates.

All other validation is that of ``stslint.kubernetes``, which knows releases but no gates; a scenario gets it
as ``api_server.Refuse``. Source: the validation of pkg/apis/apps in Kubernetes 1.37.
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.values.digits import number_of
from stslint.planner import manifest_fields as fields
from stslint.planner.feature_gates import MAX_UNAVAILABLE, RECREATE
from stslint.planner.state import Manifest
from stslint.runtime.lazy_regex import pattern

_PERCENTAGE = pattern(r"[0-9]+%\Z")


def refusals(old: Manifest | None, new: Manifest, gates: frozenset[str]) -> list[str]:
    """Returns why the API server refuses the update strategy of ``new``, which has been decoded.

    ``old`` is the stored object, or None on creation.
    """
    return [*_type(old, new, gates), *_partition(new), *_max_unavailable(new, gates)]


def _type(old: Manifest | None, new: Manifest, gates: frozenset[str]) -> Iterator[str]:
    kind = fields.setting(new, fields.UPDATE_TYPE)
    recreate = RECREATE in gates or fields.at(old or {}, fields.UPDATE_TYPE) == "Recreate"
    if kind not in ("RollingUpdate", "OnDelete", *(("Recreate",) if recreate else ())):
        yield f"{fields.UPDATE_TYPE}: must be `RollingUpdate` or `OnDelete`, not `{kind}`"
    elif kind != "RollingUpdate" and fields.at(new, fields.ROLLING_UPDATE) is not None:
        yield f"{fields.ROLLING_UPDATE}: only allowed with type `RollingUpdate`"


def _partition(new: Manifest) -> Iterator[str]:
    partition = fields.setting(new, fields.PARTITION)
    if partition < 0:
        yield f"{fields.PARTITION}: must not be negative, not `{partition}`"


def _max_unavailable(new: Manifest, gates: frozenset[str]) -> Iterator[str]:
    most = fields.setting(new, fields.MAX_UNAVAILABLE)
    if MAX_UNAVAILABLE in gates and not _is_valid_maximum(most):
        yield f"{fields.MAX_UNAVAILABLE}: must be at least 1, or from 1% to 100%, not `{most}`"


def _is_valid_maximum(value: int | str) -> bool:
    if isinstance(value, str):
        return bool(_PERCENTAGE.match(value)) and 0 < number_of(value[:-1]) <= 100
    return value > 0
