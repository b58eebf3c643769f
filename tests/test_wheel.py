"""What is installed is what was written: the wheel and the sdist carry rules and schemas, and run alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from stslint.runtime.json_data import SHIPPED
from tests.support.paths import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.network]


MANIFEST = """\
apiVersion: apps/v1
kind: statefulset
metadata:
  name: web
"""


def build(kind: str, folder: Path) -> Path:
    command = [
        sys.executable,
        "-m",
        "build",
        f"--{kind}",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.iterdir())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", tmp_path_factory.mktemp("wheel"))


def test_the_wheel_is_small_and_whole(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    rules = {path.name for path in (ROOT / "rules").glob("*.py")}
    schemas = {path.name for path in (ROOT / "schemas").glob("*.json")}
    assert {f"stslint/rules/{name}" for name in rules} <= set(names)
    assert {f"stslint/schemas/{name}{end}" for name in schemas for end in ("", SHIPPED)} <= set(names)
    assert not [name for name in names if "__pycache__" in name]
    families = {path.name for path in (ROOT / "stslint" / "applications" / "data").glob("*.json")}
    assert {f"stslint/applications/data/{name}" for name in families} <= set(names)
    assert "stslint/py.typed" in names
    assets = ("page/colors.css", "page/page.css", "plan/picture.css", "plan/plan.css", "plan/plan.js")
    assert {f"stslint/report/{name}" for name in assets} <= set(names)
    # A tenth of it are the facts about applications, a tenth the schemas once more, a fifteenth the index.
    assert wheel.stat().st_size < 1_750_000


def test_the_sdist_carries_rules_and_schemas(tmp_path: Path) -> None:
    with tarfile.open(build("sdist", tmp_path)) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
    assert {"rules/partition_blocks_update.py", "schemas/1.37.json", "LICENSE", "README.md"} <= set(names)


def test_two_builds_are_equal_byte_by_byte(tmp_path: Path) -> None:
    built = []
    for zone, seed in (("UTC", "1"), ("Asia/Kathmandu", "2")):
        variables = {"SOURCE_DATE_EPOCH": "1700000000", "TZ": zone, "PYTHONHASHSEED": seed}
        folder = tmp_path / seed
        command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, **variables})
        built.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert sorted(name.rpartition(".")[2] for name in built[0]) == ["gz", "whl"]
    assert built[0] == built[1]


def test_the_wheel_runs_in_an_environment_of_its_own(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    binaries = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([binaries / "python", "-m", "pip", "install", "-q", wheel], check=True)
    manifest = tmp_path / "web.yaml"
    manifest.write_text(MANIFEST, encoding="utf-8")
    ran = subprocess.run(
        [binaries / "stslint", "check", "--format", "json", manifest],
        capture_output=True,
        cwd=tmp_path,
        check=False,
    )
    assert ran.returncode == 1, ran.stderr
    assert "STS002" in {finding["rule"] for finding in json.loads(ran.stdout)["findings"]}
