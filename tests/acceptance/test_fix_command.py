"""``stslint check --fix`` and ``--diff`` as a user runs them."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from stslint.runtime.atomic_write import ChangedError, replace_content
from tests.support.paths import ROOT
from tests.support.runners import Run
from tests.test_fixed_mistakes import BLOCK, PAGE

pytestmark = pytest.mark.slow

WRONG = BLOCK.replace("kind: StatefulSet", "kind: statefulset").replace("- name: db", "- naem: db")
QUIET = ("--no-context", "--fail-on", "error")

MISLEADING = '''"""Says that a set's name should be its first label.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db  # error
```

## Good

```yaml
apiVersion: v1
kind: Service
metadata:
  name: db
```
"""

from stslint.model import Edit, Fix, Problem, Span

ID = "ACME001"
SEVERITY = "warning"
SOURCE = "https://example.com/"


def check(stateful_set, bundle):
    node = stateful_set.at("metadata.name")
    edit = Edit(Span(node.span.line, 1, node.span.end_line, node.span.end_column), EDIT)
    yield Problem(node, "the name is wrong", fix=Fix("write another", (edit,)))
'''


def test_what_is_mended_is_written_and_what_remains_is_told(stslint: Run, tmp_path: Path) -> None:
    path = tmp_path / "db.yaml"
    path.write_text(WRONG)
    ran = stslint("check", *QUIET, "--fix", "db.yaml")
    assert path.read_text() == BLOCK
    assert ran.returncode == 0
    assert "2 fixed in 1 file" in ran.stdout
    assert "STS002" not in ran.stdout
    again = stslint("check", *QUIET, "--fix", "db.yaml")
    assert "0 fixed in 0 files" in again.stdout
    assert path.read_text() == BLOCK


def test_a_difference_is_shown_and_nothing_written(stslint: Run, tmp_path: Path) -> None:
    path = tmp_path / "db.yaml"
    path.write_text(WRONG)
    ran = stslint("check", *QUIET, "--diff", "db.yaml")
    assert ran.returncode == 1
    assert path.read_text() == WRONG
    assert ran.stdout.startswith("--- db.yaml\n+++ db.yaml\n@@ ")
    assert "-kind: statefulset\n+kind: StatefulSet\n" in ran.stdout
    assert "2 would be fixed in 1 file" in ran.stderr
    patched = subprocess.run(["patch", "-p0"], cwd=tmp_path, input=ran.stdout.encode(), check=False)
    assert patched.returncode == 0
    assert path.read_text() == BLOCK
    clean = stslint("check", *QUIET, "--diff", "db.yaml")
    assert (clean.returncode, clean.stdout) == (0, "")


def test_a_difference_of_a_last_line_without_end_is_marked(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "db.yaml").write_text(BLOCK.replace("10Gi\n", "10gi"))
    ran = stslint("check", *QUIET, "--diff", "db.yaml")
    assert ran.stdout.count("\\ No newline at end of file\n") == 2


def test_standard_input_becomes_standard_output(stslint: Run) -> None:
    ran = stslint("check", *QUIET, "--fix", "-", stdin=WRONG)
    assert ran.stdout == BLOCK
    assert "2 fixed in 1 file" in ran.stderr
    assert stslint("check", *QUIET, "--fix", "-", stdin=BLOCK).stdout == BLOCK


def test_standard_input_with_the_name_of_a_file_leaves_the_file(stslint: Run, tmp_path: Path) -> None:
    path = tmp_path / "db.yaml"
    path.write_text("untouched")
    ran = stslint("check", *QUIET, "--fix", "-", "--stdin-filename", "db.yaml", stdin=WRONG)
    assert ran.stdout == BLOCK
    assert path.read_text() == "untouched"


def test_unreadable_input_goes_through() -> None:
    words = [sys.executable, "-m", "stslint", "check", "--fix", "-"]
    ran = subprocess.run(words, cwd=ROOT, input=b"\xc3(: 1\n", capture_output=True, check=False)
    assert ran.returncode == 2
    assert ran.stdout == b"\xc3(: 1\n"
    assert b"not valid UTF-8" in ran.stderr


def test_unsafe_fixes_are_made_when_asked_for_and_say_what_they_do(stslint: Run, tmp_path: Path) -> None:
    path = tmp_path / "db.yaml"
    text = BLOCK.replace("    spec:\n      term", "    spec:\n      hostname: db\n      term", 1)
    path.write_text(text)
    assert "0 fixed" in stslint("check", *QUIET, "--fix", "db.yaml").stdout
    assert path.read_text() == text
    ran = stslint("check", *QUIET, "--fix", "--unsafe-fixes", "db.yaml")
    assert path.read_text() == BLOCK
    assert "remove `hostname`: a changed template restarts the pods" in ran.stdout


def test_unsafe_fixes_alone_are_a_misunderstanding(stslint: Run) -> None:
    ran = stslint("check", "--unsafe-fixes", ".")
    assert ran.returncode == 2
    assert "--fix or --diff" in ran.stderr


def test_only_what_is_selected_is_mended(stslint: Run, tmp_path: Path) -> None:
    path = tmp_path / "db.yaml"
    path.write_text(WRONG)
    stslint("check", *QUIET, "--fix", "--select", "kind-case", "db.yaml")
    assert path.read_text() == BLOCK.replace("- name: db", "- naem: db")


def test_what_is_ignored_is_not_mended(stslint: Run, tmp_path: Path) -> None:
    path = tmp_path / "db.yaml"
    text = BLOCK.replace("kind: StatefulSet", "kind: statefulset # stslint: ignore=kind-case", 1)
    path.write_text(text)
    stslint("check", *QUIET, "--fix", "db.yaml")
    assert path.read_text() == text


@pytest.mark.parametrize(
    "edit",
    ['"  nmae: db  # "', '"  name: [db]"', '"  name: db\\n---\\nx:"', '"  name: DB"', '"  name: other\\n"'],
)
def test_a_fix_that_does_more_than_it_says_is_not_written(stslint: Run, tmp_path: Path, edit: str) -> None:
    rules = tmp_path / "own"
    rules.mkdir()
    (rules / "misleading.py").write_text(MISLEADING.replace("EDIT", edit, 1))
    path = tmp_path / "db.yaml"
    path.write_text(WRONG)
    ran = stslint("check", *QUIET, "--fix", "--rules", "own", "db.yaml")
    assert path.read_text() == WRONG
    assert "db.yaml: not fixed: " in ran.stdout
    assert ran.returncode == 1


def test_a_page_is_mended_in_place(stslint: Run, tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_bytes(PAGE.replace("kind: StatefulSet", "kind: statefulset", 1).replace("\n", "\r\n").encode())
    stslint("check", *QUIET, "--fix", "README.md")
    assert path.read_bytes() == PAGE.replace("\n", "\r\n").encode()


def test_a_here_document_keeps_what_the_shell_fills_in(stslint: Run, tmp_path: Path) -> None:
    path = tmp_path / "apply.sh"
    sound = "cat <<EOF | kubectl apply -f -\n" + BLOCK.replace("postgres:16.3", "$IMAGE") + "EOF\n"
    path.write_text(
        sound.replace("kind: StatefulSet", "kind: statefulset", 1).replace("replicas:", "replica:")
    )
    stslint("check", *QUIET, "--fix", "apply.sh")
    assert path.read_text() == sound


def test_mode_and_link_are_kept(stslint: Run, tmp_path: Path) -> None:
    target = tmp_path / "store" / "db.yaml"
    target.parent.mkdir()
    target.write_text(WRONG)
    target.chmod(0o640)
    link = tmp_path / "db.yaml"
    link.symlink_to("store/db.yaml")
    stslint("check", *QUIET, "--fix", "db.yaml")
    assert link.is_symlink()
    assert target.read_text() == BLOCK
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert os.listdir(target.parent) == ["db.yaml"]


def test_a_read_only_file_is_left_and_the_run_fails(stslint: Run, tmp_path: Path) -> None:
    path = tmp_path / "db.yaml"
    path.write_text(WRONG)
    path.chmod(0o444)
    (tmp_path / "good.yaml").write_text(WRONG)
    ran = stslint("check", *QUIET, "--fix", "db.yaml", "good.yaml")
    assert ran.returncode == 2
    assert "db.yaml: not fixed: it is read-only" in ran.stderr
    assert path.read_text() == WRONG
    assert (tmp_path / "good.yaml").read_text() == BLOCK
    assert "STS002" in ran.stdout, "what could not be written is still reported"


def test_a_file_that_changed_meanwhile_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "db.yaml"
    path.write_bytes(b"new")
    with pytest.raises(ChangedError, match="changed since it was read"):
        replace_content(str(path), b"old", b"fixed")
    assert path.read_bytes() == b"new"


def test_two_runs_at_once_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "db.yaml"
    path.write_text(WRONG)
    words = [sys.executable, "-m", "stslint", "check", *QUIET, "--fix", str(path)]
    runs = [
        subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(3)
    ]
    told = [run.communicate(timeout=60)[1] for run in runs]
    assert all(run.returncode in (0, 2) for run in runs)
    assert not any(b"Traceback" in text for text in told)
    assert path.read_text() == BLOCK
    assert os.listdir(tmp_path) == ["db.yaml"]
