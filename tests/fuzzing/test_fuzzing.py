"""A short run over inputs made at random; ``scripts/fuzz.py`` is the long one."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzzing.generators import GENERATORS
from tests.fuzzing.targets import run


@pytest.mark.parametrize("kind", GENERATORS)
@settings(max_examples=settings().max_examples // 5, derandomize=True)
@given(seed=st.integers(min_value=0, max_value=1 << 40))
def test_input_at_random_is_accepted_or_refused_clearly(kind: str, seed: int) -> None:
    if kind == "messages":
        pytest.importorskip("pygls", reason="the extra `server` is not installed")
    run(kind, GENERATORS[kind](random.Random(seed)))


@pytest.mark.parametrize("kind", ["plan", "update", "state", "snapshot", "configuration", "scenario"])
def test_inputs_are_often_accepted_so_that_they_reach_what_is_deeper(kind: str) -> None:
    accepted = sum(run(kind, GENERATORS[kind](random.Random(seed))) for seed in range(60))
    assert accepted >= 20
