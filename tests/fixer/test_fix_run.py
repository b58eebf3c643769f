"""A run with fixes: what is written, what could not be, and what a person should know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stslint.fixer.fix_loop import ChangedSinceError
from stslint.fixer.fix_run import FixOutcome, FixRequest, fix, notes
from stslint.linter.rule import Check, Rule
from stslint.linter.settings import Settings
from stslint.model import Bundle, Edit, Fix, Node, Problem, Skipped
from stslint.pipeline.inputs import Inputs
from stslint.pipeline.run import Run
from tests.support.fixing import rules
from tests.test_fixed_mistakes import BLOCK

WRONG = BLOCK.replace("kind: StatefulSet", "kind: statefulset").replace("replicas: 3", "replica: 3")
HOSTNAME = BLOCK.replace("    spec:\n      term", "    spec:\n      hostname: db\n      term", 1)

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str, name: str = "db.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


def run(*paths: Path, settings: Settings | None = None, **inputs: object) -> Run:
    read = Inputs([str(path) for path in paths], use_context=False, **inputs)  # type: ignore[arg-type]
    return Run(read, rules(), settings or Settings())


def messages(outcome: FixOutcome) -> list[str]:
    return [finding.name for finding in outcome.remaining.outcome.findings if finding.severity == "error"]


def test_fixes_are_written_and_what_is_left_is_reported(write: Write) -> None:
    path = write(WRONG)
    outcome = fix(FixRequest(run(path)))
    assert path.read_text() == BLOCK
    assert [page.name for page in outcome.changed] == [str(path)]
    assert (outcome.failed, messages(outcome)) == ((), [])
    assert [finding.name for finding in outcome.report.findings if finding.severity == "error"] == []
    assert list(notes(outcome, "fixed")) == ["2 fixed in 1 file"]


def test_a_dry_run_writes_nothing(write: Write) -> None:
    path = write(WRONG)
    outcome = fix(FixRequest(run(path), dry_run=True))
    assert path.read_text() == WRONG
    assert [page.text for page in outcome.changed] == [BLOCK]
    assert list(notes(outcome, "would be fixed")) == ["2 would be fixed in 1 file"]


def test_an_unsafe_fix_has_to_be_asked_for_and_says_what_it_does(write: Write) -> None:
    path = write(HOSTNAME)
    assert list(notes(fix(FixRequest(run(path))), "fixed")) == ["0 fixed in 0 files"]
    assert path.read_text() == HOSTNAME
    outcome = fix(FixRequest(run(path), unsafe=True))
    assert path.read_text() == BLOCK
    line = HOSTNAME[: HOSTNAME.index("hostname")].count("\n") + 1
    note, count = notes(outcome, "fixed")
    assert note.startswith(f"{path}:{line}: STS")
    assert note.endswith("remove `hostname`: a changed template restarts the pods")
    assert count == "1 fixed in 1 file"


def test_a_file_that_cannot_be_written_is_named_and_its_findings_are_left(write: Write) -> None:
    path, good = write(WRONG), write(WRONG.replace("name: db ", "name: other "), "good.yaml")
    path.chmod(0o444)
    outcome = fix(FixRequest(run(path, good)))
    assert outcome.failed == (Skipped(str(path), "not fixed: it is read-only"),)
    assert path.read_text() == WRONG
    assert good.read_text() == BLOCK.replace("name: db ", "name: other ")
    assert [page.name for page in outcome.changed] == [str(good)]
    assert {each.file for each in outcome.remaining.outcome.findings if each.severity == "error"} == {
        str(path)
    }
    assert list(notes(outcome, "fixed")) == ["2 fixed in 1 file"]


def test_a_file_that_is_refused_is_named_with_the_reason(write: Write) -> None:
    path = write(BLOCK.replace("kind: StatefulSet", "kind: &k statefulset", 1) + "x: *k\n")
    outcome = fix(FixRequest(run(path)))
    refused = [note for note in notes(outcome, "fixed") if "not fixed" in note]
    assert refused == [f"{path}: not fixed: {outcome.fixed.refused[0].reason}"]
    assert list(notes(outcome, "fixed"))[-1] == "0 fixed in 0 files"


def test_standard_input_is_fixed_and_a_file_of_its_name_is_not_written(write: Write) -> None:
    path = write("untouched")
    asked: list[bytes] = []

    def stdin() -> bytes:
        asked.append(b"")
        return WRONG.encode()

    inputs = Inputs(["-"], use_context=False, stdin=stdin, stdin_name=str(path))
    request = FixRequest(Run(inputs, rules()), stdin=str(path), stdin_data=WRONG.encode)
    outcome = fix(request)
    assert path.read_text() == "untouched"
    assert [page.text for page in outcome.changed] == [BLOCK]
    assert outcome.failed == ()
    changed = FixRequest(Run(inputs, rules()), stdin=str(path), stdin_data=BLOCK.encode)
    with pytest.raises(ChangedSinceError):
        fix(changed)


def test_files_beside_standard_input_are_written(write: Write) -> None:
    path = write(WRONG.replace("name: db ", "name: other "))
    inputs = Inputs(["-", str(path)], use_context=False, stdin=WRONG.encode, stdin_name="a.yaml")
    outcome = fix(FixRequest(Run(inputs, rules()), stdin="a.yaml", stdin_data=WRONG.encode))
    assert path.read_text() == BLOCK.replace("name: db ", "name: other ")
    assert [page.name for page in outcome.changed] == ["a.yaml", str(path)]


def three_to_four(node: Node, bundle: Bundle) -> Iterator[Problem]:
    replicas = node.at("spec.replicas")
    if replicas.value == 3:
        yield Problem(replicas, "three", fix=Fix("write 4", (Edit(replicas.span, "4"),)))


def no_four(node: Node, bundle: Bundle) -> Iterator[Problem]:
    replicas = node.at("spec.replicas")
    if replicas.value == 4:
        yield Problem(replicas, "four")


def own_rule(id: str, check: Check) -> Rule:
    return Rule(id, id.lower(), "error", "rule", "https://example.com", "Own.", "own.py", check, None)


def test_a_fix_that_brings_up_an_error_of_a_rule_that_is_not_selected_is_refused(write: Write) -> None:
    path = write(BLOCK)
    inputs = Inputs([str(path)], use_context=False)
    own = (own_rule("ACME001", three_to_four), own_rule("ACME002", no_four))
    outcome = fix(FixRequest(Run(inputs, own, Settings(select=("ACME001",)))))
    assert path.read_text() == BLOCK
    assert outcome.fixed.refused == (Skipped(str(path), "it would bring up ACME002: four"),)


def test_only_what_is_selected_is_fixed_and_all_else_is_still_known(write: Write) -> None:
    path = write(WRONG)
    outcome = fix(FixRequest(run(path, settings=Settings(select=("kind-case",)))))
    assert path.read_text() == WRONG.replace("kind: statefulset", "kind: StatefulSet", 1)
    assert messages(outcome) == []
    assert list(notes(outcome, "fixed")) == ["1 fixed in 1 file"]


def test_a_run_has_policies_if_it_evaluates_them(write: Write) -> None:
    path = write(BLOCK)
    policy = write(
        "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\n"
        "metadata: {name: p}\nspec: {validations: [{expression: 'true'}]}\n",
        "policy.yaml",
    )
    assert not fix(FixRequest(run(path))).has_policies
    assert fix(FixRequest(run(path, policies=(str(policy),)))).has_policies
