"""A forecast as text: what is folded, what is told only when asked for, and what reaches a terminal."""

from __future__ import annotations

from typing import Any

from stslint.report.plan.text import render
from tests.planner.compare import apply, rolling, stateful_set
from tests.support.forecasts import seen

UPDATE = apply(3, "app:2")


def test_every_move_has_its_reason_when_it_is_asked_for() -> None:
    forecast = seen(UPDATE)
    short, long = render(forecast), render(forecast, verbose=True)
    assert "why:" not in short
    assert long.count("why: highest old pod at or above the partition") == 3
    assert "up to 30 s to stop" in long
    assert "web-1.web.default.svc.cluster.local" in long
    assert "web-1.web.default.svc.cluster.local" not in short


def test_long_runs_are_folded_unless_every_move_is_asked_for() -> None:
    forecast = seen(manifest=stateful_set(12))
    folded, whole = render(forecast), render(forecast, verbose=True)
    assert "... and so on, 10 more moves to web-11" in folded
    assert "web-7  created" not in folded
    assert "web-7  created once web-6 is Ready" in whole


def test_pods_that_come_back_one_by_one_are_told_apart() -> None:
    strategy: dict[str, Any] = {"updateStrategy": rolling(maxUnavailable=2)}
    text = render(seen(apply(4, "app:2", **strategy), manifest=stateful_set(4, **strategy)))
    assert "web-3 and web-2  deleted together, recreated one by one on the new revision" in text
    assert "their order can vary" in text


def test_the_least_time_counts_probes_and_min_ready_seconds() -> None:
    container = {
        "name": "c",
        "image": "app:1",
        "readinessProbe": {"initialDelaySeconds": 20, "tcpSocket": {"port": 1}},
    }
    manifest = stateful_set(3, minReadySeconds=10, pod={"containers": [container]})
    text = render(seen(manifest=manifest))
    assert ">= 30 s" in text
    assert "at least 90 s" in text
    assert "once web-0 is Available" in text


def test_a_refused_step_changes_nothing_and_says_why() -> None:
    text = render(seen(apply(3, serviceName="other")))
    assert "refused: nothing changes" in text
    assert "serviceName" in text


def test_a_former_sets_names_and_a_stall_are_warned_of() -> None:
    again = render(seen({"op": "delete"}, {"op": "create"}))
    assert "within about 17 minutes" in again
    retention: dict[str, Any] = {"persistentVolumeClaimRetentionPolicy": {"whenScaled": "Delete"}}
    manifest = stateful_set(3, claims=("data",), **retention)
    steps = ({"op": "scale", "replicas": 1}, {"op": "scale", "replicas": 3})
    text = render(seen(*steps, manifest=manifest))
    assert "nothing more happens until the next event" in text
    assert "reclaim policy" in render(seen(steps[0], manifest=manifest))


def test_text_of_a_manifest_does_not_drive_a_terminal() -> None:
    text = render(seen(apply(3, "app\x1b[31m:2")), colour=False)
    assert "\x1b" not in text
    assert "\x1b" in render(seen(UPDATE), colour=True)
