"""Recorded answers of API servers: how they are requested, stored and read."""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.verdict.compare import Answer, recorded

FOLDER = Path(__file__).parent
LARGE = 5_000

Case = dict[str, Any]


def path_of(release: str) -> Path:
    """Returns the file of what a release was recorded to answer."""
    return FOLDER / f"recorded-{release}.jsonl.gz"


def answers(program: str, cases: Iterable[Case]) -> Iterator[tuple[Case, Case]]:
    """Yields each case with the program's answer. Raises CalledProcessError if the program fails."""
    asked = list(cases)
    lines = "".join(json.dumps(case) + "\n" for case in asked)
    done = subprocess.run([program], input=lines.encode(), capture_output=True, check=True)
    given = done.stdout.decode().rstrip("\n").split("\n")
    yield from zip(asked, map(json.loads, given), strict=True)


def answered_cases(program: str, cases: Iterable[Case]) -> Iterator[tuple[Case, Answer]]:
    """Yields each case on which the server's own code has a verdict, with that."""
    for case, answer in answers(program, cases):
        if answer["verdict"] != "skip" and not any(_not_a_verdict(case, each) for each in answer["errors"]):
            yield case, recorded(answer)


def _not_a_verdict(case: Case, error: Case) -> bool:
    """Returns whether an error comes from the program alone.

    It decodes a patched object once more. A real server does not, and stores the low bits of a large number.
    """
    out_of_range = "new" in case and "cannot unmarshal number" in error["detail"]
    return error["type"] == "Panic" or out_of_range


def write(release: str, answered: Iterable[tuple[Case, Answer]]) -> None:
    """Keeps cases with their answers; the large ones are left out."""
    kept = [(case, answer) for case, answer in answered if len(json.dumps(case)) < LARGE]
    lines = (json.dumps({**case, **answer._asdict()}, separators=(",", ":")) for case, answer in kept)
    text = "".join(f"{line}\n" for line in lines)
    path_of(release).write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def read(release: str) -> list[tuple[Case, Answer]]:
    """Returns the recorded cases of a release with their answers."""
    lines = gzip.decompress(path_of(release).read_bytes()).decode().splitlines()
    return [_case(json.loads(line)) for line in lines]


def _case(line: Case) -> tuple[Case, Answer]:
    fields, warnings = line.pop("fields"), line.pop("warnings")
    verdict = line.pop("verdict")
    return line, Answer(
        verdict,
        None if fields is None else tuple(fields),
        None if warnings is None else tuple(warnings),
    )
