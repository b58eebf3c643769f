"""Twice as much of a hostile text takes twice the work, not four times as much."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import partial

import pytest

from stslint.sources.yaml.document_splitter import Chunk
from stslint.sources.yaml.probe import first_error
from tests.fuzzing.hostile_plans import PLANS, HostilePlan
from tests.fuzzing.plan_targets import diagnose_snapshot
from tests.fuzzing.repeated_texts import (
    BROKEN,
    HOSTILE,
    PAGES,
    PLANNED,
    POLICIES,
    SET,
    SNAPSHOTS,
    UPGRADED,
    repeated,
)
from tests.fuzzing.targets import check_manifest, check_page, run
from tests.support.work import calls_of

TEXTS = HOSTILE | BROKEN
TIMES = 450 if os.environ.get("STSLINT_LONG_TESTS") else 200
"""How often a mistake is repeated: what is quadratic shows the more."""


def calls(data: bytes, command: Callable[[bytes], object]) -> int:
    """Returns how many functions are called while a command reads a text."""
    return calls_of(lambda: command(data))


def assert_in_proportion(
    text: tuple[str, str], command: Callable[[bytes], object], few_times: int = TIMES
) -> None:
    calls(repeated(*text, 10), command)  # what is imported and loaded once
    few, many = (calls(repeated(*text, times), command) for times in (few_times, 2 * few_times))
    assert many <= 2.6 * few + 5_000


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
def test_twice_the_text_is_twice_the_work(name: str) -> None:
    assert_in_proportion(TEXTS[name], lambda data: check_manifest(data, "text"))


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_twice_the_page_is_twice_the_work(name: str) -> None:
    assert_in_proportion(PAGES[name], check_page)


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANNED)
def test_twice_the_text_is_twice_the_work_of_a_plan(name: str) -> None:
    assert_in_proportion(PLANNED[name], partial(run, "plan"))


@pytest.mark.slow
@pytest.mark.parametrize("name", UPGRADED)
def test_twice_the_manifests_is_twice_the_work_of_an_upgrade(name: str) -> None:
    assert_in_proportion(UPGRADED[name], partial(run, "upgrade"), 40)


@pytest.mark.slow
@pytest.mark.parametrize("name", SNAPSHOTS)
def test_twice_the_snapshot_is_twice_the_work(name: str) -> None:
    assert_in_proportion(SNAPSHOTS[name], diagnose_snapshot, 40)


@pytest.mark.slow
@pytest.mark.parametrize("name", POLICIES)
def test_twice_the_policy_is_twice_the_work(name: str) -> None:
    pytest.importorskip("cel_expr_python")
    assert_in_proportion(POLICIES[name], partial(run, "policy"), 200)


def planned(plan: HostilePlan, times: int) -> Callable[[], object]:
    """Returns what plans a question in which lines are repeated so many times."""
    files = {name: data.decode() for name, data in plan.files(times).items()}
    if plan.kind == "update":
        question = {"new": files["new.yaml"], "old": files["old.yaml"], "what_if": {}}
        return partial(run, "update", json.dumps(question).encode())
    kinds = {"scenario": "scenario", "lines": "scenario", "manifest": "plan", "snapshot": "snapshot"}
    return partial(run, kinds[plan.kind], next(iter(files.values())).encode())


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "partitions",
        "pods of a thousand that fail",
        "templates of three pods",
        "steps in which nothing happens",
        "scenarios of fifty pods",
        "StatefulSets of three pods",
        "StatefulSets that are updated",
        "a snapshot of StatefulSets",
    ],
)
def test_twice_the_steps_are_twice_the_work_of_a_plan(name: str) -> None:
    planned(PLANS[name], 2)()
    few, many = (calls_of(planned(PLANS[name], times)) for times in (12, 24))
    assert many <= 2.6 * few + 5_000


def test_a_plan_that_is_too_large_is_refused_before_it_is_made() -> None:
    plan = PLANS["hundred thousand replicas that come and go"]
    planned(plan, 2)()
    assert calls_of(planned(plan, 200)) < 100_000


def test_brackets_in_depth_are_left_to_the_reader_that_stops() -> None:
    # libyaml's own scan of this text takes minutes, and nothing can interrupt it.
    error = first_error(Chunk("[" * 100_000, 1), 1, 1)
    assert error is not None
    assert "nested deeper than 500 levels" in error.message


@pytest.mark.parametrize(
    "data",
    [
        b"a: &a [x]\n" + b"".join(b"b%d: [%s]\n" % (n, b",".join([b"*a"] * 500)) for n in range(99)),
        SET.encode() + b"  x: &x {a: *x}\n",
        SET.encode() + b"  x:\n  " + b"- " * 100_000 + b"a\n",
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        SET.encode() + b"  x: " + b"a" * 1_000_000 + b"\n",
        SET.encode() + b"  " + b"k" * 1_000_000 + b": 1\n",
        b"---\n" * 100_000 + SET.encode(),
        SET.encode() + b"  x: a\0b\n",
        SET.encode() + b"  x: \xed\xa0\x80\n",
        SET.encode() + b'  x: "\\ud800\\ud800"\n',
        SET.encode("utf-16"),
        SET.encode("utf-16-be"),
        SET.encode("utf-32"),
        SET.encode() + "  𝔘😀: {𐍈: 𐍈}\n".encode(),
        *(
            SET.encode() + b"  x: !!%s a\n" % tag
            for tag in (
                b"str", b"int", b"float", b"bool", b"null", b"map", b"seq", b"set", b"omap", b"pairs",
                b"binary", b"timestamp", b"merge", b"value", b"yaml", b"python/object/apply:os.system",
            )
        ),
    ],
    ids=lambda data: repr(data[-24:]),
)  # fmt: skip
@pytest.mark.parametrize("kind", ["manifest", "plan", "snapshot", "scenario", "markdown", "fix"])
def test_hostile_text_is_answered_by_every_command(kind: str, data: bytes) -> None:
    run(kind, data)
