"""Diagnoses of snapshots that people posted, compared with the answers of their threads."""

from __future__ import annotations

import pytest

from stslint.forecast.snapshot.diagnosis import Diagnosis, diagnose_all
from stslint.planner.live_objects import seconds
from stslint.report.diagnosis import text
from tests.forecast.posted import POSTED, Posted
from tests.support.snapshots import NOW, of_objects


def diagnosed(case: Posted) -> Diagnosis:
    return diagnose_all(of_objects(*case.objects), seconds(NOW) or 0, case.version)[0]


@pytest.mark.parametrize("case", POSTED, ids=lambda case: case.name)
def test_a_posted_snapshot_gets_the_answer_of_its_thread(case: Posted) -> None:
    found = diagnosed(case)
    shown = text.render([found])
    assert found.state == case.state, shown
    assert (found.waits_for or ("",))[0] == case.waits_for, shown
    assert case.cause in shown
    if case.act:
        acts = [[act.title, *act.commands, *act.loses] for act in found.acts]
        assert any(case.act in part for act in acts for part in act), shown


def test_an_act_that_deletes_a_claim_says_what_is_lost() -> None:
    for case in POSTED:
        for act in diagnosed(case).acts:
            if any("delete pvc" in command for command in act.commands):
                assert any("is deleted" in loss or "data" in loss for loss in act.loses), case.name


def test_at_least_twenty_threads_are_compared() -> None:
    assert len({case.source for case in POSTED}) >= 20
