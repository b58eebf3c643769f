"""``stslint plan`` of directories: what changes, with its file, after an overview."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.support.runners import Run

pytestmark = pytest.mark.slow

SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: NAME
  namespace: prod
spec:
  serviceName: NAME
  replicas: 2
  selector:
    matchLabels: {app: NAME}
  template:
    metadata:
      labels: {app: NAME}
    spec:
      containers:
      - name: app
        image: app:1
        readinessProbe: {tcpSocket: {port: 1}, initialDelaySeconds: 10}
"""
NAMES = [f"s{number}" for number in range(12)]
CHANGED = """\
12 StatefulSets: 2 are refused, 1 reaches its spec, 9 are unchanged
2 pods restart; at least 20 s
Refused     s2 in prod, s3 in prod

new/s2/sts.yaml:1: s2 in prod: the API server refuses this change: nothing happens

new/s2/sts.yaml:7:16: refused `serviceName` cannot be changed from `s2` to `other` once the object exists
  to change it, run `kubectl delete statefulset s2 --cascade=orphan -n prod`, then apply: \
the pods keep running, and get the new DNS names when they restart

After `kubectl delete statefulset s2 --cascade=orphan -n prod`, the apply does this:

s2 in prod: 2 replicas; RollingUpdate, OrderedReady (Kubernetes 1.37)

Delete s2 without its pods
  1  s2-0 and s2-1  left running without an owner

Create s2
  1  s2-0 and s2-1  adopted as they are

After it    s2-0 and s2-1 Ready
DNS         s2-0.s2.prod.svc.cluster.local ... s2-1.s2.prod.svc.cluster.local, \
as they keep the Service that they were created with

new/s3/sts.yaml:1: s3 in prod: the API server refuses this change: nothing happens

new/s3/sts.yaml:8:13: refused `replicas` must be a whole number, not the string `x`

new/s1/sts.yaml:1: s1 in prod: image app:1 -> app:2; RollingUpdate, OrderedReady (Kubernetes 1.37)

  1  s1-1  deleted, recreated on the new revision                     >= 10 s
  2  s1-0  deleted once s1-1 is Ready, recreated on the new revision  >= 10 s

After it    s1-0 and s1-1 new and Ready
DNS         s1-0.s1.prod.svc.cluster.local ... s1-1.s1.prod.svc.cluster.local
Time        at least 20 s; stopping pods can add up to 60 s
If it fails new pods that never become Ready stop it at s1-1; the others stay as they are
            to go back, apply the old manifest and run:
              kubectl delete pod s1-1 -n prod

No change   s0 in prod, s10 in prod, s11 in prod, s4 in prod, s5 in prod, s6 in prod, s7 in prod, s8 in prod \
and 1 more (-v names them)
"""


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """Returns a directory with the versions ``old`` and ``new`` of twelve StatefulSets."""
    for folder in ("old", "new"):
        for name in NAMES:
            write(tmp_path, f"{folder}/{name}", SET.replace("NAME", name))
    write(tmp_path, "new/s1", SET.replace("NAME", "s1").replace("app:1", "app:2"))
    write(tmp_path, "new/s2", SET.replace("NAME", "s2").replace("serviceName: s2", "serviceName: other"))
    write(tmp_path, "new/s3", SET.replace("NAME", "s3").replace("replicas: 2", "replicas: x"))
    return tmp_path


def write(root: Path, folder: str, text: str) -> None:
    (root / folder).mkdir(parents=True, exist_ok=True)
    (root / folder / "sts.yaml").write_text(text, encoding="utf-8")


def test_only_what_changes_is_printed_with_its_file_after_an_overview(stslint: Run, folders: Path) -> None:
    ran = stslint("plan", "--from", "old", "new")
    assert (ran.returncode, ran.stderr, ran.stdout) == (1, "", CHANGED)


def test_a_git_revision_is_compared_in_the_same_way(stslint: Run, folders: Path) -> None:
    for words in (("init", "-q"), ("add", "old"), ("commit", "-qm", "one")):
        who = ("-c", "user.name=a", "-c", "user.email=a@b.c")
        subprocess.run(["git", *who, *words], cwd=folders, check=True, capture_output=True)
    write(folders, "old/s5", SET.replace("NAME", "s5").replace("replicas: 2", "replicas: 1"))
    said = stslint("plan", "--from", "git:HEAD", "old").stdout
    assert said.startswith(
        "12 StatefulSets: 1 reaches its spec, 11 are unchanged\n1 pod is deleted\n\nold/s5/sts.yaml:1: "
    )
    assert said.count("sts.yaml:") == 1


