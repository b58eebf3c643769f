"""Which API versions and kinds a Kubernetes version serves, and what an unserved one was meant to be.

Only Kubernetes' own groups are checked: a kind of another group can come from a custom resource, whose group
always has a dot (https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/custom-resources/).
"""

from __future__ import annotations

import os
from functools import cache

from stslint.kubernetes.schema.openapi import load
from stslint.kubernetes.schema.removed_kinds import REMOVED
from stslint.kubernetes.schema.versions import SUPPORTED, number
from stslint.kubernetes.values.edits import renaming, replacement
from stslint.model import Fix, Node, Problem
from stslint.runtime import json_data, package_data
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.lookalikes import named
from stslint.text.suggest import nearest_name

Kinds = dict[str, dict[str, tuple[str, str]]]

SHORT_NAMES = {
    "cm": "ConfigMap", "deploy": "Deployment", "ds": "DaemonSet", "hpa": "HorizontalPodAutoscaler",
    "pdb": "PodDisruptionBudget", "po": "Pod", "pv": "PersistentVolume", "pvc": "PersistentVolumeClaim",
    "sa": "ServiceAccount", "sc": "StorageClass", "sts": "StatefulSet", "svc": "Service",
}  # fmt: skip
"""Names that kubectl accepts on its command line, but not in a manifest."""

LOCAL = frozenset({("v1", "Config"), ("v1", "List")})
"""Kinds of core that kubectl reads itself (its configuration, a list) and never sends."""


FOREIGN_GROUPS = frozenset({"skaffold"})
"""API groups that other tools use in their own files, and that no API server can have."""


class Meant(NamedTuple):
    """The intended API version and kind of a document; those that it has if they are correct."""

    api_version: str
    kind: str


def check_kind(root: Node, version: str) -> list[Problem]:
    """Returns why kubectl cannot send a document: it has no kind, or one that this version does not serve.

    Every document is read as a manifest, so do not pass other files.
    """
    if root.kind != "mapping":
        return [
            Problem(
                root, "the document is not a mapping: it has no `apiVersion` and no `kind`", "unknown-kind"
            )
        ]
    missing = [problem for key in ("apiVersion", "kind") for problem in _missing(root, key)]
    return missing or _unserved(root, version)


def intended(root: Node, version: str) -> Meant:
    """Returns the intended API version and kind of a document, its own if there is no similar one."""
    api_version, kind = root.get("apiVersion").string(), root.get("kind").string()
    if is_served(api_version, kind, version) or not _is_kubernetes_own(api_version, kind, version):
        return Meant(api_version, kind)
    return _meant(api_version, kind, version)


def is_served(api_version: str, kind: str, version: str) -> bool:
    """Returns whether a Kubernetes version has a built-in kind, even behind a feature gate."""
    if kind in load(version).kinds.get(api_version, ()):
        return True
    return kind.removesuffix("List") in served(version).get(api_version.removeprefix("/"), ())


@cache
def served(version: str) -> dict[str, tuple[str, ...]]:
    """Returns the built-in kinds of a Kubernetes version by API version."""
    table = {
        api_version: tuple(
            kind for kind, (first, last) in kinds.items() if number(first) <= number(version) <= number(last)
        )
        for api_version, kinds in all_kinds().items()
    }
    return {api_version: kinds for api_version, kinds in table.items() if kinds}


def api_versions(version: str) -> tuple[str, ...]:
    """Returns what a cluster of this version serves, as Helm's capabilities name it: `policy/v1/Role`.

    Source: https://helm.sh/docs/chart_template_guide/builtin_objects/
    """
    kinds = served(version)
    return tuple(word for group, names in kinds.items() for word in (group, *(f"{group}/{n}" for n in names)))


@cache
def all_kinds() -> Kinds:
    """Returns the first and the last minor of each built-in kind, by API version and kind."""
    table: Kinds = json_data.load(os.path.join(package_data.location("schemas"), "kinds.json"))
    return table


def removed_in(api_version: str, kind: str, version: str) -> str | None:
    """Returns the version that removed a kind from an API version, or nothing if ``version`` still has it."""
    for minor, kinds in REMOVED.get(api_version, {}).items():
        if kind in kinds:
            return minor
    last = all_kinds().get(api_version, {}).get(kind, ("", SUPPORTED[-1]))[1]
    return f"1.{number(last) + 1}" if number(last) < number(version) else None


def _missing(root: Node, key: str) -> list[Problem]:
    node = root.get(key)
    if node.string():
        return []
    if not node.present:
        return [_absent(root, node, key)]
    text = (
        "empty"
        if node.kind == "string" or not node
        else f"not a string: Kubernetes reads `{node.text}` as another type"
    )
    if node.kind in ("mapping", "sequence"):
        text = "not a string"
    return [Problem(node, f"`{key}` is {text}: kubectl cannot send this document", "unknown-kind")]


def _absent(root: Node, node: Node, key: str) -> Problem:
    message = f"the document has no `{key}`: kubectl cannot send it"
    written = [name for name in root.entries() if nearest_name(name, ("apiVersion", "kind")) == key]
    if len(written) != 1:
        return Problem(node, message, "unknown-kind", f"add `{key}:`")
    wrong = root.get(written[0])
    if named(written[0]):
        message = f"{message}: `{written[0]}` is written with {named(written[0])}"
    edit = renaming(wrong, key)
    fix = Fix(f"rename it to `{key}`", (edit,)) if edit else None
    return Problem(wrong, message, "unknown-kind", f"did you mean `{key}`?", on="key", fix=fix)


