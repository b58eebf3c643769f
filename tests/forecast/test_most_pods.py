"""What would take minutes to plan is refused, or left out with a note."""

from __future__ import annotations

from pathlib import Path

import pytest

from stslint.forecast.manifests import Manifests
from stslint.forecast.most_pods import MOST_PODS, too_many
from stslint.forecast.snapshot.assumed import observe
from stslint.forecast.snapshot.diagnosis import diagnose_all, diagnosis_of, latest
from stslint.forecast.snapshot.freeing import Attempts, freeing_acts
from stslint.forecast.snapshot.playing import played
from stslint.sources.snapshot.reading import SnapshotError
from tests.forecast.test_snapshot import of_file, of_items
from tests.planner.compare import stateful_set as manifest
from tests.planner.test_snapshot_scenario import pod, stateful_set
from tests.support.runners import Run

HALF = MOST_PODS // 2


@pytest.mark.parametrize("pods", [(HALF, HALF), (HALF, 2_000_000_000), (0, MOST_PODS)])
def test_as_many_pods_as_can_be_planned(pods: tuple[int, ...]) -> None:
    assert too_many(pods) == ""


def test_a_longer_text_can_have_more_pods() -> None:
    assert too_many((MOST_PODS, MOST_PODS), 200_000) == ""
    assert "one run plans at most 50,000" in too_many((MOST_PODS, MOST_PODS, 1), 200_000)


def test_one_pod_more_says_what_to_do() -> None:
    assert too_many((HALF, HALF + 1)) == (
        "2 StatefulSets have 25,001 pods to plan, and one run plans at most 25,000: name fewer files, or one "
        "StatefulSet with --name"
    )
    assert too_many((MOST_PODS + 1,)) == (
        "a StatefulSet has 25,001 pods to plan, and one run plans at most 25,000: try it with fewer replicas"
        ", or omit its file"
    )


@pytest.mark.parametrize("command", ["plan --from-version 1.30", "check --from-version 1.30"])
def test_a_run_over_too_many_pods_ends(stslint: Run, tmp_path: Path, command: str) -> None:
    other = manifest(HALF + 1).replace('"name": "web"', '"name": "db"', 1)
    (tmp_path / "sets.yaml").write_text(f"{manifest(HALF)}\n---\n{other}\n")
    done = stslint(*command.split(), "sets.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("stslint: sets.yaml: 2 StatefulSets have 25,001 pods to plan")


@pytest.mark.parametrize("command", ["plan --from-version 1.30", "check --from-version 1.30"])
def test_a_run_over_one_statefulset_of_too_many_pods_ends(stslint: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "set.yaml").write_text(manifest(MOST_PODS + 1))
    done = stslint(*command.split(), "set.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("stslint: set.yaml: a StatefulSet has 25,001 pods to plan")
    (tmp_path / "set.yaml").write_text(manifest(MOST_PODS))
    assert stslint(*command.split(), "set.yaml", cwd=tmp_path).returncode < 2


def test_a_snapshot_can_lack_so_many_pods() -> None:
    inventory = of_items(stateful_set(replicas=MOST_PODS + 1), pod(0))
    assert observe(inventory, ("default", "web"), 0, (1, 37)).key == ("default", "web")


def test_a_snapshot_that_lacks_one_pod_more_says_so() -> None:
    inventory = of_items(stateful_set(replicas=MOST_PODS + 2), pod(0))
    with pytest.raises(
        SnapshotError, match=r"^StatefulSet web in default asks for 25,001 pods that are not in"
    ):
        diagnose_all(inventory, 0, "1.37")


def test_a_snapshot_whose_sets_lack_too_many_pods_together_says_so() -> None:
    other = stateful_set(replicas=HALF + 1)
    other["metadata"] = {**other["metadata"], "name": "db", "uid": "u-db"}
    inventory = of_items(stateful_set(replicas=HALF), other)
    with pytest.raises(
        SnapshotError, match=r"^pods that are not in the snapshot: 2 StatefulSets have 25,001"
    ):
        diagnose_all(inventory, 0, "1.37")


def test_acts_that_would_take_too_long_are_not_tried() -> None:
    inventory = of_file("image")
    (key,) = inventory.sets
    found = played(observe(inventory, key, latest(inventory), (1, 37)), "1.37", Manifests())
    attempts = Attempts()
    whole = freeing_acts(found, attempts)
    assert whole
    assert not attempts.untried
    few = Attempts(0)
    diagnosis = diagnosis_of(found, few)
    assert len(diagnosis.acts) < len(whole)
    assert few.untried
    assert diagnosis.notes[-1].startswith(f"not tried: {few.untried} act")


def test_acts_on_many_equal_pods_are_tried() -> None:
    template = stateful_set()
    broken = [pod(ordinal, "Pending") for ordinal in range(300)]
    for each in broken:
        each["status"]["containerStatuses"] = [
            {"name": "c", "restartCount": 0, "state": {"waiting": {"reason": "ImagePullBackOff"}}}
        ]
    template["spec"] |= {"replicas": 300, "podManagementPolicy": "Parallel"}
    (found,) = diagnose_all(of_items(template, *broken), 0, "1.37")
    assert found.acts
    assert not [note for note in found.notes if note.startswith("not tried")]
