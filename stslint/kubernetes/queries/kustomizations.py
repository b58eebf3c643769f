"""What a kustomization in the files does to its objects before they are deployed.

Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.model import Bundle, Node

KUSTOMIZATIONS = ("Kustomization", "Component", "")
"""The kinds of a kustomization; kustomize does not require one in its own file."""


def filled_in_images(bundle: Bundle) -> frozenset[str]:
    """Returns the images whose tags a kustomization in the files sets."""
    return frozenset(
        image.get("name").string()
        for root in _roots(bundle)
        for image in root.get("images").elements()
        if image.get("newTag") or image.get("digest")
    )


def replaced_images(bundle: Bundle) -> frozenset[str]:
    """Returns the images that a kustomization in the files replaces with others."""
    return frozenset(
        image.get("name").string()
        for root in _roots(bundle)
        for image in root.get("images").elements()
        if image.get("newName")
    )


def renames(bundle: Bundle) -> bool:
    """Returns whether a kustomization in the files renames objects."""
    return any(root.get(key).string() for root in _roots(bundle) for key in ("namePrefix", "nameSuffix"))


def generated_config_maps(bundle: Bundle) -> frozenset[str]:
    """Returns the names of the ConfigMaps that a kustomization in the files generates."""
    return frozenset(
        made.get("name").string()
        for root in _roots(bundle)
        for made in root.get("configMapGenerator").elements()
    )


def generated_objects(bundle: Bundle) -> frozenset[str]:
    """Returns the names of the ConfigMaps and Secrets that a kustomization generates or extends."""
    keys = ("configMapGenerator", "secretGenerator")
    return frozenset(
        made.get("name").string()
        for root in _roots(bundle)
        for key in keys
        for made in root.get(key).elements()
    )


def substituted_variables(bundle: Bundle) -> frozenset[str]:
    """Returns the names whose ``$(NAME)`` a kustomization in the files replaces."""
    return frozenset(
        made.get("name").string() for root in _roots(bundle) for made in root.get("vars").elements()
    )


def _roots(bundle: Bundle) -> Iterator[Node]:
    return (document.root for document in bundle.of_kind(*KUSTOMIZATIONS))
