"""What the API server warns about in volumes that it accepts: removed plug-ins, and paths that overlap.

Source: https://kubernetes.io/docs/concepts/storage/volumes/#volume-types and
https://github.com/kubernetes/kubernetes/pull/121968
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.claim import warn_of_claim_spec
from stslint.kubernetes.validation.image_volumes import IMAGE_VOLUMES_SINCE
from stslint.kubernetes.validation.volumes import reported_below
from stslint.model import Node, Problem, Related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

# The first minor that warns about a source, and the version in which it lost its effect.
DEPRECATED = {
    "photonPersistentDisk": (25, "1.16"),
    "gitRepo": (25, "1.33"),
    "scaleIO": (25, "1.22"),
    "flocker": (25, "1.25"),
    "storageos": (25, "1.25"),
    "quobyte": (25, "1.25"),
    "glusterfs": (25, "1.26"),
    "cephfs": (28, "1.31"),
    "rbd": (28, "1.31"),
}
CLAIM_MINOR = 26
OVERLAP_MINOR = 32
# Up to 1.27 two volumes with the same name caused a warning; from 1.34 on they are refused.
LAST_NAME_MINOR = 27
# Up to 1.33 a source without paths was treated as the previous one.
LAST_CARRIED_MINOR = 33

COLLECTIONS = ("configMap", "secret", "downwardAPI")
# The first of these in a projection determines the paths.
PROJECTIONS = (*COLLECTIONS, "serviceAccountToken", "clusterTrustBundle", "podCertificate")


def api_warning(
    node: Node, message: str, help: str = "", *, field: str = "", on: Literal["value", "key"] = "value"
) -> Problem:
    """Returns a problem for one warning of the API server."""
    return Problem(node, message, "api-warning", help, on=on, field=field, severity="warning")


def warn_of_volumes(volumes: Node, minor: int) -> Iterator[Problem]:
    """Yields the API server's warnings about ``spec.volumes``."""
    dropped = minor < IMAGE_VOLUMES_SINCE
    kept = [volume for volume in volumes.elements() if not (dropped and volume.entries().get("image"))]
    for index, volume in enumerate(kept):
        warnings = _warnings(volume, minor)
        if index != volume.key:
            warnings = reported_below(warnings, volume.path, f"{volumes.path}[{index}]")
        yield from warnings
    if minor <= LAST_NAME_MINOR:
        yield from _names(volumes)


def _warnings(volume: Node, minor: int) -> Iterator[Problem]:
    for key, node in volume.entries().items():
        if key in DEPRECATED and node:
            yield from _deprecated(key, node, minor)
        elif key == "ephemeral" and minor >= CLAIM_MINOR:
            spec = node.at("volumeClaimTemplate.spec")
            yield from warn_of_claim_spec(spec, field=spec.path)
    if minor >= OVERLAP_MINOR:
        yield from _overlaps(volume, minor)


def _names(volumes: Node) -> Iterator[Problem]:
    seen: set[str] = set()
    for volume in volumes.elements():
        name = volume.get("name")
        if name.string() in seen:
            yield api_warning(name, f"two volumes have the name `{fields.shorten(name.string())}`")
        seen.add(name.string())


def _deprecated(key: str, node: Node, minor: int) -> Iterator[Problem]:
    since, gone = DEPRECATED[key]
    if minor >= since:
        message = f"the volume source `{key}` is deprecated, and has no effect since Kubernetes {gone}"
        help = (
            "use a CSI driver"
            if key != "gitRepo"
            else "clone the repository in an init container into an `emptyDir`"
        )
        # The API server's path of this one has the Go name of the field.
        field = node.path.removesuffix("os") + "OS" if key == "storageos" else ""
        yield api_warning(node, message, help, field=field, on="key")


def _overlaps(volume: Node, minor: int) -> Iterator[Problem]:
    for kind in COLLECTIONS:
        source = volume.get(kind)
        if source:
            yield from _overlapping([_paths_of_items(source)])
    projected = volume.get("projected")
    if projected:
        yield from _projected(projected, minor)


def _projected(projected: Node, minor: int) -> Iterator[Problem]:
    from stslint.kubernetes.validation.projected import projection_kinds  # such volumes are rare

    sources: list[list[Node]] = []
    paths: list[Node] = []
    for projection in projected.get("sources").elements():
        kinds = projection_kinds(projection, minor)
        if not kinds:
            yield api_warning(projection, "this element of `sources` has no source")
            continue
        found = _paths(projection, kinds)
        if found is not None:
            paths = found
        elif minor > LAST_CARRIED_MINOR:
            paths = []
        sources.append(paths)
    yield from _overlapping(sources)


def _paths(projection: Node, kinds: list[str]) -> list[Node] | None:
    """Returns the paths that a projection writes, or nothing if they are unknown."""
    for kind in PROJECTIONS:
        source = projection.get(kind)
        if kind not in kinds or (kind in COLLECTIONS and not source.get("items")):
            continue
        if kind in COLLECTIONS:
            return _paths_of_items(source)
        if kind == "podCertificate":
            from stslint.kubernetes.validation.projected import CERTIFICATE_PATHS

            return [source.get(key) for key in reversed(CERTIFICATE_PATHS)]
        return [source.get("path")]
    return None


def _paths_of_items(source: Node) -> list[Node]:
    return [item.get("path") for item in source.get("items").elements()]


def _overlapping(sources: list[list[Node]]) -> Iterator[Problem]:
    """Yields a warning for each pair of paths that are equal or of which one contains the other."""
    earlier: list[tuple[str, Node]] = []
    for node in (node for paths in sources for node in paths):
        path = node.string().rstrip("/")
        for other, first in earlier if path else ():
            if f"{other}/".startswith(f"{path}/") or f"{path}/".startswith(f"{other}/"):
                yield _overlap(node, first)
        if path:
            earlier.append((path, node))


def _overlap(node: Node, first: Node) -> Problem:
    text, other = fields.shorten(node.string()), fields.shorten(first.string())
    message = f"`{text}` and `{other}` cannot both be written into the volume"
    related = (Related(first, "the other path"),)
    help = "give each a different path"
    return Problem(node, message, "api-warning", help, severity="warning", related=related)
