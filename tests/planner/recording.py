"""Recorded traces of the StatefulSet controller: how they are asked for, kept and read."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path
from typing import Any

from tests.planner.compare import comparable

Json = dict[str, Any]


def path_of(release: str) -> Path:
    """Returns the file of what the controller of a release was recorded to do."""
    return Path(__file__).with_name(f"recorded-{release}.jsonl.gz")


def answers(program: str, asked: list[Json]) -> list[Json]:
    """Returns the program's answers, in the order of the scenarios. Raises CalledProcessError if it fails."""
    # ControllerRevisions are compared byte by byte, so a state has to be written as the API server writes it.
    lines = "".join(f"{json.dumps(each, separators=(',', ':'), ensure_ascii=False)}\n" for each in asked)
    done = subprocess.run([program], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def answered_scenarios(program: str, asked: list[Json]) -> list[tuple[Json, Json]]:
    """Returns each scenario with the program's answer. Raises CalledProcessError if the program fails."""
    return list(zip(asked, answers(program, asked), strict=True))


def write(release: str, answered: list[tuple[Json, Json]]) -> None:
    """Keeps scenarios with their traces; one that the program could not play is left out."""
    recorded = [
        {**scenario, "result": comparable(answer)} for scenario, answer in answered if not answer.get("error")
    ]
    text = "".join(f"{json.dumps(line, separators=(',', ':'))}\n" for line in recorded)
    path_of(release).write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def read(release: str) -> list[Json]:
    """Returns the recorded scenarios of a release, each with its trace under ``result``."""
    return [json.loads(line) for line in gzip.decompress(path_of(release).read_bytes()).splitlines()]
