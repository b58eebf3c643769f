"""How long a command sleeps, as far as its text says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.kubernetes.queries.shell import seconds_asleep


@pytest.mark.parametrize(
    ("command", "seconds"),
    [
        (["sleep", "30"], 30),
        (["/bin/sleep", "1.5m"], 90),
        (["sleep", "1", "2s"], 3),
        (["sh", "-c", "sleep 5; nginx -s quit && sleep 10"], 15),
        (["/bin/bash", "-ec", "/bin/sleep 20"], 20),
        (["sh", "-c", "until drained; do sleep 40; done"], None),
        (["sh", "-c", "sleep 40 & wait-a-bit"], None),
        (["sh", "-c", "drained || sleep 40"], None),
        (["sh", "-c", "if busy\nthen sleep 40\nfi"], None),
        (["sh", "-c", "sleep $DELAY"], None),
        (["sh", "-c", "echo sleep 40"], None),
        (["sh", "/scripts/stop.sh"], None),
        (["sleep", "$(DELAY)"], None),
        (["sleep"], None),
        (["pg_ctl", "stop"], None),
        ([], None),
    ],
)
def test_what_a_command_sleeps(command: list[str], seconds: float | None) -> None:
    assert seconds_asleep(command) == seconds


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=5))
def test_sleeps_one_after_the_other_add_up(sleeps: list[int]) -> None:
    script = "; ".join(f"sleep {seconds}" for seconds in sleeps)
    assert seconds_asleep(["sh", "-c", script]) == sum(sleeps)
