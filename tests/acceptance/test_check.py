"""``stslint check`` as a user runs it: what is found, what is said, and how it ends."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.support.runners import Run

pytestmark = pytest.mark.slow

GOOD = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: nginx:1.27.1
        readinessProbe:
          tcpSocket:
            port: 80
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  clusterIP: None
  selector:
    app: web
"""
TYPOS = (
    GOOD.replace("StatefulSet", "statefulset")
    .replace("spec:\n  serv", "spec\n  serv")
    .replace("- name", "- naem")
)

PAGE = f"""\
# Notes

A set:

```bash
cat <<EOF > web
{TYPOS}EOF
```
"""


def found(output: str) -> list[tuple[str, int, int]]:
    return [
        (finding["rule"], finding["start"]["line"], finding["start"]["column"])
        for finding in json.loads(output)["findings"]
        if finding["severity"] == "error"
    ]


def test_three_typos_come_out_in_one_run(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "web").write_text(TYPOS)
    ran = stslint("check", "--format", "json", "web")
    assert ran.returncode == 1
    assert found(ran.stdout) == [("STS002", 2, 7), ("STS001", 5, 1), ("STS004", 16, 9)]


@pytest.mark.parametrize("name", ["page.md", "page.txt"])
def test_a_page_is_read_with_its_own_line_numbers(stslint: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(PAGE)
    assert found(stslint("check", "--format", "json", name).stdout) == [
        ("STS002", 8, 7),
        ("STS001", 11, 1),
        ("STS004", 22, 9),
    ]


def test_a_named_file_sees_the_service_beside_it(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "set.yaml").write_text(GOOD)
    (tmp_path / "service.yaml").write_text(SERVICE.replace("None", "10.0.0.1"))
    report = json.loads(stslint("check", "--format", "json", "set.yaml").stdout)
    assert report["files"] == 1
    assert not report["not_checked"]
    assert {finding["file"] for finding in report["findings"]} <= {"set.yaml"}


def test_another_version_of_the_file_beside_it_is_no_neighbour(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "set.yaml").write_text(GOOD)
    (tmp_path / "copy.yaml").write_text(GOOD + "---\n" + SERVICE)
    report = json.loads(stslint("check", "--format", "json", "set.yaml").stdout)
    assert "STS105" in {unchecked["rule"] for unchecked in report["not_checked"]}


def test_a_lone_manifest_says_what_it_could_not_see(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "set.yaml").write_text(GOOD)
    ran = stslint("check", "set.yaml")
    assert "not checked" in ran.stdout
    assert "STS105" in ran.stdout


def test_a_patch_is_not_told_what_it_lacks(stslint: Run, tmp_path: Path) -> None:
    patch = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: web\nspec:\n  replicas: 5\n"
    (tmp_path / "patch.yaml").write_text(patch)
    assert stslint("check", "patch.yaml").returncode == 0
    assert stslint("check", "--complete", "patch.yaml").returncode == 1
    (tmp_path / "patch.yaml").write_text(patch.replace("replicas", "replica"))
    assert found(stslint("check", "--format", "json", "patch.yaml").stdout) == [("STS004", 6, 3)]


def test_standard_input_has_the_name_it_is_given(stslint: Run) -> None:
    ran = stslint("check", "--format", "concise", "--stdin-filename", "chart.yaml", "-", stdin=TYPOS)
    assert ran.stdout.startswith("chart.yaml:2:7: error STS002 ")


def test_the_exit_code_follows_the_severity(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "set.yaml").write_text(GOOD + "---\n" + SERVICE)
    warned = GOOD.replace("  serviceName", "  updateStrategy: {rollingUpdate: {partition: 1}}\n  serviceName")
    (tmp_path / "warned.yaml").write_text(warned + "---\n" + SERVICE)
    base = ("check", "--select", "partition-blocks-update")
    assert stslint(*base, "set.yaml").returncode == 0
    assert stslint(*base, "warned.yaml").returncode == 1
    assert stslint(*base, "--fail-on", "error", "warned.yaml").returncode == 0
    assert stslint(*base, "--exit-zero", "warned.yaml").returncode == 0
    assert stslint(*base, "--severity", "STS302=info", "warned.yaml").returncode == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("check", "nowhere.yaml"), "nowhere.yaml"),
        (("check", "--kubernetes-version", "1.12", "."), "1.25"),
        (("check", "--select", "partition-block-update", "."), "did you mean `partition-blocks-update`?"),
        (("check", "--severity", "STS302=loud", "."), "error, warning, info"),
        (("explain", "STS999"), "`stslint rules` lists the rules"),
        (("check", "--rules", "nowhere", "."), "nowhere"),
        (("check", "*.nothing"), "*.nothing"),
    ],
)
def test_a_run_that_can_not_be_done_says_why(stslint: Run, words: tuple[str, ...], says: str) -> None:
    ran = stslint(*words)
    assert ran.returncode == 2
    assert says in ran.stderr
    assert "Traceback" not in ran.stderr


