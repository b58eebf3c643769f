"""``stslint check --policy``: policies from files and folders, and what goes wrong with them."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from stslint.text.installation import install_command
from tests.support.policies import SET, binding, policy
from tests.support.runners import Run

pytestmark = pytest.mark.slow

THERE = importlib.util.find_spec("cel_expr_python") is not None
needs_cel = pytest.mark.skipif(not THERE, reason="the extra stslint[cel] needs Python 3.11")

BOUNDS = policy("  validations:\n  - expression: object.spec.replicas <= 2\n") + binding()
BROKEN = policy("  validations:\n  - expression: object.spec.replicas <=\n", "broken")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "web.yaml").write_text(SET)
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "bounds.yaml").write_text(BOUNDS)
    return tmp_path


@needs_cel
def test_a_folder_of_policies(stslint: Run, folder: Path) -> None:
    ran = stslint(
        "check", "web.yaml", "--policy", "policies", "--select", "STS801", "--format", "json", cwd=folder
    )
    assert ran.returncode == 1, ran.stderr
    (finding,) = json.loads(ran.stdout)["findings"]
    assert (finding["rule"], finding["severity"], finding["field"]) == ("STS801", "error", "spec.replicas")
    (related,) = finding["related"]
    assert (related["file"], related["start"]["line"]) == ("policies/bounds.yaml", 14)


@needs_cel
def test_updates_are_judged_with_against(stslint: Run, folder: Path) -> None:
    (folder / "old.yaml").write_text(SET)
    (folder / "grow.yaml").write_text(
        policy(
            "  validations:\n  - expression: object.spec.replicas <= oldObject.spec.replicas\n",
            "grow",
            "[UPDATE]",
        )
    )
    (folder / "web.yaml").write_text(SET.replace("replicas: 3", "replicas: 4"))
    words = ("check", "web.yaml", "--policy", "grow.yaml", "--select", "STS801", "--no-context")
    told = stslint(*words, "--against", "old.yaml", cwd=folder)
    assert "web.yaml:8:13: warning STS801" in told.stdout
    assert "--against" in stslint(*words, cwd=folder).stdout


@needs_cel
def test_a_policy_that_does_not_compile_fails_the_run_and_the_others_are_evaluated(
    stslint: Run, folder: Path
) -> None:
    (folder / "broken.yaml").write_text(BROKEN)
    ran = stslint(
        "check",
        "web.yaml",
        "--policy",
        "policies",
        "--policy",
        "broken.yaml",
        "--select",
        "STS801",
        cwd=folder,
    )
    assert ran.returncode == 2
    assert "broken.yaml:14:40: the policy `broken` does not compile" in ran.stderr
    assert "the policy `p` denies this" in ran.stdout


@needs_cel
def test_a_policy_that_does_not_compile_and_may_fail_is_told(stslint: Run, folder: Path) -> None:
    (folder / "broken.yaml").write_text(BROKEN.replace("failurePolicy: Fail", "failurePolicy: Ignore"))
    ran = stslint("check", "web.yaml", "--policy", "broken.yaml", "--select", "STS801", cwd=folder)
    assert ran.returncode == 0
    assert "does not compile" in ran.stdout
    ran = stslint("check", "web.yaml", "--policy", "broken.yaml", "--ignore", "STS801", cwd=folder)
    assert "does not compile" not in ran.stdout


UNEVALUATED = (
    BROKEN.replace("failurePolicy: Fail", "failurePolicy: Ignore"),
    policy(
        "  validations:\n  - expression: object.spec.replicas <= oldObject.spec.replicas\n",
        "grow",
        "[UPDATE]",
    ),
)


@needs_cel
@pytest.mark.parametrize("text", UNEVALUATED, ids=["it does not compile", "what runs is not known"])
def test_what_can_not_be_evaluated_is_told_when_fixing_too(stslint: Run, folder: Path, text: str) -> None:
    (folder / "open.yaml").write_text(text)
    words = ("check", "web.yaml", "--policy", "open.yaml", "--select", "STS801")
    plain = stslint(*words, cwd=folder)
    (line,) = [line for line in plain.stdout.splitlines() if line.startswith("not checked")]
    assert line in stslint(*words, "--fix", cwd=folder).stdout.splitlines()
    reason = line.partition("): ")[2]
    shown = stslint(*words, "--diff", cwd=folder)
    assert (shown.returncode, shown.stdout) == (0, "")
    assert f"stslint: not checked: {reason}" in shown.stderr.splitlines()
    assert stslint(*words, "--diff", "--quiet", cwd=folder).stderr == ""
    ignored = ("check", "web.yaml", "--policy", "open.yaml", "--ignore", "STS801")
    for way in ("--fix", "--diff"):
        ran = stslint(*ignored, way, cwd=folder)
        assert reason not in ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SET, "it has no ValidatingAdmissionPolicy"),
        ("kind: [\n", "policy.yaml:"),
        (None, "policy.yaml: does not exist"),
    ],
)
def test_files_that_hold_no_policy_are_told_of_beside_what_the_rules_say(
    stslint: Run, folder: Path, text: str | None, said: str
) -> None:
    if text is not None:
        (folder / "policy.yaml").write_text(text)
    (folder / "web.yaml").write_text(SET.replace("replicas: 3", "replicas: -3"))
    ran = stslint("check", "web.yaml", "--policy", "policy.yaml", cwd=folder)
    assert ran.returncode == 2
    (line,) = ran.stderr.splitlines()
    assert said in line
    assert "STS010" in ran.stdout


@needs_cel
def test_beside_a_file_that_cannot_be_read_the_other_policies_are_evaluated(
    stslint: Run, folder: Path
) -> None:
    (folder / "policies" / "broken.yaml").write_text("kind: [\n")
    ran = stslint("check", "web.yaml", "--policy", "policies", "--select", "STS801", cwd=folder)
    assert ran.returncode == 2
    assert "policies/broken.yaml:2:1: " in ran.stderr
    assert "the policy `p` denies this" in ran.stdout


@needs_cel
@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("", "policy.yaml:5:1: the policy `odd` has no `validations`"),
        ("  validations:\n  - expression: 5\n", "policy.yaml:14:17: the policy `odd` does not compile"),
        ("  validations:\n  - message: no\n", "the expression must be a string"),
    ],
)
def test_a_policy_the_server_would_not_take(stslint: Run, folder: Path, rest: str, said: str) -> None:
    (folder / "policy.yaml").write_text(policy(rest, "odd"))
    ran = stslint("check", "web.yaml", "--policy", "policy.yaml", "--select", "STS801", cwd=folder)
    assert ran.returncode == 2
    assert said in ran.stderr


WITHOUT = """\
import sys
sys.modules["cel_expr_python"] = None
from stslint.__main__ import main
sys.argv = ["stslint", "check", "web.yaml", "--policy", "policies"]
main()
"""


def test_without_the_library_one_line_names_the_extra(folder: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    (line,) = ran.stderr.splitlines()
    assert install_command("cel") in line


IDLE = """\
import sys
from stslint.cli.check_arguments import CheckArguments
from stslint.cli.commands.check import run
run(CheckArguments(("web.yaml",)))
print([name for name in sys.modules if name.startswith(("cel_", "stslint.policies"))], file=sys.stderr)
"""


def test_the_library_is_not_imported_without_a_policy(folder: Path) -> None:
    words = [sys.executable, "-c", IDLE]
    ran = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert ran.stderr.splitlines()[-1] == "[]"