def test_equal_directories_are_one_overview_and_one_line(stslint: Run, folders: Path) -> None:
    ran = stslint("plan", "--from", "old", "old", "-v")
    assert ran.returncode == 0
    assert ran.stdout.splitlines()[:2] == [
        "12 StatefulSets: 12 are unchanged",
        "no pod is created, deleted or restarted",
    ]
    assert next(line for line in ran.stdout.splitlines()[2:] if line).count(" in prod") == 12


def test_stuck_plans_are_counted_and_named(stslint: Run, folders: Path) -> None:
    ran = stslint("plan", "--from", "old", "new", "--bad-revision")
    assert "12 StatefulSets: 2 are refused, 1 gets stuck, 9 are unchanged\n1 pod restarts\n" in ran.stdout
    assert "\nStuck       s1 in prod\n" in ran.stdout


def test_a_directory_alone_is_created(stslint: Run, folders: Path) -> None:
    ran = stslint("plan", "old")
    assert ran.returncode == 0
    assert ran.stdout.startswith("12 StatefulSets: 12 reach their spec\n24 pods are created; at least 20 s\n")
    assert "\nold/s4/sts.yaml:1: s4 in prod: 2 replicas" in ran.stdout


def test_stateful_sets_of_one_name_are_compared_with_the_one_of_their_file(
    stslint: Run, tmp_path: Path
) -> None:
    for folder in ("old", "new"):
        for overlay, count in (("dev", 1), ("live", 3)):
            text = SET.replace("NAME", "web").replace("replicas: 2", f"replicas: {count}")
            write(tmp_path, f"{folder}/{overlay}", text)
    ran = stslint("plan", "--from", "old", "new")
    assert ran.stdout.startswith("2 StatefulSets: 2 are unchanged\n")


def test_json_has_a_line_for_each_with_its_file_and_outcome(stslint: Run, folders: Path) -> None:
    ran = stslint("plan", "--from", "old", "new", "--format", "json")
    found = {each["id"]: each for each in map(json.loads, ran.stdout.splitlines())}
    assert {name: each["outcome"] for name, each in found.items() if each["outcome"] != "unchanged"} == {
        "s1": "completes",
        "s2": "refused",
        "s3": "refused",
    }
    assert len(found) == 12
    assert (found["s2"]["file"], found["s2"]["line"], found["s2"]["namespace"]) == (
        "new/s2/sts.yaml",
        1,
        "prod",
    )
    assert found["s2"]["refused"] == [
        {
            "message": "`serviceName` cannot be changed from `s2` to `other` once the object exists",
            "field": "spec.serviceName",
            "line": 7,
            "column": 16,
        }
    ]


@pytest.mark.parametrize("form", ["html", "svg"])
def test_pages_and_pictures_of_directories_and_refusals(form: str, stslint: Run, folders: Path) -> None:
    begin = {"html": "<!doctype html>", "svg": "<svg "}[form]
    for words, code in ((("old", "new"), 1), (("old/s2", "new/s2"), 1), (("old", "old"), 0)):
        ran = stslint("plan", "--from", *words, "--format", form)
        assert (ran.returncode, ran.stderr) == (code, "")
        assert ran.stdout.startswith(begin)
    assert "12 StatefulSets: 12 are unchanged" in ran.stdout


def test_a_picture_of_too_many_plans_is_no_picture(stslint: Run, folders: Path) -> None:
    write(folders, "old/s99", SET.replace("NAME", "s99"))
    ran = stslint("plan", "old", "--format", "svg")
    assert ran.returncode == 2
    assert ran.stderr == (
        "stslint: a picture shows at most 12 plans, found 13: add --name NAME, or use --format html\n"
    )


@pytest.mark.parametrize("words", [("--replicas", "3"), ("--name", "elsewhere")])
def test_an_error_names_only_some_of_many(words: tuple[str, ...], stslint: Run, folders: Path) -> None:
    ran = stslint("plan", "old", *words)
    assert ran.returncode == 2
    assert "`s0`, `s1`, `s10`, `s11`, `s2` and 7 more" in ran.stderr


SCENARIO = {"id": 7, "manifest": SET.replace("NAME", "web"), "steps": [{"op": "create"}]}


@pytest.mark.parametrize(
    ("form", "begin"), [("markdown", "### stslint plan"), ("html", "<!doctype html>"), ("svg", "<svg ")]
)
def test_scenarios_have_every_format_and_name_those_that_fail(form: str, begin: str, stslint: Run) -> None:
    bad = {**SCENARIO, "id": "bad", "steps": [{"op": "explode"}]}
    lines = "\n".join(map(json.dumps, (SCENARIO, bad)))
    ran = stslint("plan", "--scenario", "-", "--format", form, stdin=lines)
    assert ran.returncode == 2
    assert ran.stdout.startswith(begin)
    assert "bad: cannot be planned: " in ran.stderr
