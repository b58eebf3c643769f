"""The configuration, the environment and the command line, each above the one before."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.support.runners import Run

pytestmark = pytest.mark.slow

MANIFEST = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  replicas: 3
  updateStrategy: {rollingUpdate: {partition: 5}}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: web, image: "nginx:1.27", naem: x}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deploy" / "old").mkdir(parents=True)
    (tmp_path / "deploy" / "web.yaml").write_text(MANIFEST)
    (tmp_path / "deploy" / "old" / "web.yaml").write_text(MANIFEST)
    return tmp_path


def configured(folder: Path, text: str) -> None:
    (folder / ".stslint.yaml").write_text(text)


def rules_in(ran: subprocess.CompletedProcess[str]) -> list[tuple[str, str, str]]:
    return [(each["file"], each["rule"], each["severity"]) for each in json.loads(ran.stdout)["findings"]]


def test_the_file_counts_and_the_command_line_counts_more(stslint: Run, folder: Path) -> None:
    configured(folder, "select: [STS302]\nseverities: {STS302: error}\nexclude: [/deploy/old/]\n")
    say = ("check", "--format", "json", "deploy")
    web = os.path.join("deploy", "web.yaml")
    assert rules_in(stslint(*say)) == [(web, "STS302", "error")]
    assert rules_in(stslint(*say, "--severity", "STS302=info")) == [(web, "STS302", "info")]
    assert rules_in(stslint(*say, "--select", "STS004")) == [(web, "STS004", "error")]
    assert {rule for _, rule, _ in rules_in(stslint(*say, "--extend-select", "STS004"))} == {
        "STS302",
        "STS004",
    }
    assert rules_in(stslint(*say, "--ignore", "STS302")) == []


def test_what_is_asked_for_is_not_ignored(stslint: Run, folder: Path) -> None:
    configured(folder, "ignore: [STS3, STS0]\nexclude: [old/]\n")
    found = rules_in(stslint("check", "--format", "json", "--extend-select", "STS302", "deploy"))
    assert "STS302" in {rule for _, rule, _ in found}
    assert "STS004" not in {rule for _, rule, _ in found}


def test_settings_by_path(stslint: Run, folder: Path) -> None:
    configured(
        folder,
        "select: [STS302, STS004]\nper-path-ignores: {deploy/old/: [STS0]}\n"
        "per-path-severities: {'**/old/*.yaml': {STS302: info}}\n",
    )
    old, web = os.path.join("old", "web.yaml"), "web.yaml"
    ran = stslint("check", "--format", "json", ".", cwd=folder / "deploy")
    assert rules_in(ran) == [
        (old, "STS302", "info"),
        (web, "STS302", "warning"),
        (web, "STS004", "error"),
    ]


def test_the_environment_stands_between(stslint: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configured(folder, "select: [STS302]\nfail-on: error\n")
    monkeypatch.setenv("STSLINT_CHECK_FORMAT", "json")
    monkeypatch.setenv("STSLINT_CHECK_FAIL_ON", "warning")
    ran = stslint("check", "deploy")
    assert ran.returncode == 1
    assert {rule for _, rule, _ in rules_in(ran)} == {"STS302"}
    assert stslint("check", "--fail-on", "error", "deploy").returncode == 0
    monkeypatch.setenv("STSLINT_CHECK_SELECT", "STS004,STS302")
    assert {rule for _, rule, _ in rules_in(stslint("check", "deploy"))} == {"STS302", "STS004"}


def test_the_environment_runs_no_code(stslint: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "mine").mkdir()
    (folder / "mine" / "evil.py").write_text("raise SystemExit(42)\n")
    monkeypatch.setenv("STSLINT_CHECK_RULES", "mine")
    assert stslint("check", "deploy").returncode == 1
    configured(folder, "rules: [mine]\n")
    ran = stslint("check", "deploy")
    assert ran.returncode == 2
    assert ".stslint.yaml:1: " in ran.stderr


def test_a_finding_says_the_minors_it_is_of(stslint: Run, folder: Path) -> None:
    configured(folder, "kubernetes-versions: ['1.33', '1.34', '1.35']\nselect: [STS0, STS302]\n")
    manifest = folder / "deploy" / "web.yaml"
    # Recreate is no strategy of any of them; maxUnavailable's default and the like differ by minor.
    manifest.write_text(MANIFEST.replace(", naem: x", ", restartPolicyRules: []"))
    report = json.loads(stslint("check", "--format", "json", "deploy/web.yaml").stdout)
    messages = {each["rule"]: each["message"] for each in report["findings"]}
    assert messages["STS004"].endswith("(in 1.33)")
    assert "(in" not in messages["STS302"]
    assert report["kubernetes_version"] == "1.33, 1.34, 1.35"
    one = stslint("check", "--format", "json", "--kubernetes-version", "1.33", "deploy/web.yaml")
    assert "(in" not in one.stdout
    several = stslint("check", "--kubernetes-version", "1.32,1.33,1.34", "deploy/web.yaml")
    assert "(in 1.32 and 1.33)" in several.stdout


def test_an_ignore_that_one_minor_needs_is_used(stslint: Run, folder: Path) -> None:
    configured(folder, "kubernetes-versions: ['1.33', '1.34']\nselect: [STS004, STS025]\n")
    text = MANIFEST.replace(
        "      - {name", "      # stslint: ignore=STS004 for the day we leave 1.33\n      - {name"
    )
    (folder / "deploy" / "web.yaml").write_text(text.replace(", naem: x", ", restartPolicyRules: []"))
    ran = stslint("check", "--format", "json", "deploy/web.yaml")
    assert rules_in(ran) == []


def test_a_named_file_and_none(stslint: Run, folder: Path) -> None:
    configured(folder, "select: [STS302]\n")
    (folder / "other.toml").write_text('select = ["STS004"]\n')
    named = stslint("check", "--format", "json", "--config", "other.toml", "deploy")
    assert {rule for _, rule, _ in rules_in(named)} == {"STS004"}
    without = stslint("check", "--format", "json", "--no-config", "deploy")
    assert {rule for _, rule, _ in rules_in(without)} > {"STS004", "STS302"}
    missing = stslint("check", "--config", "nowhere.toml", "deploy")
    assert missing.returncode == 2
    assert "nowhere.toml" in missing.stderr


def test_context_is_found_from_the_file(stslint: Run, folder: Path) -> None:
    (folder / "shared").mkdir()
    (folder / "shared" / "service.yaml").write_text(
        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
        "spec: {clusterIP: None, selector: {app: web}, ports: [{port: 80}]}\n"
    )
    configured(folder, "context: [shared]\nselect: [STS105]\n")
    ran = stslint("check", "--format", "json", "web.yaml", cwd=folder / "deploy")
    assert json.loads(ran.stdout)["not_checked"] == []
    assert json.loads(stslint("check", "--format", "json", "--no-config", "deploy/web.yaml").stdout)[
        "not_checked"
    ]


def test_a_mistake_of_the_file_ends_the_run_on_its_line(stslint: Run, folder: Path) -> None:
    configured(folder, "fail-on: error\nselct: []\n")
    ran = stslint("check", "deploy/web.yaml")
    assert ran.returncode == 2
    assert ran.stderr == "stslint: .stslint.yaml:2: unknown setting `selct`; did you mean `select`?\n"


def test_the_schema_is_printed(stslint: Run) -> None:
    jsonschema.Draft7Validator.check_schema(json.loads(stslint("config-schema").stdout))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_call_stslint(stslint: Run, shell: str) -> None:
    script = stslint("completion", shell).stdout
    assert f"_STSLINT_COMPLETE={shell}_complete" in script


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("stslint check --select STS30", "STS302"),
        ("stslint check --ignore STS105,sts30", "STS105,STS302"),
        ("stslint check --extend-select partition-b", "partition-blocks-update"),
        ("stslint explain partition-b", "partition-blocks-update"),
        ("stslint comp", "completion"),
        ("stslint check --form", "--format"),
    ],
)
def test_words_are_completed(words: str, expected: str) -> None:
    environment = {
        **os.environ,
        "_STSLINT_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    ran = subprocess.run(
        [sys.executable, "-m", "stslint"], env=environment, capture_output=True, text=True, check=False
    )
    assert f"plain,{expected}" in ran.stdout.split()


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash on this machine")
def test_bash_takes_the_script(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "script").write_text(stslint("completion", "bash").stdout)
    ran = subprocess.run(
        ["bash", "-c", "source ./script && complete -p stslint"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "_stslint_completion" in ran.stdout
