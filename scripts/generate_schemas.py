"""Writes ``schemas/``: what the API server decodes, one file a Kubernetes minor, with its provenance.

The facts come from the published Python package kubernetes-validate, which ships Kubernetes' OpenAPI
definitions by version. It is large (144 MB), so install it beside the project and name its folder::

    python -m venv ../kv && ../kv/bin/pip install kubernetes-validate==1.37.0
    python scripts/generate_schemas.py ../kv/lib/python3.*/site-packages/kubernetes_validate

Written are ``<minor>.json`` (JSON Schema, draft 7, closed over the kinds that stslint reads), ``kinds.json``
(all built-in kinds with the first and last minor that defines them), ``references.json`` (where the API
reference describes each definition) and ``SOURCES.json`` (where each came from, with hashes).
Left out is what decoding does not look at: descriptions, ``required``, enumerations.
Added is what OpenAPI does not say: the grammar that a quantity and an int-or-string are read by.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Schema = dict[str, Any]

MINORS = tuple(f"1.{minor}" for minor in range(25, 38))
CORE, META = "io.k8s.api.core.v1.", "io.k8s.apimachinery.pkg.apis.meta.v1."

READ = {
    "v1": (
        "ConfigMap",
        "PersistentVolume",
        "PersistentVolumeClaim",
        "Pod",
        "Secret",
        "Service",
        "ServiceAccount",
    ),
    "apps/v1": ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"),
    "autoscaling/v2": ("HorizontalPodAutoscaler",),
    "batch/v1": ("CronJob", "Job"),
    "networking.k8s.io/v1": ("NetworkPolicy",),
    "policy/v1": ("PodDisruptionBudget",),
    "storage.k8s.io/v1": ("StorageClass",),
}
"""The kinds that stslint reads, by API version."""

SPECIAL: dict[str, Schema] = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": {"type": ["string", "number"], "format": "quantity"},
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": {
        "type": ["integer", "string"],
        "format": "int-or-string",
    },
    META + "Time": {"type": "string", "format": "date-time"},
    META + "MicroTime": {"type": "string", "format": "date-time"},
    META + "FieldsV1": {},
    "io.k8s.apimachinery.pkg.runtime.RawExtension": {},
}
"""Types whose Go decoder is their own, said in JSON Schema; an empty schema takes anything."""

BYTES: Schema = {
    "type": ["string", "array"],
    "items": {"type": "integer", "format": "uint8"},
    "format": "byte",
}
"""Base64, or a list of numbers below 256: Go's JSON decoder takes both for bytes."""

NOT_OBJECTS = ("DeleteOptions", "Status", "WatchEvent", "APIGroup", "APIVersions", "APIResourceList")
"""Kinds that travel in requests and answers and are never objects of their own."""


def type_of(schema: Schema) -> str:
    """Returns the one type of a schema beside ``null``, which every field takes."""
    kinds = schema["type"]
    found = [kinds] if isinstance(kinds, str) else [kind for kind in kinds if kind != "null"]
    (kind,) = found
    return str(kind)


def reduced(schema: Schema) -> Schema:
    """Returns a field's schema with only what decoding reads, definitions by their short name."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return SPECIAL.get(name) or ({} if name in SPECIAL else {"$ref": f"#/definitions/{short(name)}"})
    kind = type_of(schema)
    if kind == "array":
        return {"type": "array", "items": reduced(schema["items"])}
    if kind == "object":
        values = schema.get("additionalProperties")
        return {"type": "object", "additionalProperties": reduced(values)} if values else {"type": "object"}
    if schema.get("format") == "byte":
        return BYTES
    return {"type": kind, "format": schema["format"]} if "format" in schema else {"type": kind}


def definition(schema: Schema) -> Schema:
    """Returns a definition that refuses every field it does not name."""
    fields = {name: reduced(field) for name, field in sorted(schema.get("properties", {}).items())}
    return {"type": "object", "additionalProperties": False, "properties": fields}


def short(name: str) -> str:
    """Returns the last word of a definition's name: ``io.k8s.api.core.v1.Container`` is ``Container``."""
    return name.rpartition(".")[2]


def references(schema: object) -> Iterator[str]:
    """Yields the names of the definitions that a schema refers to."""
    if isinstance(schema, dict):
        reference = schema.get("$ref")
        if isinstance(reference, str):
            yield reference.rpartition("/")[2]
        for value in schema.values():
            yield from references(value)


def closure(roots: list[str], source: dict[str, Schema]) -> list[str]:
    """Returns the names of the definitions that these roots need, themselves included, in order."""
    names: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in names and name not in SPECIAL:
            names.add(name)
            waiting.extend(references(source[name].get("properties", {})))
    return sorted(names)


def group_version_kinds(source: dict[str, Schema]) -> dict[tuple[str, str], str]:
    """Returns the definition of each built-in object by ``(apiVersion, kind)``; lists are left out."""
    found = {}
    for name, schema in source.items():
        for entry in schema.get("x-kubernetes-group-version-kind", ()):
            if "metadata" not in schema.get("properties", {}) or entry["kind"] in NOT_OBJECTS:
                continue
            if entry["kind"].endswith("List") and "items" in schema["properties"]:
                continue
            found[f"{entry['group']}/{entry['version']}".lstrip("/"), entry["kind"]] = name
    return found


