"""The krew manifest of a release names the archive that the release has."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest

import stslint
from scripts.krew_manifest import ARCHIVE, archive, manifest
from stslint.sources.yaml.document_splitter import split_documents
from stslint.sources.yaml.parser import parse_chunk
from tests.support.paths import ROOT


def platform_of(text: str) -> dict[str, Any]:
    root = parse_chunk(next(iter(split_documents(text)))).root
    assert root is not None
    plain: Any = root.plain()
    assert plain["spec"]["version"] == "v1.2.3"
    found: dict[str, Any] = plain["spec"]["platforms"][0]
    return found


def test_the_manifest_names_version_address_and_checksum() -> None:
    data = archive()
    found = platform_of(manifest("1.2.3", data))
    assert found["uri"].endswith(f"/releases/download/v1.2.3/{ARCHIVE}")
    assert found["sha256"] == hashlib.sha256(data).hexdigest()


def test_the_archive_holds_the_program_that_the_manifest_starts() -> None:
    found = platform_of(manifest("1.2.3", archive()))
    with tarfile.open(fileobj=io.BytesIO(archive())) as tar:
        program = tar.getmember(found["bin"])
    assert program.mode & 0o111
    assert program.mtime == 0


def test_the_archive_is_the_same_each_time() -> None:
    assert archive() == archive()


def test_the_committed_manifest_is_of_this_version() -> None:
    text = (ROOT / "packaging" / "krew" / "stslint.yaml").read_text(encoding="utf-8")
    assert f"version: v{stslint.__version__}\n" in text


def test_the_release_uploads_what_the_script_writes(tmp_path: Path) -> None:
    script = [sys.executable, "scripts/krew_manifest.py", "1.2.3", str(tmp_path)]
    subprocess.run(script, cwd=ROOT, check=True)
    assert {path.name for path in tmp_path.iterdir()} == {ARCHIVE, "stslint.yaml"}
    workflow = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    assert 'python scripts/krew_manifest.py "$version" krew' in workflow
    assert "krew/*" in workflow


@pytest.mark.parametrize("field", ["uri", "sha256", "version"])
def test_a_template_without_a_field_is_an_error(
    field: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / "packaging" / "krew" / "stslint.yaml").read_text(encoding="utf-8")
    damaged = tmp_path / "stslint.yaml"
    damaged.write_text(text.replace(f"{field}:", f"no-{field}:"), encoding="utf-8")
    monkeypatch.setattr("scripts.krew_manifest.TEMPLATE", damaged)
    with pytest.raises(ValueError, match=f"0 fields `{field}`"):
        manifest("1.2.3", b"")
