"""What a repository has configured counts for a plan as it does for a check."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.acceptance.test_plan import BUDGET, SET
from tests.support.runners import Run

pytestmark = pytest.mark.slow

NAME = "sample-statefulset"
PATCH = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: sample-statefulset\n$patch: delete\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deploy" / "old").mkdir(parents=True)
    (tmp_path / "deploy" / "web.yaml").write_text(SET)
    (tmp_path / "deploy" / "old" / "web.yaml").write_text(SET.replace(NAME, "former"))
    return tmp_path


def configured(folder: Path, text: str) -> None:
    (folder / ".stslint.yaml").write_text(text)


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@b.c")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("kubernetes-version: '1.30'\n", "1.30"),
        ("kubernetes-versions: ['1.33', '1.29', '1.31']\n", "1.33"),
        ("fail-on: error\n", "1.37"),
    ],
)
def test_the_configured_minor_is_planned_for(stslint: Run, folder: Path, text: str, version: str) -> None:
    configured(folder, text)
    assert f"(Kubernetes {version})" in stslint("plan", "deploy/web.yaml").stdout
    assert f"(Kubernetes {version})" in stslint("plan", "-", stdin=SET).stdout
    named = stslint("plan", "deploy/web.yaml", "--kubernetes-version", "1.26")
    assert "(Kubernetes 1.26)" in named.stdout


def test_the_environment_stands_above_the_file(
    stslint: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured(folder, "kubernetes-version: '1.30'\n")
    monkeypatch.setenv("STSLINT_PLAN_KUBERNETES_VERSION", "1.31")
    assert "(Kubernetes 1.31)" in stslint("plan", "deploy/web.yaml").stdout


def test_a_named_configuration_and_none(stslint: Run, folder: Path) -> None:
    configured(folder, "kubernetes-version: '1.30'\n")
    (folder / "other.toml").write_text('kubernetes-version = "1.28"\n')
    assert "(Kubernetes 1.28)" in stslint("plan", "deploy/web.yaml", "--config", "other.toml").stdout
    assert "(Kubernetes 1.37)" in stslint("plan", "deploy/web.yaml", "--no-config").stdout
    missing = stslint("plan", "deploy/web.yaml", "--config", "nowhere.toml")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "nowhere.toml" in missing.stderr


def test_a_manifest_is_refused_by_the_configured_minor(stslint: Run, folder: Path) -> None:
    configured(folder, "kubernetes-version: '1.30'\n")
    web = folder / "deploy" / "web.yaml"
    web.write_text(SET.replace("- name: nginx-container", "- restartPolicyRules: []\n        name: web"))
    ran = stslint("plan", "deploy/web.yaml")
    assert ran.returncode == 1
    assert "Kubernetes 1.30 refuses" in ran.stdout


def test_what_is_excluded_is_not_planned_but_where_it_is_named(stslint: Run, folder: Path) -> None:
    assert "former in default" in stslint("plan", "deploy").stdout
    configured(folder, "exclude: [/deploy/old/]\n")
    assert "former in default" not in stslint("plan", "deploy").stdout
    assert "former in default" not in stslint("plan", ".", cwd=folder / "deploy").stdout
    assert "former in default" in stslint("plan", "deploy", "--no-config").stdout
    assert "former in default" in stslint("plan", "deploy/old/web.yaml").stdout


def test_what_is_excluded_runs_nowhere_either(stslint: Run, folder: Path) -> None:
    old = folder / "deploy" / "old" / "web.yaml"
    old.write_text(SET.replace("nginx:1.16", "nginx:1.15"))
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    (folder / "deploy" / "web.yaml").write_text(SET.replace("nginx:1.16", "nginx:1.17"))
    configured(folder, "exclude: [old/]\n")
    for path in ("deploy", "."):
        assert "image nginx:1.16 -> nginx:1.17" in stslint("plan", "--from", "git:HEAD", path).stdout
    old.unlink()
    old.parent.rmdir()
    assert "image nginx:1.16 -> nginx:1.17" in stslint("plan", "--from", "git:HEAD", "deploy").stdout


def test_a_file_of_a_revision_that_is_named_is_read_all_the_same(stslint: Run, folder: Path) -> None:
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    old = folder / "deploy" / "old" / "web.yaml"
    old.write_text(old.read_text().replace("nginx:1.16", "nginx:1.17"))
    configured(folder, "exclude: [old/]\n")
    for path in ("deploy/old/web.yaml", "deploy/old"):
        assert "image nginx:1.16 -> nginx:1.17" in stslint("plan", "--from", "git:HEAD", path).stdout, path


def test_a_budget_of_the_configured_context_is_held_against_the_plan(stslint: Run, folder: Path) -> None:
    web, budget = (text.replace("metadata:\n", "metadata:\n  namespace: db\n", 1) for text in (SET, BUDGET))
    (folder / "shared").mkdir()
    (folder / "shared" / "budget.yaml").write_text(budget.format("2"))
    (folder / "deploy" / "web.yaml").write_text(web)
    (folder / "deploy" / "new.yaml").write_text(web.replace("nginx:1.16", "nginx:1.17"))
    words = ("plan", "--from", "web.yaml", "new.yaml")
    assert "`keep`" not in stslint(*words, cwd=folder / "deploy").stdout
    configured(folder, "context: [shared]\n")
    assert "`keep` needs 2 of 3 pods Ready" in stslint(*words, cwd=folder / "deploy").stdout


def test_where_all_is_deployed_nothing_is_a_patch(stslint: Run, folder: Path) -> None:
    (folder / "deploy" / "web.yaml").write_text(PATCH)
    assert stslint("plan", "deploy/web.yaml").returncode == 2
    configured(folder, "complete: true\n")
    ran = stslint("plan", "deploy/web.yaml")
    assert ran.returncode == 1
    assert "there is nothing to plan" in ran.stdout


def test_a_mistake_of_the_file_ends_the_run_on_its_line(stslint: Run, folder: Path) -> None:
    configured(folder, "fail-on: error\nselct: []\n")
    ran = stslint("plan", "deploy/web.yaml")
    assert ran.returncode == 2
    assert ran.stderr == "stslint: .stslint.yaml:2: unknown setting `selct`; did you mean `select`?\n"