def minor_schema(minor: str, source: dict[str, Schema]) -> Schema:
    """Returns the file of one minor. Raises ValueError when two definitions share a short name."""
    served = group_version_kinds(source)
    roots = {(version, kind): served[version, kind] for version, kinds in READ.items() for kind in kinds}
    names = closure(list(roots.values()), source)
    if len({short(name) for name in names}) != len(names):
        raise ValueError(f"two definitions of {minor} have the same short name")
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": f"what the API server of Kubernetes {minor} decodes, see SOURCES.json",
        "$ref": "#/definitions/StatefulSet",
        "kinds": {v: {kind: short(roots[v, kind]) for kind in kinds} for v, kinds in READ.items()},
        "definitions": {short(name): definition(source[name]) for name in names},
    }


def kinds_over(minors: dict[str, dict[str, Schema]]) -> dict[str, dict[str, list[str]]]:
    """Returns ``{apiVersion: {kind: [first minor, last minor]}}``. Raises ValueError for one with a gap."""
    seen: dict[tuple[str, str], list[str]] = {}
    for minor, source in minors.items():
        for key in group_version_kinds(source):
            seen.setdefault(key, []).append(minor)
    table: dict[str, dict[str, list[str]]] = {}
    for (version, kind), found in sorted(seen.items()):
        first, last = MINORS.index(found[0]), MINORS.index(found[-1])
        if list(MINORS[first : last + 1]) != found:
            raise ValueError(f"{version} {kind} is defined in {found}, which has a gap")
        table.setdefault(version, {})[kind] = [found[0], found[-1]]
    return table


def references_over(minors: dict[str, dict[str, Schema]]) -> dict[str, str]:
    """Returns where the API reference describes each definition: ``Container`` is under ``v1-core``.

    Raises ValueError when definitions of two groups share a short name.
    """
    found: dict[str, str] = {}
    for source in minors.values():
        served = group_version_kinds(source)
        roots = [served[version, kind] for version, kinds in READ.items() for kind in kinds]
        for name in closure(roots, source):
            *_, group, version, last = name.split(".")
            if found.setdefault(last, f"{version}-{group}") != f"{version}-{group}":
                raise ValueError(f"two definitions have the name {last}")
    return dict(sorted(found.items()))


def text(value: object, *, indent: int | None = None) -> str:
    """Returns compact JSON text (or indented) that ends in a line break."""
    separators = (",", ": ") if indent else (",", ":")
    return json.dumps(value, separators=separators, indent=indent) + "\n"


def sha256(data: bytes) -> str:
    """Returns the hexadecimal SHA-256 of data."""
    return hashlib.sha256(data).hexdigest()


def source_file(package: Path, minor: str) -> Path:
    """Returns the package's file with all definitions of a minor."""
    return package / "kubernetes-json-schema" / f"v{minor}.0-local" / "_definitions.json"


def package_version(package: Path) -> str:
    """Returns the version in the package's metadata, which lies beside it."""
    (info,) = package.parent.glob("kubernetes_validate-*.dist-info")
    return info.name.removeprefix("kubernetes_validate-").removesuffix(".dist-info")


def generate(package: Path) -> dict[str, str]:
    """Returns the text of each file of ``schemas/`` by name, made from an installed kubernetes-validate."""
    raw = {minor: source_file(package, minor).read_bytes() for minor in MINORS}
    sources = {minor: json.loads(data)["$defs"] for minor, data in raw.items()}
    files = {f"{minor}.json": text(minor_schema(minor, sources[minor])) for minor in MINORS}
    files["kinds.json"] = text(kinds_over(sources), indent=1)
    files["references.json"] = text(references_over(sources), indent=1)
    provenance = {
        "package": "kubernetes-validate",
        "version": package_version(package),
        "url": "https://pypi.org/project/kubernetes-validate/",
        "generator": "scripts/generate_schemas.py",
        "kubernetes": {m: {"version": f"{m}.0", "definitions_sha256": sha256(raw[m])} for m in MINORS},
        "files_sha256": {name: sha256(content.encode()) for name, content in files.items()},
    }
    return {**files, "SOURCES.json": text(provenance, indent=1)}


def main(arguments: list[str]) -> int:
    """Writes the files beside this script's parent; returns the exit code."""
    package = Path(arguments[0]) if len(arguments) == 1 else Path()
    if not (package / "kubernetes-json-schema").is_dir():
        print("usage: generate_schemas.py FOLDER_OF_kubernetes_validate", file=sys.stderr)
        return 2
    folder = Path(__file__).resolve().parent.parent / "schemas"
    folder.mkdir(exist_ok=True)
    for name, content in generate(package).items():
        (folder / name).write_text(content, encoding="utf-8")
        print(f"{name}: {len(content):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
