"""The schema of one more Kubernetes version, from kubernetes-validate or the OpenAPI of the Go module."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from scripts.generate_schemas import (
    group_version_kinds,
    minor_schema,
    references_over,
    sha256,
    source_file,
    text,
)

Json = dict[str, Any]

OPENAPI = Path("api") / "openapi-spec" / "swagger.json"
RANGES = ("scripts/generate_schemas.py",)
"""Files that name the supported versions as ``range(25, 38)``; stslint supports each that has a schema."""


def source_of(minor: str, module: Path, package: Path | None) -> tuple[bytes, str]:
    """Returns the definitions of a version as JSON, and where they are from."""
    if package is not None and source_file(package, minor).is_file():
        return source_file(package, minor).read_bytes(), "kubernetes-validate"
    return (module / OPENAPI).read_bytes(), "the Go module's OpenAPI"


def write_schema(root: Path, minor: str, version: str, data: bytes) -> list[str]:
    """Writes the schema and what goes with it, and returns the names of the files."""
    raw = json.loads(data)
    definitions: dict[str, Json] = raw.get("$defs") or raw["definitions"]
    folder = root / "schemas"
    kinds = json.loads((folder / "kinds.json").read_text("utf-8"))
    files = {
        f"{minor}.json": text(minor_schema(minor, definitions)),
        "kinds.json": text(_with_kinds(kinds, minor, definitions), indent=1),
        "references.json": text(_with_references(folder, minor, definitions), indent=1),
    }
    sources = json.loads((folder / "SOURCES.json").read_text("utf-8"))
    sources["kubernetes"][minor] = {"version": version.removeprefix("v"), "definitions_sha256": sha256(data)}
    hashes = {
        **sources["files_sha256"],
        **{name: sha256(content.encode()) for name, content in files.items()},
    }
    # The tables come last, as generate_schemas.py writes them.
    tables = ("kinds.json", "references.json")
    sources["files_sha256"] = {
        name: hashes[name] for name in sorted(hashes, key=lambda name: (name in tables, name))
    }
    files["SOURCES.json"] = text(sources, indent=1)
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")
    return [f"schemas/{name}" for name in files]


def _with_kinds(kinds: Json, minor: str, definitions: dict[str, Json]) -> Json:
    """Returns the table of kinds with those of a further version."""
    previous = _previous(minor)
    for version, kind in sorted(group_version_kinds(definitions)):
        known = kinds.setdefault(version, {}).get(kind)
        first = known[0] if known and known[1] in (previous, minor) else minor
        kinds[version][kind] = [first, minor]
    return {version: dict(sorted(kinds[version].items())) for version in sorted(kinds)}


def _with_references(folder: Path, minor: str, definitions: dict[str, Json]) -> Json:
    """Returns the table of the API reference's pages with those of a further version."""
    known = json.loads((folder / "references.json").read_text("utf-8"))
    return dict(sorted({**known, **references_over({minor: definitions})}.items()))


def _previous(minor: str) -> str:
    major, number = minor.split(".")
    return f"{major}.{int(number) - 1}"


def support(root: Path, minor: str) -> list[str]:
    """Makes a version one of the supported ones, and returns the files that name them."""
    number = int(minor.split(".")[1])
    for name in RANGES:
        path = root / name
        path.write_text(
            re.sub(r"range\(25, \d+\)", f"range(25, {number + 1})", path.read_text("utf-8")), "utf-8"
        )
    return list(RANGES)
