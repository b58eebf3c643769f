"""The script that reports changes of the code that no test notices."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from typing import Any

import pytest

from scripts.mutation import choosing, results
from scripts.mutation.drawing import in_random_order
from scripts.mutation.exempt import Place, exempt_ranges
from scripts.mutation.judging import Answer, Laboratory, Result
from scripts.mutation.mutant import Change, Mutant
from scripts.mutation.recording import Recording
from tests.support.paths import ROOT

MODULE = """\
from typing import cast
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
Json = dict[str, int] | None
LIMIT = 3 | 4
def at(one: int | None = 1, *, last: bool = True) -> int | None:
    if one == 2 and last:
        return cast(int | str, one)
    return one
"""


def test_exempt_are_annotations_and_aliases_and_type_checking_but_not_defaults() -> None:
    ranges = exempt_ranges(MODULE)
    lines = MODULE.split("\n")

    def is_exempt(line: int, word: str, after: str = "") -> bool:
        text = lines[line - 1]
        place = Place(line, text.index(word, text.index(after)))
        return any(each.holds(place) for each in ranges)

    assert is_exempt(2, "False")
    assert is_exempt(3, "TYPE_CHECKING")
    assert is_exempt(5, "|")
    assert not is_exempt(6, "|")
    assert is_exempt(7, "|")
    assert not is_exempt(7, "1")
    assert not is_exempt(7, "True")
    assert is_exempt(7, "|", "->")
    assert not is_exempt(8, "==")
    assert is_exempt(9, "|")


def test_exempt_are_decorators_that_cache_with_their_sign() -> None:
    text = "@lru_cache(maxsize=1)\ndef a(): ...\n@property\ndef b(self): ...\n"
    ranges = exempt_ranges(text)
    assert [any(each.holds(Place(line, 0)) for each in ranges) for line in (1, 3)] == [True, False]


def test_exempt_range_counts_characters_and_not_bytes() -> None:
    (found,) = exempt_ranges('def f(a="ü", b: int | str = 1): ...\n')
    assert found == (Place(1, 16), Place(1, 25))


def mutants(*places: tuple[int, str]) -> list[Mutant]:
    return [Mutant("a.py", line, 1, operator, 0) for line, operator in places]


def test_draw_takes_one_of_each_position_before_another_of_the_same() -> None:
    sums = [(1, f"ReplaceBinaryOperator_Add_{name}") for name in ("Sub", "Mul", "Div", "Mod")]
    given = mutants(*sums, (1, "AddNot"), (2, "AddNot"))
    for seed in range(20):
        drawn = list(in_random_order(given, seed))
        assert sorted(drawn) == sorted(given)
        assert len({each.position for each in drawn[:3]}) == 3


def test_draw_depends_on_the_seed_alone() -> None:
    given = mutants(*((line, "AddNot") for line in range(50)))
    assert list(in_random_order(given, 1)) == list(in_random_order(reversed(given), 1))
    assert list(in_random_order(given, 1)) != list(in_random_order(given, 2))


def test_mutants_of_a_module_leave_out_what_is_exempt() -> None:
    pytest.importorskip("cosmic_ray")
    from scripts.mutation.operators import change_of, mutants_of

    possible = [each for each in mutants_of("a.py", MODULE) if change_of(each, MODULE)]
    found = {(each.line, each.position[3]) for each in possible}
    assert found == {
        (6, "ReplaceBinaryOperator"),
        (6, "NumberReplacer"),
        (7, "NumberReplacer"),
        (7, "ReplaceTrueWithFalse"),
        (8, "AddNot"),
        (8, "NumberReplacer"),
        (8, "ReplaceAndWithOr"),
        (8, "ReplaceComparisonOperator"),
    }


@pytest.mark.parametrize(
    ("text", "operator", "expected"),
    [
        (
            "def f(a):\n    return a < 1\n",
            "ReplaceComparisonOperator_Lt_LtE",
            ("return a < 1", "return a <= 1"),
        ),
        ("class A:\n    @property\n    def f(self): ...\n", "RemoveDecorator", ("@property", "")),
    ],
)
def test_change_of_a_mutant_is_its_line_before_and_after(
    text: str, operator: str, expected: tuple[str, str]
) -> None:
    pytest.importorskip("cosmic_ray")
    from scripts.mutation.operators import change_of, mutants_of

    (mutant,) = (each for each in mutants_of("a.py", text) if each.operator == operator)
    change = change_of(mutant, text)
    assert change is not None
    assert (change.old, change.new) == expected


def test_tests_of_a_line_are_those_of_its_statement() -> None:
    text = "LIMIT = 1\n\n\ndef f(a):\n    return (\n        a\n        + 1\n    )\n"
    by_line = {1: {"import"}, 4: {"import"}, 5: {"t"}}
    assert choosing.tests_of_line(text, 7, by_line) == {"t"}
    assert choosing.tests_of_line(text, 1, by_line) == set()
    assert choosing.tests_of_line(text, 4, by_line) == set()


def test_spread_takes_the_fastest_of_each_file_and_the_mirroring_file_first() -> None:
    durations = {
        f"tests/{file}.py::{n}": n / 10 + len(file) for file in ("test_a", "b/test_m") for n in range(60)
    }
    by_file = choosing.by_file(durations, "stslint/b/m.py", durations)
    assert list(by_file) == ["tests/b/test_m.py", "tests/test_a.py"]
    chosen = choosing.spread(by_file)
    assert chosen == [f"tests/{file}.py::{n}" for file in ("b/test_m", "test_a") for n in range(20)]


class Constants(Recording):
    """A recording of a module that one test imported before the one that mirrors it."""

    def durations(self) -> Mapping[str, float]:  # type: ignore[override]
        return {"tests/test_a.py::test_first": 0.1, "tests/b/test_m.py::test_limit": 0.5}

    def tests_by_line(self, path: str) -> Mapping[int, Set[str]]:  # type: ignore[override]
        return {1: {"tests/test_a.py::test_first"}}


def test_a_constant_is_tried_with_the_tests_that_mirror_its_module(tmp_path: Path) -> None:
    mutant = Mutant("stslint/b/m.py", 1, 9, "NumberReplacer", 0)
    choice = choosing.choose(mutant, "LIMIT = 1\n", Constants(tmp_path))
    assert choice == (["tests/b/test_m.py::test_limit", "tests/test_a.py::test_first"], [])


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (0, "survived"),
        (5, "survived"),
        (1, "killed"),
        (2, "killed"),
        (4, "killed"),
        (-6, "killed"),
        (None, "timed out"),
    ],
)
def test_outcome_of_the_exit_code_of_pytest(code: int | None, outcome: str) -> None:
    assert Answer(code, ()).outcome == outcome


def ask(folder: Path, *questions: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Returns what the process that runs tests answers in a directory."""
    (folder / "tmp").mkdir(exist_ok=True)
    ran = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "mutation" / "worker.py")],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "TMPDIR": str(folder / "tmp"), "PYTHONPATH": str(folder)},
        input="".join(json.dumps(each) + "\n" for each in questions),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    return [json.loads(line) for line in ran.stdout.splitlines()]


