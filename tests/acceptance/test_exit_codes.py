"""How every command ends: exit code, standard output, standard error, in each documented case."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from stslint.cli.app import command_line
from stslint.cli.errors import NO_MEMORY
from tests.support.paths import ROOT
from tests.support.runners import Run

pytestmark = pytest.mark.slow

COMMANDS = sorted(command_line.commands)

GOOD = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
  serviceName: web
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "registry.example.com/web:1.2.3"}]
"""
BAD = GOOD.replace("serviceName", "servicename")
FRAGMENT = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: web}\nspec: {replicas: 3}\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "good").mkdir()
    (tmp_path / "good" / "web.yaml").write_text(GOOD)
    (tmp_path / "bad.yaml").write_text(BAD)
    (tmp_path / "fragment.yaml").write_text(FRAGMENT)
    (tmp_path / "empty").mkdir()
    return tmp_path


@pytest.mark.parametrize("option", ["--help", "-h"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_of_every_command_exits_with_0_and_says_nothing_on_stderr(
    stslint: Run, command: str, option: str
) -> None:
    ran = stslint(*([command] if command else []), option)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith(f"Usage: stslint {command}".rstrip())
    assert "..." not in ran.stdout.split("Commands:")[-1].replace("[PATHS]...", "") or command


def test_help_of_the_program_shows_whole_sentences(stslint: Run) -> None:
    commands = stslint("--help").stdout.split("Commands:\n")[1].partition("\n\n")[0].split("\n")
    assert len(commands) == len(COMMANDS)
    assert all(line.endswith(".") and not line.endswith("...") for line in commands)


def test_help_of_every_command_ends_with_examples_of_it(stslint: Run) -> None:
    for command in COMMANDS:
        lines = stslint(command, "--help").stdout.rpartition("\nExamples:\n")[2].splitlines()
        assert f"stslint {command}" in lines[0]
        assert lines[1].startswith("    ")
        assert lines[1].endswith(".")


def test_help_of_check_groups_its_options(stslint: Run) -> None:
    titles = re.findall(r"^(\w+):$", stslint("check", "--help").stdout, re.MULTILINE)
    assert titles == [
        "Input",
        "Rules",
        "Output",
        "Fixes",
        "Baseline",
        "Rendering",
        "Running",
        "Other",
        "Examples",
    ]


def test_version_exits_with_0(stslint: Run) -> None:
    ran = stslint("--version")
    assert (ran.returncode, ran.stderr) == (0, "")


ENDS = [
    ("check good --complete --select STS0", 0, "No findings in 1 file", ""),
    ("check bad.yaml --select STS004", 1, "STS004", ""),
    ("check bad.yaml --select STS004 --exit-zero", 0, "STS004", ""),
    ("check bad.yaml --select STS004 --format json", 1, '"rule": "STS004"', ""),
    ("check nowhere.yaml", 2, "", "stslint: nowhere.yaml: does not exist"),
    ("check bad.yml", 2, "", "stslint: bad.yml: does not exist; did you mean `bad.yaml`?"),
    ("check --select STS999 good", 2, "", "stslint: no rule matches `STS999`"),
    ("check --severity STS101 good", 2, "", "stslint: --severity STS101: use RULE=LEVEL"),
    ("check --kubernetes-version 2.0 good", 2, "", "stslint: `2.0` "),
    ("check --config nowhere.toml good", 2, "", "stslint: nowhere.toml: No such file or directory"),
    ("check --baseline nowhere.json good", 2, "", "stslint: nowhere.json: "),
    ("check --output-file sarif good", 2, "", "stslint: --output-file sarif: "),
    ("check --output nowhere/report.txt good", 2, "", "stslint: nowhere/report.txt: "),
    ("check --unsafe-fixes good", 2, "", "stslint: --unsafe-fixes decides"),
    ("check --statistics --format json good", 2, "", "stslint: --statistics adds a table"),
    ("check --rules empty good", 2, "", "stslint: empty: holds no rule"),
    ("check --against git:nowhere good", 2, "", "stslint: "),
    ("check --fail-on fatal good", 2, "", "stslint: Invalid value for '--fail-on': 'fatal'"),
    ("check --bogus", 2, "", "stslint: No such option"),
    (
        "check --diff bad.yaml --select STS004",
        1,
        "+  serviceName: web",
        "stslint: 1 would be fixed in 1 file",
    ),
    ("bogus", 2, "", "stslint: No such command 'bogus'"),
    ("plan good/web.yaml", 0, "web-0", ""),
    ("plan bad.yaml", 1, "STS004", ""),
    ("plan nowhere.yaml", 2, "", "stslint: nowhere.yaml: does not exist"),
    ("plan", 2, "", "stslint: name a manifest to plan, or --scenario FILE"),
    ("plan --scenario nowhere.yaml", 2, "", "stslint: nowhere.yaml: No such file or directory"),
    ("plan --scenario bad.yaml --name web", 2, "", "stslint: --scenario cannot be combined with --name"),
    ("plan good/web.yaml --orphan", 2, "", "stslint: --orphan changes how --delete works"),
    ("plan good/web.yaml --not-ready other-7", 2, "", "stslint: "),
    ("plan good/web.yaml --name wib", 2, "", "did you mean `web`?"),
    ("diagnose good/web.yaml", 0, "web in default: moving", ""),
    ("diagnose nowhere.yaml", 2, "", "stslint: nowhere.yaml: No such file or directory"),
    ("diagnose", 2, "", "stslint: name a snapshot"),
    ("plan --state nowhere.yaml", 2, "", "stslint: nowhere.yaml: No such file or directory"),
    ("kubectl-diff good good", 0, "", ""),
    ("kubectl-diff nowhere good", 2, "", "stslint: Invalid value for 'LIVE'"),
    ("explain STS105", 0, "STS105 governing-service-missing", ""),
    ("explain sts1005", 2, "", "stslint: unknown rule or topic `sts1005`"),
    ("rules", 0, "STS105", ""),
    ("rules --rules empty", 2, "", "stslint: empty: holds no rule"),
    ("test-rules nowhere", 2, "", "stslint: Invalid value for 'DIR'"),
    ("test-rules empty", 2, "", "stslint: empty: holds no rule"),
    ("schema", 0, '"$schema"', ""),
    ("schema --of scenario", 0, '"title": "stslint scenario"', ""),
    ("schema --of baseline", 0, '"title": "stslint baseline"', ""),
    ("schema --kubernetes-version 0.1", 2, "", "stslint: `0.1` "),
    ("config-schema", 0, '"$schema"', ""),
    ("completion bash", 0, "_STSLINT_COMPLETE", ""),
    ("completion tcsh", 2, "", "stslint: Invalid value for '{bash|zsh|fish}': 'tcsh'"),
    ("diagnose nowhere.yaml", 2, "", "stslint: "),
    ("diagnose good/web.yaml", 0, "1 StatefulSet: 1 moving", ""),
    ("kubectl-diff nowhere nothing", 2, "", "stslint: "),
    ("server --config", 2, "", "stslint: Option '--config' requires an argument"),
]


@pytest.mark.parametrize(("arguments", "code", "stdout", "stderr"), ENDS, ids=[end[0] for end in ENDS])
def test_command_ends_with_its_exit_code(
    stslint: Run, files: Path, arguments: str, code: int, stdout: str, stderr: str
) -> None:
    ran = stslint(*arguments.split(), cwd=files)
    assert ran.returncode == code
    assert stdout in ran.stdout
    assert stderr in ran.stderr
    assert bool(ran.stderr) == bool(stderr)
    assert "Traceback" not in ran.stderr
    if code == 2:
        assert ran.stderr.count("\n") == 1, "one line"
        assert ran.stderr.startswith("stslint: ")


def test_every_command_has_an_end_of_its_own() -> None:
    assert {arguments.split()[0] for arguments, *_ in ENDS} >= set(COMMANDS)


DEFECT = """\
import sys
import stslint.pipeline.check_run as check_run
def fail(*_, **__):
    raise KeyError("spec\\x1b[31m")
check_run.load = fail
sys.argv = ["stslint", "check", *sys.argv[1:]]
from stslint.__main__ import main
main()
"""


@pytest.mark.parametrize("path_through_click", [False, True])
def test_defect_of_stslint_says_that_it_is_one(files: Path, path_through_click: bool) -> None:
    more = ["--fail-on", "error"] if path_through_click else []
    environment = {key: value for key, value in os.environ.items() if key != "STSLINT_TRACEBACK"}
    short = run_python(DEFECT, files, environment, "--no-cache", "bad.yaml", *more)
    assert short.returncode == 2
    assert short.stderr.startswith("stslint: internal error: KeyError: 'spec")
    assert "please report it at https://github.com/stslint/stslint/issues" in short.stderr
    assert "STSLINT_TRACEBACK=1" in short.stderr
    assert short.stderr.count("\n") == 1
    long = run_python(DEFECT, files, {**environment, "STSLINT_TRACEBACK": "1"}, "bad.yaml", *more)
    assert long.returncode == 2
    assert "Traceback (most recent call last):" in long.stderr
    assert "check_run.py" in long.stderr
    assert "\x1b" not in short.stderr + long.stderr


INTERRUPTED = DEFECT.replace('KeyError("spec\\x1b[31m")', "KeyboardInterrupt")


@pytest.mark.parametrize("more", [(), ("--fail-on", "error")])
def test_interrupt_exits_with_130(files: Path, more: tuple[str, ...]) -> None:
    ran = run_python(INTERRUPTED, files, dict(os.environ), "--no-cache", "bad.yaml", *more)
    assert (ran.returncode, ran.stderr.strip()) == (130, "stslint: interrupted")


@pytest.mark.parametrize("more", [(), ("--fail-on", "error")])
def test_run_without_enough_memory_is_no_defect_of_stslint(files: Path, more: tuple[str, ...]) -> None:
    program = DEFECT.replace('KeyError("spec\\x1b[31m")', "MemoryError")
    ran = run_python(program, files, dict(os.environ), "--no-cache", "bad.yaml", *more)
    assert ran.returncode == 2
    assert ran.stderr == f"stslint: {NO_MEMORY}\n"


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_ctrl_c_while_standard_input_is_read_exits_with_130(files: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "stslint", "check", "-", "--no-cache"],
        cwd=files,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in stderr


def run_python(
    code: str, cwd: Path, environment: dict[str, str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    root = ROOT
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        env={**environment, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_every_option_has_a_help_text() -> None:
    for command in command_line.commands.values():
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, (command.name, option.name)
