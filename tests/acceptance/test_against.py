"""``stslint check --against``: what a change would do to what was applied before."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.support.runners import Run

pytestmark = pytest.mark.slow

SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  serviceName: db
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
      - name: db
        image: registry.example.com/store:1.2.3
        volumeMounts:
        - name: data
          mountPath: /data
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
      resources:
        requests:
          storage: 10Gi
"""
GROWN = SET.replace("10Gi", "20Gi")
SHRUNK_SET = SET.replace("replicas: 3", "replicas: 2")


def git(folder: Path, *words: str) -> None:
    author = {f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(
        ["git", *words], cwd=folder, check=True, capture_output=True, env=os.environ | author | alone
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Returns a repository whose last commit holds ``deploy/db.yaml``."""
    folder = tmp_path / "repository"
    (folder / "deploy").mkdir(parents=True)
    (folder / "deploy" / "db.yaml").write_text(SET, encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "one")
    return folder


def found(stslint: Run, *words: str, cwd: Path, stdin: str = "") -> dict[str, list[int]]:
    """Returns the lines of the findings about changes, by the rule's name."""
    ran = stslint("check", "--select", "STS7", "--format", "json", *words, cwd=cwd, stdin=stdin)
    assert ran.returncode in (0, 1), ran.stderr
    names: dict[str, list[int]] = {}
    for finding in json.loads(ran.stdout)["findings"]:
        names.setdefault(finding["name"], []).append(finding["start"]["line"])
    return names


def test_a_file_is_compared_with_a_file(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text(SET, encoding="utf-8")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "db.yaml").write_text(GROWN, encoding="utf-8")
    assert found(stslint, "new/db.yaml", "--against", "old.yaml", cwd=tmp_path) == {
        "claim-size-changed": [29]
    }
    assert found(stslint, "new/db.yaml", cwd=tmp_path) == {}
    assert found(stslint, "old.yaml", "--no-context", "--against", "old.yaml", cwd=tmp_path) == {}


def test_a_folder_is_compared_with_a_folder_file_by_file(stslint: Run, tmp_path: Path) -> None:
    for folder, staging, production in (("old", SET, GROWN), ("new", SHRUNK_SET, GROWN)):
        for name, text in (("staging", staging), ("production", production)):
            (tmp_path / folder / name).mkdir(parents=True)
            (tmp_path / folder / name / "db.yaml").write_text(text, encoding="utf-8")
    assert found(stslint, "new", "--against", "old", cwd=tmp_path) == {"scale-down-data": [6]}


def test_a_file_is_compared_with_a_revision(stslint: Run, repository: Path) -> None:
    path = repository / "deploy" / "db.yaml"
    path.write_text(SHRUNK_SET, encoding="utf-8")
    for words in (("deploy/db.yaml",), ("deploy",), (".",), ("deploy/*.yaml",), ()):
        assert found(stslint, *words, "--against", "git:HEAD", cwd=repository) == {"scale-down-data": [6]}
    assert found(stslint, "db.yaml", "--against", "git:HEAD", cwd=path.parent) == {"scale-down-data": [6]}
    assert found(stslint, str(path), "--against", "git:HEAD", cwd=repository.parent) == {
        "scale-down-data": [6]
    }
    git(repository, "commit", "-q", "-a", "-m", "two")
    assert found(stslint, "deploy", "--against", "git:HEAD", cwd=repository) == {}
    assert found(stslint, "deploy", "--against", "git:HEAD~1", cwd=repository) == {"scale-down-data": [6]}


def test_standard_input_is_compared_with_the_file_that_it_stands_for(stslint: Run, repository: Path) -> None:
    words = ("-", "--stdin-filename", "deploy/db.yaml", "--against", "git:HEAD")
    assert found(stslint, *words, cwd=repository, stdin=SHRUNK_SET) == {"scale-down-data": [6]}


def test_what_was_not_there_is_new(stslint: Run, repository: Path) -> None:
    (repository / "fresh").mkdir()
    (repository / "fresh" / "db.yaml").write_text(GROWN, encoding="utf-8")
    assert found(stslint, "fresh", "--against", "git:HEAD", cwd=repository) == {}
    assert found(stslint, "fresh/db.yaml", "--no-context", "--against", "git:HEAD", cwd=repository) == {}


def test_a_renamed_set_is_told_of(stslint: Run, repository: Path) -> None:
    renamed = SET.replace("name: db\nspec", "name: database\nspec")
    (repository / "deploy" / "db.yaml").write_text(renamed, encoding="utf-8")
    ran = stslint("check", "--select", "STS705", "--format", "json", "--against", "git:HEAD", cwd=repository)
    (finding,) = json.loads(ran.stdout)["findings"]
    assert finding["start"]["line"] == 4
    assert finding["related"][0]["file"] == "HEAD:deploy/db.yaml"


def test_an_update_gets_the_verdict_of_an_update(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text(SET, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(SET.replace("replicas: 3", "replicas: 4294967297"), encoding="utf-8")
    words = ("check", "new.yaml", "--no-context", "--format", "json", "--select", "STS0,STS709")

    def layers(*more: str) -> list[tuple[str, str]]:
        ran = stslint(*words, *more, cwd=tmp_path)
        return [(each["name"], each["layer"]) for each in json.loads(ran.stdout)["findings"]]

    assert layers() == [("wrong-type", "api")]
    assert layers("--against", "old.yaml") == [("integer-wraps-on-apply", "rule")]


@pytest.mark.parametrize(
    ("old", "words"),
    [
        ("git:nowhere", "no revision `nowhere`"),
        ("git:--all", "no revision `--all`"),
        ("git:", "`git:` lacks a revision"),
        ("gone.yaml", "--against gone.yaml"),
    ],
)
def test_what_cannot_be_read_is_named(stslint: Run, repository: Path, old: str, words: str) -> None:
    ran = stslint("check", "deploy", "--against", old, cwd=repository)
    assert ran.returncode == 2
    assert words in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_folder_outside_of_git_is_named(
    stslint: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "db.yaml").write_text(SET, encoding="utf-8")
    ran = stslint("check", "db.yaml", "--against", "git:HEAD", cwd=tmp_path)
    assert ran.returncode == 2
    assert "not in a Git repository" in ran.stderr


def test_git_that_is_missing_is_named(stslint: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "db.yaml").write_text(SET, encoding="utf-8")
    ran = stslint("check", "db.yaml", "--against", "git:HEAD", cwd=tmp_path)
    assert ran.returncode == 2
    assert "Git is not installed" in ran.stderr


def test_what_is_left_out_of_a_folder_is_left_out_of_its_revision(stslint: Run, repository: Path) -> None:
    old = repository / "deploy" / "old" / "db.yaml"
    old.parent.mkdir()
    old.write_text(SHRUNK_SET.replace("replicas: 2", "replicas: 9"), encoding="utf-8")
    (repository / "deploy" / "db.yaml").unlink()
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "moved")
    (repository / "deploy" / "db.yaml").write_text(SHRUNK_SET, encoding="utf-8")
    words = ("deploy", "--against", "git:HEAD")
    assert found(stslint, *words, cwd=repository) != {}
    assert found(stslint, *words, "--exclude", "old/", cwd=repository) == {}


SERVICE = (
    "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {clusterIP: 10.0.0.1, ports: [{port: 80}]}\n"
)


def test_folder_without_a_stateful_set_is_compared(stslint: Run, tmp_path: Path) -> None:
    for folder, text in (("old", SERVICE), ("new", SERVICE.replace("10.0.0.1", "10.0.0.2"))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "svc.yaml").write_text(text)
    for paths in (["new"], ["new/svc.yaml"], ["new", "--select", "STS0"]):
        ran = stslint("check", "--against", "old", *paths)
        assert (ran.returncode, "STS701" in ran.stdout) == (1, True), paths
    assert (
        stslint("check", "--against", "old", "new", "--select", "STS0", "--ignore", "STS701").returncode == 0
    )


def test_what_there_is_nothing_to_compare_with_is_named(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    names = ("a", "b", "c", "d", "e")
    (tmp_path / "new.yaml").write_text("---\n".join(SERVICE.replace("web", name) for name in names))
    ran = stslint("check", "--against", "old", "new.yaml", "--select", "STS0")
    said = "Service `a`, Service `b`, Service `c` and 2 others are not in old, so they are checked as new"
    assert (ran.returncode, said in ran.stdout) == (0, True)
    assert "not in old" not in stslint("check", "--against", "old", "new.yaml", "--select", "STS4").stdout
