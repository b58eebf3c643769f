"""The run-length array behaves as a dictionary does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stslint.planner.ordinals import Ordinals

edits = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 5), st.sampled_from("abc-")), max_size=12)
bounds = st.tuples(st.integers(0, 12), st.integers(-1, 6))


def built(changes: list[tuple[int, int, str]]) -> tuple[Ordinals[str], dict[int, str]]:
    runs, plain = Ordinals("-"), {}
    for first, more, value in changes:
        runs = runs.change(first, first + more, lambda _, value=value: value)
        plain |= dict.fromkeys(range(first, first + more + 1), value)
    return runs, plain


@given(edits)
def test_it_holds_what_was_put_in(changes: list[tuple[int, int, str]]) -> None:
    runs, plain = built(changes)
    assert [runs.at(ordinal) for ordinal in range(20)] == [plain.get(ordinal, "-") for ordinal in range(20)]


@given(edits)
def test_equal_contents_are_equal_runs(changes: list[tuple[int, int, str]]) -> None:
    runs, plain = built(changes)
    again = Ordinals("-")
    for ordinal in sorted(plain, reverse=True):
        again = again.change(ordinal, ordinal, lambda _, ordinal=ordinal: plain[ordinal])
    assert runs == again


@given(edits, bounds)
def test_within_and_outside_part_the_array(
    changes: list[tuple[int, int, str]], bound: tuple[int, int]
) -> None:
    runs, _ = built(changes)
    first, last = bound[0], bound[0] + bound[1]
    inside = [ordinal for start, end, _ in runs.within(first, last) for ordinal in range(start, end + 1)]
    assert inside == list(range(first, last + 1))
    beyond = [ordinal for start, end, _ in runs.outside(first, last) for ordinal in range(start, end + 1)]
    held = [ordinal for start, end, _ in runs.runs for ordinal in range(start, end + 1)]
    assert beyond == [ordinal for ordinal in held if not first <= ordinal <= last]


@given(edits)
def test_map_changes_every_value_that_is_there(changes: list[tuple[int, int, str]]) -> None:
    runs, plain = built(changes)
    mapped = runs.map({"a": "b", "b": "-", "c": "c"}.__getitem__)
    wanted = {"a": "b", "b": "-", "c": "c", "-": "-"}
    assert [mapped.at(ordinal) for ordinal in range(20)] == [wanted[plain.get(o, "-")] for o in range(20)]