def _unserved(root: Node, version: str) -> list[Problem]:
    api_version, kind = root.get("apiVersion").string(), root.get("kind").string()
    if is_served(api_version, kind, version) or not _is_kubernetes_own(api_version, kind, version):
        return []
    spelled = _once_served(api_version, kind) or kind
    removed = removed_in(api_version, spelled, version)
    if removed:
        left = _removed(root, spelled, removed, version)
        return (
            [left] if spelled == kind else [left, _misspelled(root.get("kind"), Meant(api_version, spelled))]
        )
    meant = _meant(api_version, kind, version)
    problems = []
    if meant.api_version != api_version:
        problems.append(_unknown_version(root.get("apiVersion"), meant, kind))
    if meant.kind != kind:
        problems.append(_misspelled(root.get("kind"), meant))
    return problems or [_unknown(root, version)]


def _once_served(api_version: str, kind: str) -> str | None:
    """Returns the kind that a misspelled one of a removed API version was meant to be, or nothing."""
    kinds = tuple(name for names in REMOVED.get(api_version, {}).values() for name in names)
    return None if kind in kinds else _kind_among(kind, kinds)


def _is_kubernetes_own(api_version: str, kind: str, version: str) -> bool:
    """Returns whether an API version is Kubernetes' own, or can only be a misspelling of one."""
    if (api_version, kind) in LOCAL:
        return False
    group = api_version.rpartition("/")[0]
    if group in {known.rpartition("/")[0] for known in (*all_kinds(), *REMOVED)}:
        return True
    # A group of a custom resource has a dot: https://kubernetes.io/docs/reference/using-api/#api-groups
    return "." not in group and group not in FOREIGN_GROUPS


def _meant(api_version: str, kind: str, version: str) -> Meant:
    kinds = served(version)
    if api_version in kinds:
        here = _kind_among(kind, kinds[api_version])
        if here:
            return Meant(api_version, here)
    kind = _once_served(api_version, kind) or kind
    homes = [candidate for candidate, names in kinds.items() if kind in names]
    near = nearest_name(api_version, homes) or _stable(homes)
    if near:
        return Meant(near, kind)
    other = nearest_name(api_version, kinds)
    spelled = _kind_among(kind, kinds[other]) if other else None
    return Meant(other, spelled) if other and spelled else Meant(api_version, kind)


def _kind_among(kind: str, names: tuple[str, ...]) -> str | None:
    short = SHORT_NAMES.get(kind.lower())
    return short if short in names else nearest_name(kind, names)


def _stable(homes: list[str]) -> str | None:
    """Returns the only stable API version, or nothing if there are none or several."""
    stable = [home for home in homes if "alpha" not in home and "beta" not in home]
    return stable[0] if len(stable) == 1 else None


def _misspelled(node: Node, meant: Meant) -> Problem:
    names = named(node.string())
    why = f": it is written with {names}" if names else ""
    message = f"Kubernetes has no kind `{node.string()}` in `{meant.api_version}`{why}"
    return Problem(
        node, message, "kind-case", f"did you mean `{meant.kind}`?", fix=_replaced(node, meant.kind)
    )


def _unknown_version(node: Node, meant: Meant, kind: str) -> Problem:
    message = f"Kubernetes has no `{kind}` in `{node.string()}`"
    help_text = f"did you mean `{meant.api_version}`?"
    return Problem(node, message, "unknown-kind", help_text, fix=_replaced(node, meant.api_version))


def _removed(root: Node, kind: str, minor: str, version: str) -> Problem:
    node = root.get("apiVersion")
    homes = [candidate for candidate, names in served(version).items() if kind in names]
    target = _stable(homes) or nearest_name(node.string(), homes) or (homes[-1] if homes else "")
    message = f"`{kind}` was removed from `{node.string()}` in Kubernetes {minor}"
    if not target:
        return Problem(node, message, "api-version-removed", "it has no replacement")
    # The old versions filled in a selector; the new ones require it, and read an empty one differently.
    safe = bool(root.at("spec.selector").entries())
    fix = _replaced(node, target, safe)
    return Problem(node, message, "api-version-removed", f"use `{target}`", fix=fix)


def _unknown(root: Node, version: str) -> Problem:
    node, kind = root.get("apiVersion"), root.get("kind").string()
    since = all_kinds().get(node.string(), {}).get(kind)
    if since and number(since[0]) > number(version):
        message = f"`{kind}` exists in `{node.string()}` since Kubernetes {since[0]}; the target is {version}"
        return Problem(node, message, "unknown-kind")
    if node.string() not in served(version):
        return Problem(node, f"Kubernetes {version} has no `{node.string()}`", "unknown-kind")
    return Problem(
        root.get("kind"), f"Kubernetes {version} has no kind `{kind}` in `{node.string()}`", "unknown-kind"
    )


def _replaced(node: Node, text: str, safe: bool = True) -> Fix:
    return Fix(f"use `{text}`", (replacement(node, text),), safe=safe)
