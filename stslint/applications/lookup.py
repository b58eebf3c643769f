"""Which application a container runs, and how the pods of a StatefulSet depend on each other.

An image is known by the last part of its name, or the last two, so a copy in a private registry counts too,
and nothing else does. Two annotations override the image, on the workload or on its pods' template:
``stslint.dev/application: postgresql:17`` names the application of the first container (or of the container
``db`` as ``stslint.dev/application.db``; ``none`` is no known one), and ``stslint.dev/role`` the role. The
files that a configuration names as ``applications`` come next; the bundle holds what they say.
"""

from __future__ import annotations

from functools import lru_cache

from stslint.applications.index import DATA_FOLDERS, FAMILIES, FAMILY_OF, WITHDRAWN_PARTS
from stslint.kubernetes.queries.objects import NEAR, containers, image_name, pod_template
from stslint.model import Bundle, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from stslint.applications.application import Application
    from stslint.applications.facts import Withdrawal

ROLE_ANNOTATION = "stslint.dev/role"
APPLICATION_ANNOTATION = "stslint.dev/application"

QUORUM = "quorum"
REPLICATED = "replicated"
SHARDED = "sharded"
SINGLE = "single"
ROLES = (QUORUM, REPLICATED, SHARDED, SINGLE)
"""A majority must be available; a primary with followers; members that each hold a part; independent pods."""

_NAMES = 1024
"""Names of images whose family is remembered."""


@lru_cache(maxsize=NEAR)
def application_of(container: Node, bundle: Bundle | None = None) -> Application | None:
    """Returns what is known of the application that a container runs, or nothing.

    With a bundle, the ConfigMaps in it are read as well as the manifest.
    """
    listed = container.parent
    found = {} if listed is None else _known_among(listed, bundle)
    return found[container] if container in found else _known(container, bundle)


@lru_cache(maxsize=NEAR)
def _known_among(listed: Node, bundle: Bundle | None) -> Mapping[Node, Application | None]:
    """Returns what the containers of a list run: a list can have thousands, and many rules ask of each."""
    return {container: _known(container, bundle) for container in listed.elements()}


def _known(container: Node, bundle: Bundle | None) -> Application | None:
    image = image_name(container)
    stated = _stated(container) or (bundle.images.get(image, "") if bundle is not None else "")
    name, colon, tag = stated.partition(":")
    known = name or _family_of(image)
    if not known or (name and not is_family(name)):
        return None
    from stslint.applications.application import (
        Application,
    )  # a start without a known image does not pay for it
    from stslint.applications.family import family

    return Application(container, family(known), bundle, tag if colon else None)


def role(stateful_set: Node, bundle: Bundle | None = None) -> str:
    """Returns how the pods depend on each other, one of ``ROLES``, or an empty string if it is not known.

    The annotation decides, or else the first container of a known image; one whose pods depend on each other
    comes before a helper that runs on its own.
    """
    if bundle is not None:
        return bundle.derived(_role, stateful_set)
    return _role(None, stateful_set)


def _role(bundle: Bundle | None, stateful_set: Node) -> str:
    stated = _stated_role(stateful_set)
    if stated:
        return stated
    found = [known.role() for known in applications(stateful_set, bundle)]
    return next((each for each in found if each != SINGLE), found[0] if found else "")


def is_quorum(stateful_set: Node, bundle: Bundle | None = None) -> bool:
    """Returns whether a majority of the pods must be available."""
    return role(stateful_set, bundle) == QUORUM


def applications(root: Node, bundle: Bundle | None = None) -> list[Application]:
    """Returns the known applications of a workload's containers, in their order."""
    found = (application_of(container, bundle) for container in containers(root))
    return [each for each in found if each is not None]


def is_family(name: str) -> bool:
    """Returns whether there is a family of that name."""
    return f"\n{name}\n" in FAMILIES


@lru_cache(maxsize=_NAMES)
def is_data_folder(path: str) -> bool:
    """Returns whether the name of a folder shows that it holds data, whatever the image."""
    return f"\n{path}\n" in DATA_FOLDERS


def withdrawal(container: Node) -> Withdrawal | None:
    """Returns when and why a registry withdrew a container's image, or nothing."""
    image = container.get("image").string()
    if not image or not any(part in image for part in WITHDRAWN_PARTS):
        return None
    from stslint.applications import withdrawn

    return withdrawn.withdrawal(container)


@lru_cache(maxsize=_NAMES)
def _family_of(name: str) -> str:
    """Returns the family that knows an image, or an empty string."""
    rest, _, last = name.rpartition("/")
    return _entry(f"{rest.rpartition('/')[2]}/{last}") or _entry(last)


def _entry(name: str) -> str:
    _, found, after = FAMILY_OF.partition(f"\n{name}=")
    return after.partition("\n")[0] if found else ""


def _stated(container: Node) -> str:
    """Returns what the annotation says of a container, or an empty string."""
    listed = container.parent
    annotated = () if listed is None or not isinstance(container.key, int) else _annotations_around(listed)
    for each in annotated:
        named = f"{APPLICATION_ANNOTATION}.{container.get('name').string()}"
        general = each.get(APPLICATION_ANNOTATION).string() if container.key == 0 else ""
        stated = each.get(named).string() or general
        if stated:
            return stated
    return ""


@lru_cache(maxsize=NEAR)
def _annotations_around(listed: Node) -> tuple[Node, ...]:
    """Returns the annotations of the objects around a list of containers, the nearest first."""
    found = []
    node = listed.parent
    while node is not None:
        annotations = node.get("metadata").get("annotations")
        if annotations:
            found.append(annotations)
        node = node.parent
    return tuple(found)


def _stated_role(stateful_set: Node) -> str:
    for root in (stateful_set, pod_template(stateful_set)):
        stated = root.get("metadata").get("annotations").get(ROLE_ANNOTATION).string()
        if stated in ROLES:
            return stated
    return ""
