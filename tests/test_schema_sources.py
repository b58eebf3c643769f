"""The generated schemas are those that were generated: their hashes are recorded with their source."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from stslint.kubernetes.schema.versions import SUPPORTED
from tests.support.paths import ROOT

SCHEMAS = ROOT / "schemas"
SOURCES: dict[str, Any] = json.loads((SCHEMAS / "SOURCES.json").read_text(encoding="utf-8"))


def test_every_file_has_its_recorded_hash() -> None:
    files = {path.name: path.read_bytes() for path in SCHEMAS.glob("*.json") if path.name != "SOURCES.json"}
    assert {name: hashlib.sha256(data).hexdigest() for name, data in files.items()} == SOURCES["files_sha256"]


def test_every_version_names_the_hash_of_its_definitions() -> None:
    versions = SOURCES["kubernetes"]
    assert {f"{version}.json" for version in versions} <= set(SOURCES["files_sha256"])
    assert tuple(versions) == tuple(SUPPORTED)
    assert all(re.fullmatch("[0-9a-f]{64}", each["definitions_sha256"]) for each in versions.values())


def test_the_package_is_pinned_and_the_generator_exists() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", SOURCES["version"])
    assert (ROOT / SOURCES["generator"]).is_file()
