"""How much of the policies one run evaluates: just as much as its texts are long, whoever shares the work."""

from __future__ import annotations

import pytest

pytest.importorskip("cel_expr_python")

from stslint.linter.linter import lint
from stslint.linter.outcome import Outcome
from stslint.linter.settings import Settings
from stslint.policies import check, evaluation_limit
from stslint.policies.evaluation_cost import Extent, cost_of
from tests.support.policies import RULE, SET, binding, bundle, checked, expression, policies, policy

VALIDATIONS = 10
COST = 1 + VALIDATIONS
"""Of a policy: its beginning and its validations, which are true."""


def of_names(*names: str) -> str:
    """Returns policies whose validations are all true."""
    validations = "  validations:\n" + "  - expression: object.spec.replicas < 5\n" * VALIDATIONS
    return "---\n".join(policy(validations, name) + binding(name=name) for name in names)


def with_share(monkeypatch: pytest.MonkeyPatch, share: int, policy_text: str, text: str = SET) -> Outcome:
    """Returns what is found where each StatefulSet has a share of so many evaluations."""
    monkeypatch.setattr(check, "share_of", lambda *_: share)
    return checked(policy_text, text)


def test_a_share_that_is_just_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not with_share(monkeypatch, 2 * COST, of_names("a", "b")).not_checked


def test_what_is_beyond_the_share_is_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    reasons = [each.reason for each in with_share(monkeypatch, 2 * COST - 1, of_names("a", "b")).not_checked]
    assert len(reasons) == 1
    assert reasons[0].startswith("the policy `b`: for at least one StatefulSet, it and the policies after it")


def test_what_was_found_within_the_share_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    found = with_share(monkeypatch, 3, expression("'false'") + "---\n" + of_names("q"))
    assert [finding.message for finding in found.findings] == [
        "the policy `p` denies this: failed expression: false"
    ]
    assert "the policy `q`" in found.not_checked[0].reason


def test_variables_that_need_each_other_end_at_the_share(monkeypatch: pytest.MonkeyPatch) -> None:
    chain = "".join(f"  - name: v{each}\n    expression: variables.v{each - 1}\n" for each in range(1, 500))
    text = f"  variables:\n  - name: v0\n    expression: '1'\n{chain}  validations:\n"
    found = with_share(monkeypatch, 100, policy(f"{text}  - expression: variables.v499 > 1\n") + binding())
    assert not found.findings
    assert [each.reason.partition(":")[0] for each in found.not_checked] == ["the policy `p`"]


def test_fifty_policies_of_five_validations_are_checked() -> None:
    validations = "  validations:\n" + "  - expression: object.spec.replicas < 5\n" * 5
    every = "---\n".join(policy(validations, f"p{n}") + binding(name=f"p{n}") for n in range(50))
    sets = "---\n".join(SET.replace("name: web\n", f"name: web-{n}\n", 1) for n in range(300))
    assert not checked(every, sets).not_checked


def test_thousands_of_expressions_for_hundreds_of_sets_are_not() -> None:
    validations = "  validations:\n" + "  - expression: object.spec.replicas < 5\n" * 2000
    sets = "---\n".join(SET.replace("name: web\n", f"name: web-{n}\n", 1) for n in range(100))
    reasons = [each.reason for each in checked(policy(validations) + binding(), sets).not_checked]
    assert reasons == [f"the policy `p`: {evaluation_limit.REASON}"]


def test_the_answer_is_the_same_for_any_number_of_processes() -> None:
    validations = "  validations:\n" + "  - expression: object.spec.replicas < 3\n" * 1000
    sets = bundle("---\n".join(SET.replace("name: web\n", f"name: web-{n}\n", 1) for n in range(150)))
    rules = policies(policy(validations) + binding()).rules([RULE], None)
    one, three = (lint(sets, rules, Settings(jobs=jobs)) for jobs in (1, 3))
    assert (one.findings, one.not_checked) == (three.findings, three.not_checked)
    assert one.not_checked


def test_the_share_grows_with_the_texts() -> None:
    small, large = bundle(SET), bundle(SET + "#" * 300_000)
    assert evaluation_limit.share_of_each(small, []) == evaluation_limit.MOST_EVALUATIONS
    characters = len(SET) + 300_000
    assert (
        evaluation_limit.share_of_each(large, []) == characters * evaluation_limit.MOST_EVALUATIONS // 100_000
    )
    two = bundle(SET + "---\n" + SET.replace("name: web\n", "name: db\n", 1))
    assert evaluation_limit.share_of_each(two, []) == evaluation_limit.MOST_EVALUATIONS // 2


def test_a_list_of_so_many_elements_is_mapped_and_no_longer_one() -> None:
    text = "lists.range({}).map(x, x).size() > 0"
    assert not checked(expression(text.format(2000))).not_checked
    reasons = [each.reason for each in checked(expression(text.format(2001))).not_checked]
    assert [reason.rpartition(": ")[2] for reason in reasons] == [
        "it can map or filter a list of more than 2,000 elements"
    ]


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("object.spec.replicas < 5", 1),
        ("object.spec.template.spec.containers.all(c, c.image != '')", 1),
        ("object.a.all(x, x.b.all(y, y != x))", 1 + 10 * 10 * 35 // 2000),
        ("object.a.all(x, x != '') && object.b.all(y, y != '')", 1 + 10 * 52 // 2000),
        ("lists.range(9).all(x, true)", 1 + 9 * 27 // 500 + 10 * 27 // 2000),
        ("lists.range(9000).size() > 1", 1 + 9000 * 28 // 500),
        ("lists.range(int(object.a)).size() > 1", 1 + 10_000 * 37 // 500),
        ("object.a.split(',').all(x, true)", 1 + 250 * 32 // 2000),
        ("object.a.split(':').map(x, x) == []", 1 + 10 * 35 // 2000),
        ("object.a.split(object.b).all(x, true)", 1 + 500 // 2 * 37 // 2000),
        ("lists.range(1000).map(x, x) == []", 1 + 1000 * 33 // 500 + 1000 * 33 // 2000 + 1000**2 // 500),
    ],
)
def test_a_loop_counts_by_what_it_looks_at(text: str, cost: int) -> None:
    assert cost_of(text, Extent(10).with_value("a," * 249 + "ab")) == cost
