"""An organisation's own rules: the example of the documentation, and every way in which a rule may be bad."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.runners import Run

pytestmark = pytest.mark.slow

SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  labels:
    app: web
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
        image: registry.example.com/web:1.2.3
"""
PAGE = (ROOT / "docs" / "own-rules.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"^````python\n(.*?)^````$", PAGE, re.DOTALL | re.MULTILINE)[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Returns a folder of rules that holds the example; a manifest stands beside it."""
    (tmp_path / "web.yaml").write_text(SET)
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "team_label_missing.py").write_text(EXAMPLE)
    return rules


def broken(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.py").write_text(text)


def test_the_example_keeps_its_promises(stslint: Run, folder: Path) -> None:
    ran = stslint("test-rules", "rules")
    assert (ran.returncode, ran.stdout) == (0, "1 rule, 0 failed examples\n")


def test_the_example_reports(stslint: Run, folder: Path) -> None:
    ran = stslint("check", "--rules", "rules", "--select", "ACME", "--format", "concise", "web.yaml")
    assert ran.returncode == 1
    assert "web.yaml:5:3: warning ACME001" in ran.stdout
    assert "team-label-missing" in stslint("explain", "acme001", "--rules", "rules").stdout


BODY = EXAMPLE.replace("ACME001", "ACME002")
BAD_FILES = {
    "raises": ("raise RuntimeError('no database')", "line 1: RuntimeError: no database"),
    "leaves": ("import sys\nsys.exit(0)", "SystemExit"),
    "unparsable": ("def check(:\n", "SyntaxError"),
    "not_text": ("x = '\\udc80' + 1", "TypeError"),
    "no_page": (
        BODY[BODY.index("from collections") :],
        "the docstring, which is the rule's page, is missing",
    ),
    "no_check": (BODY.replace("def check", "def chekc"), "`check(stateful_set, bundle)` is missing"),
    "bad_id": (BODY.replace("ACME002", "acme"), "`ID` must be letters and three digits"),
    "bad_severity": (BODY.replace('"warning"', '"fatal"'), "`SEVERITY` must be one of"),
    "bad_source": (BODY.replace("https:", "ftp:"), "`SOURCE` must be the https address"),
    "bad_kinds": (BODY + '\nKINDS = "StatefulSet"\n', "`KINDS` must be a tuple"),
    "bad_fields": (BODY + '\nFIELDS = "preStop"\n', "`FIELDS` must be a tuple"),
    "taken_id": (BODY.replace("ACME002", "STS302"), "`STS302` is already used by"),
    "zz_taken_beside": (EXAMPLE, "`ACME001` is already used by"),
    "Camel": (BODY, "lower-case words"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_named_and_the_other_rules_run(stslint: Run, folder: Path, name: str) -> None:
    text, said = BAD_FILES[name]
    broken(folder, name, text)
    ran = stslint("check", "--rules", "rules", "--format", "json", "web.yaml")
    assert ran.returncode == 2
    assert f"rules/{name}.py" in ran.stderr
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr
    report = json.loads(ran.stdout)
    assert "ACME001" in {finding["rule"] for finding in report["findings"]}
    assert [error["file"] for error in report["errors"]] == [f"rules/{name}.py"]


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_a_broken_promise(stslint: Run, folder: Path, name: str) -> None:
    text, said = BAD_FILES[name]
    broken(folder, name, text)
    ran = stslint("test-rules", "rules")
    assert ran.returncode == 1
    assert said in ran.stdout
    assert "2 rules, 1 failed example" in ran.stdout


BAD_ANSWERS = {
    "no_problem": ("    yield 'a text'\n", "it yields `'a text'`"),
    "no_answers": ("    return None\n", "NoneType"),
    "no_node": ("    yield Problem('web', 'is bad')\n", "needs a Node"),
    "no_message": ("    yield Problem(stateful_set, None)\n", "needs a Node of the manifest and a text"),
    "no_severity": ("    yield Problem(stateful_set, 'x', severity='fatal')\n", "the severity `fatal`"),
    "a_node_of_nowhere": (
        "    yield Problem(Node('null', None, stateful_set.span), 'is bad')\n",
        "a node of another document",
    ),
    "a_mistake": (
        "    yield Problem(stateful_set.at('spec'), 1 / 0)\n",
        " of a_mistake.py: ZeroDivisionError",
    ),
    "an_exit": ("    raise SystemExit(0)\n", "SystemExit"),
}


@pytest.mark.parametrize("name", BAD_ANSWERS)
def test_nonsense_is_a_finding_and_the_other_rules_run(stslint: Run, folder: Path, name: str) -> None:
    body, said = BAD_ANSWERS[name]
    head = BODY[: BODY.index("    labels = ")]
    broken(folder, name, head + body)
    ran = stslint("check", "--rules", "rules", "--format", "json", "web.yaml")
    assert ran.returncode == 2
    findings = json.loads(ran.stdout)["findings"]
    (failed,) = [finding for finding in findings if finding["rule"] == "STS000"]
    assert said in failed["message"]
    assert failed["severity"] == "error"
    assert "ACME001" in {finding["rule"] for finding in findings}


def test_a_promise_that_is_not_kept_is_told_with_its_line(stslint: Run, folder: Path) -> None:
    broken(folder, "promises", BODY.replace("has no label `team`", "is called `nobody`", 1))
    ran = stslint("test-rules", "rules")
    assert ran.returncode == 1
    assert "rules/promises.py:13: no message says `is called `nobody``" in ran.stdout


def test_the_listing_tells_of_a_bad_file(stslint: Run, folder: Path) -> None:
    broken(folder, "raises", "raise RuntimeError('no database')")
    ran = stslint("rules", "--rules", "rules")
    assert ran.returncode == 2
    assert "ACME001" in ran.stdout
    assert "no database" in ran.stderr
    explained = stslint("explain", "ACME001", "--rules", "rules")
    assert explained.returncode == 0
    assert "no database" in explained.stderr


def test_a_folder_without_rules(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = stslint("check", "--rules", "empty", ".")
    assert ran.returncode == 2
    assert "empty: holds no rule" in ran.stderr


OLD_IMPORT = EXAMPLE.replace("stslint.rule_api", "stslint.model")
MOVED_IMPORT = EXAMPLE.replace("ID =", "from stslint.kubernetes.objects import name as _name\n\nID =", 1)


def test_a_rule_that_imports_a_private_module_runs_and_is_told_the_public_one(
    stslint: Run, folder: Path
) -> None:
    (folder / "team_label_missing.py").write_text(OLD_IMPORT)
    advice = "rules/team_label_missing.py: `stslint.model` is private and may change: import from"
    checked = stslint("check", "--rules", "rules", "--select", "ACME", "--format", "concise", "web.yaml")
    assert (checked.returncode, checked.stdout.count("ACME001")) == (1, 1)
    assert advice in checked.stderr
    tested = stslint("test-rules", "rules")
    assert tested.returncode == 0
    assert advice in tested.stdout


def test_a_rule_that_imports_a_module_that_has_moved_is_told_where_to_import_from(
    stslint: Run, folder: Path
) -> None:
    (folder / "team_label_missing.py").write_text(MOVED_IMPORT)
    ran = stslint("check", "--rules", "rules", "web.yaml")
    assert ran.returncode == 2
    assert "No module named 'stslint.kubernetes.objects'" in ran.stderr
    assert "custom rules import from `stslint.rule_api` and `stslint.kubernetes`" in ran.stderr
