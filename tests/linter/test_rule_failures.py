"""A rule that fails names itself and stops nothing else, whichever check fails and however."""

from __future__ import annotations

from pathlib import Path

import pytest

from stslint.cli.output import FORMATS, renderer
from stslint.linter.linter import lint
from stslint.linter.outcome import Outcome
from stslint.linter.rule_loader import load_rules
from stslint.linter.settings import Settings
from stslint.model import INTERNAL, Finding, Report
from tests.support.manifests import bundle_of, stateful_set

CHECKS = ("check(root, bundle)", "check_update(before, root, bundle)", "check_bundles(before, bundle)")
FAILURES = {
    "raises": 'raise ValueError("boom")',
    "raises-after-an-answer": 'yield Problem(root, "first"); raise ValueError("boom")',
    "ends-the-process": "raise SystemExit(3)",
    "recurses": "return deep(root)",
    "error-without-text": "raise Unprintable()",
    "error-of-no-family": 'raise Stop("boom")',
    "stops-an-iteration": "raise StopIteration()",
    "returns-nothing": "return None",
    "yields-a-number": "yield 5",
    "reason-is-a-number": "yield NotChecked(5)",
    "message-is-a-number": "yield Problem(root, 5)",
    "help-is-a-list": 'yield Problem(root, "m", help=[])',
    "fix-is-a-text": 'yield Problem(root, "m", fix="x")',
    "edit-is-a-number": 'yield Problem(root, "m", fix=Fix("t", (5,)))',
    "related-is-a-text": 'yield Problem(root, "m", related=("x",))',
    "severity-is-a-list": 'yield Problem(root, "m", severity=[])',
}
RULE = '''"""A rule."""
from stslint.rule_api import Fix, NotChecked, Problem

ID = "{id}"
SEVERITY = "warning"
SOURCE = "https://example.com/"


class Unprintable(Exception):
    def __str__(self):
        raise ValueError


class Stop(BaseException):
    pass


def deep(root):
    return deep(root)


def {signature}:
    {body}
'''


def outcome_of(folder: Path, signature: str, body: str) -> Outcome:
    """Returns what a rule that fails and a healthy one after it say of two StatefulSets."""
    for id, text in (("ACME001", body), ("ACME002", 'yield Problem(root, "healthy")')):
        file = folder / f"rule_{id[-1]}.py"
        text = text if "root" in signature else f"root = bundle.documents[0].root; {text}"
        file.write_text(RULE.format(id=id, signature=signature, body=text))
    texts = [
        "---\n".join(stateful_set(name, f"{{replicas: {count}}}") for name in ("a", "b")) for count in (1, 2)
    ]
    old, new = (bundle_of({"web.yaml": text}, complete=True) for text in texts)
    return lint(new, load_rules(folder), Settings(select=("ACME",), complete=True), old)


def of_rule(rule: str, outcome: Outcome) -> list[Finding]:
    return [finding for finding in outcome.findings if finding.rule == rule]


@pytest.mark.parametrize("signature", CHECKS, ids=lambda text: text.partition("(")[0])
@pytest.mark.parametrize("body", FAILURES.values(), ids=FAILURES)
def test_failing_rule_names_itself_and_stops_no_other(tmp_path: Path, signature: str, body: str) -> None:
    outcome = outcome_of(tmp_path, signature, body)
    failures = of_rule(INTERNAL, outcome)
    # A check of one object fails on each of them, one of bundles fails once.
    assert [each.document for each in failures] == ([0] if "bundles" in signature else [0, 1])
    assert all(each.message.startswith("the rule ACME001 rule-1 failed here") for each in failures)
    assert all(each.help.endswith("continue with --ignore ACME001") for each in failures)
    assert "healthy" in {finding.message for finding in of_rule("ACME002", outcome)}
    first = [each.message for each in of_rule("ACME001", outcome)]
    assert first == ["first"] * len(failures) * ("first" in body)


@pytest.mark.parametrize("body", FAILURES.values(), ids=FAILURES)
def test_every_format_shows_a_failure(tmp_path: Path, body: str) -> None:
    report = Report("1.37", outcome_of(tmp_path, CHECKS[0], body).findings)
    for form in FORMATS:
        assert "ACME001" in renderer(form)(report), form


def test_interrupted_rule_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        outcome_of(tmp_path, CHECKS[0], "raise KeyboardInterrupt")