def question(
    tests: Sequence[str], *, stop: bool = True, limit: float = 60, of_a_test: float = 60
) -> Mapping[str, Any]:
    files = sorted({name.partition("::")[0] for name in tests})
    limits = dict.fromkeys(tests, of_a_test)
    return {"files": files, "tests": tests, "stop": stop, "limit": limit, "limits": limits}


@pytest.mark.slow
def test_worker_runs_tests_in_order_and_answers_what_fails(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text(
        "import os, time\n"
        "def test_good(): pass\n"
        "def test_bad(): assert 0\n"
        "def test_worse(): assert 0\n"
        "def test_sleeps(): time.sleep(60)\n"
        "def test_loops():\n    while True: pass\n"
        "def test_dies(): os.abort()\n"
        "def test_ends(): os._exit(0)\n"
    )
    (tmp_path / "test_broken.py").write_text("import nowhere\n")
    answers = ask(
        tmp_path,
        question(["test_a.py::test_good"]),
        question(["test_a.py::test_worse", "test_a.py::test_bad"]),
        question(["test_a.py::test_bad", "test_a.py::test_worse"], stop=False),
        question(["test_a.py::test_sleeps"], limit=3),
        question(["test_a.py::test_good", "test_a.py::test_loops"], of_a_test=3),
        question(["test_a.py::test_dies"]),
        question(["test_a.py::test_ends"]),
        question(["test_broken.py::test_any"]),
        question(["test_a.py::test_good", "test_a.py::test_of_a_parameter_that_is_gone"]),
    )
    assert [(each["code"], each["failed"]) for each in answers] == [
        (0, []),
        (1, ["test_a.py::test_worse"]),
        (1, ["test_a.py::test_bad", "test_a.py::test_worse"]),
        (None, []),
        (None, []),
        (-6, []),
        (3, []),
        (2, ["test_broken.py"]),
        (1, ["test_a.py::test_bad"]),
    ]


def result(line: int, outcome: Any, killer: str = "", tried: int = 3) -> Result:
    return Result(Mutant("a.py", line, 5, "AddNot", 0), "if a:", "if not a:", outcome, killer, tried, 3)


def test_report_lists_survivors_and_counts() -> None:
    given = [
        result(3, "survived", tried=2),
        result(2, "killed", "t"),
        result(1, "survived"),
        result(4, "timed out"),
    ]
    assert list(results.report("planner", given)) == [
        "a.py:1:5 AddNot: if a: -> if not a:",
        "a.py:3:5 AddNot: if a: -> if not a: (2 of 3 tests tried)",
        "planner: 4 mutants, 1 killed, 1 timed out, 2 survived, 0 unclear: 50.0 % noticed",
    ]


def test_results_of_an_interrupted_run_are_read_and_the_last_of_a_mutant_counts(tmp_path: Path) -> None:
    path = tmp_path / "planner-1.jsonl"
    assert results.read_results(path) == {}
    for each in (result(1, "survived"), result(2, "killed", "t"), result(1, "killed", "u")):
        results.append_result(path, each)
    path.write_text(path.read_text() + '[["a.py", 3')
    assert list(results.read_results(path).values()) == [result(1, "killed", "u"), result(2, "killed", "t")]
    results.without_killers(path, {"u"})
    assert list(results.read_results(path).values()) == [result(2, "killed", "t")]


class FewTests(Recording):
    """A recording in which one test reaches one line."""

    def durations(self) -> Mapping[str, float]:  # type: ignore[override]
        return {"tests/test_a.py::test_f": 0.1}

    def tests_by_line(self, path: str) -> Mapping[int, Set[str]]:  # type: ignore[override]
        return {2: {"tests/test_a.py::test_f"}}


@pytest.mark.parametrize(
    ("with_change", "without", "expected"),
    [
        (Answer(1, ["tests/test_a.py::test_f"]), None, "killed"),
        (Answer(0, ()), None, "survived"),
        (Answer(3, ()), Answer(0, ()), "killed"),
        (Answer(3, ()), Answer(3, ()), "unclear"),
        (Answer(None, ()), Answer(0, ()), "timed out"),
        (Answer(None, ()), Answer(None, ()), "unclear"),
    ],
)
def test_judge_compares_a_run_that_breaks_down_with_one_without_the_change(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    with_change: Answer,
    without: Answer | None,
    expected: str,
) -> None:
    module = tmp_path / "tree" / "a.py"
    module.parent.mkdir()
    text, change = "def f(a):\n    return a\n", Change("def f(a):\n    return not a\n", "", "")
    seen = []

    def run(laboratory: Laboratory, tests: Sequence[str], files: Sequence[str] = ()) -> Answer | None:
        seen.append(module.read_text())
        return with_change if seen[-1] == change.text else without

    monkeypatch.setattr(Laboratory, "run", run)
    laboratory = Laboratory(FewTests(tmp_path), tmp_path, tmp_path)
    result = laboratory.judge(Mutant("a.py", 2, 5, "AddNot", 0), text, change, most_seconds=1)
    assert result.outcome == expected
    assert seen == [change.text, text][: 1 if without is None else 2]
    assert module.read_text() == text
