"""pyproject.toml and the files of the repository that repeat parts of it."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from ruamel.yaml import YAML

from tests.support.paths import ROOT

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
CI = ROOT / ".github" / "workflows" / "ci.yml"


def workflow(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(path)
    return loaded


def supported_pythons() -> list[str]:
    """Returns the minor versions of Python that the classifiers name."""
    prefix = "Programming Language :: Python :: 3."
    return [name.rpartition(" ")[2] for name in PROJECT["project"]["classifiers"] if name.startswith(prefix)]


def test_group_extras_repeats_the_extras() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    assert PROJECT["dependency-groups"]["extras"] == [*extras["cel"], *extras["server"], *extras["terminal"]]


def test_page_of_the_dependencies_lists_each_of_them() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    extras = PROJECT["project"]["optional-dependencies"]
    direct = [*PROJECT["project"]["dependencies"], *extras["cel"], *extras["server"]]
    listed = set(re.findall(r"^\| ([\w.-]+) \|", text, re.M)) - {"Package", "---"}
    assert {re.split("[>;]", each)[0] for each in direct} <= listed
    for name in listed:
        for needed in requirements_of(name):
            assert needed in listed, f"{name} needs {needed}"


def requirements_of(name: str) -> list[str]:
    """Returns the packages that an installed package always needs here."""
    try:
        lines = requires(name) or []
    except PackageNotFoundError:
        return []
    needed = [Requirement(line) for line in lines]
    return [
        each.name.replace("_", "-")
        for each in needed
        if each.marker is None or each.marker.evaluate({"extra": ""})
    ]


def test_classifiers_begin_with_the_lowest_python_that_is_required() -> None:
    assert PROJECT["project"]["requires-python"] == f">={supported_pythons()[0]}"


def test_ci_tests_every_python_of_the_classifiers() -> None:
    assert workflow(CI)["jobs"]["tests"]["strategy"]["matrix"]["python"] == supported_pythons()


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_limits_rights_time_and_concurrency(path: Path) -> None:
    loaded = workflow(path)
    assert loaded["permissions"] == {}
    assert loaded["concurrency"]["group"]
    for name, job in loaded["jobs"].items():
        assert "uses" in job or job["timeout-minutes"] <= 60, name
        assert "permissions" in job, name


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_names_sessions_that_exist(path: Path) -> None:
    sessions = re.findall(
        r"^@nox\.session\ndef (\w+)", (ROOT / "noxfile.py").read_text(encoding="utf-8"), re.M
    )
    named = re.findall(r"nox (?:--no-venv )?-s ([\w ]+)", path.read_text(encoding="utf-8"))
    assert set(" ".join(named).split()) <= set(sessions)


def test_test_command_of_the_readme_is_one_line() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").split("\n")
    (command,) = [line for line in lines if line.startswith("python3 -m venv") and "pytest" in line]
    assert "--group dev" in command
    assert "'pip>=25.1'" in command


def test_release_notes_of_the_present_changelog() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "release_notes.py"), "Unreleased"]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert ran.stdout.startswith("### Added\n")
    assert "\n## " not in ran.stdout


@pytest.mark.parametrize(
    ("changelog", "version", "expected"),
    [
        ("# Changelog\n\n## 0.2.0 - 2026-01-02\n\n- b\n\n## 0.1.0 - 2026-01-01\n\n- a\n", "0.2.0", "- b\n"),
        ("## 0.2.0 - 2026-01-02\n\n- b\n\n## 0.1.0 - 2026-01-01\n\n- a\n", "0.1.0", "- a\n"),
    ],
)
def test_release_notes_are_the_section_of_the_version(
    tmp_path: Path, changelog: str, version: str, expected: str
) -> None:
    assert release_notes(tmp_path, changelog, version).stdout == expected


@pytest.mark.parametrize("changelog", ["", "## 0.1.0\n", "## 0.1.00\n\n- a\n", "## 0a1a0\n\n- a\n"])
def test_release_notes_of_a_version_without_any_fail(tmp_path: Path, changelog: str) -> None:
    ran = release_notes(tmp_path, changelog, "0.1.0")
    assert ran.returncode == 1
    assert "no section 0.1.0" in ran.stderr


def release_notes(folder: Path, changelog: str, version: str) -> subprocess.CompletedProcess[str]:
    file = folder / "CHANGELOG.md"
    file.write_text(changelog, encoding="utf-8")
    command = [sys.executable, str(ROOT / "scripts" / "release_notes.py"), version, str(file)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