BAD_INPUTS = {
    "empty.yaml": b"",
    "binary.yaml": bytes(range(256)) * 4,
    "latin.yaml": "kind: StatefulSet # größe\n".encode("latin-1"),
    "bomb.yaml": (
        "kind: StatefulSet\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
    ).encode(),
    "deep.yaml": b"kind: StatefulSet\nspec: " + b"[" * 10_000 + b"]" * 10_000,
    "deep.json": b'{"kind": "StatefulSet", "spec": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    "control.yaml": b"kind: StatefulSet\nname: \x07\n",
}


@pytest.mark.parametrize("name", BAD_INPUTS)
def test_bad_input_ends_in_a_clear_line(stslint: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BAD_INPUTS[name])
    ran = stslint("check", name)
    assert ran.returncode in (0, 1, 2)
    assert name in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    assert (ran.returncode == 0) == (name == "empty.yaml")


def test_a_folder_without_manifests_says_so(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = stslint("check", "empty")
    assert ran.returncode == 0
    assert "no manifest in this folder" in ran.stdout


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_can_not_be_read_fails_the_run(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text(GOOD)
    (tmp_path / "secret.yaml").chmod(0)
    ran = stslint("check", "secret.yaml")
    assert ran.returncode == 2
    assert "secret.yaml" in ran.stderr


def test_a_template_is_skipped_with_what_to_run_instead(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "set.yaml").write_text(GOOD.replace("name: web", "name: {{ .Release.Name }}"))
    ran = stslint("check", "set.yaml")
    assert ran.returncode == 0
    assert "helm template" in ran.stdout


def test_a_report_goes_to_a_file(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "web.yaml").write_text(TYPOS)
    ran = stslint("check", "--format", "json", "--output", "out.json", "web.yaml")
    assert ran.stdout == ""
    assert json.loads((tmp_path / "out.json").read_text())["stateful_sets"] >= 0


def test_a_rule_that_raises_is_named_and_the_others_still_run(stslint: Run, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "always_raises.py").write_text(
        '"""Raises.\n"""\nID = "ACME001"\nSEVERITY = "error"\nSOURCE = "https://example.com"\n'
        "def check(stateful_set, bundle):\n    raise RuntimeError('no idea')\n"
    )
    (tmp_path / "web.yaml").write_text(TYPOS)
    ran = stslint("check", "--rules", "rules", "web.yaml")
    assert "ACME001 always-raises failed here, on line 7 of always_raises.py: RuntimeError: no" in ran.stdout
    assert "STS004" in ran.stdout
    assert ran.returncode == 2


def test_statistics_count_the_kinds_that_are_not_judged(stslint: Run, tmp_path: Path) -> None:
    custom = "apiVersion: monitoring.example.com/v1\nkind: ServiceMonitor\nmetadata: {name: web}\n"
    (tmp_path / "web.yaml").write_text(f"{GOOD}---\n{custom}---\n{custom}")
    assert "     2  not checked      ServiceMonitor\n" in stslint("check", "--statistics", "web.yaml").stdout
