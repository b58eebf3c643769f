"""Lets the libFuzzer of Google's atheris choose the bytes of inputs by the code that they reach.

``python scripts/fuzz_bytes.py --kind snapshot --seconds 600`` starts from 300 inputs of ``scripts/fuzz.py``,
and keeps each change of the bytes that runs a new branch. It ends at the first input that breaks stslint,
writes it to a file, and ``--file FILE`` runs that again.
atheris has wheels for Linux and CPython 3.10 to 3.13.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from scripts.fuzz import broken, count_hangs
from tests.fuzzing.generators import GENERATORS
from tests.fuzzing.targets import run

FIRST = 300
LONGEST = 32_000
MOST_SECONDS = 10.0
"""An input may take longer here than in ``fuzz.py``: each branch is counted."""


def main() -> int:
    """Returns 0 when the time is over; an input that breaks stslint ends the process with another code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kind", default="bytes", choices=sorted(GENERATORS))
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--corpus", type=Path, help="a folder that keeps what reached new code")
    parser.add_argument("--file", type=Path, help="run the input in a file, and nothing else")
    arguments = parser.parse_args()
    if arguments.file:
        print(f"accepted: {run(arguments.kind, arguments.file.read_bytes())}")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return fuzz(arguments.kind, arguments.seconds, arguments.corpus or Path(folder))


def fuzz(kind: str, seconds: int, corpus: Path) -> int:
    """Runs libFuzzer, which ends the process itself; returns 2 without atheris."""
    try:
        import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore]
    except ImportError:
        print("atheris is not installed: pip install --group fuzz", file=sys.stderr)
        return 2
    _fill(corpus, kind)
    accepted, count = Counter[str](), Counter[str]()

    def one(data: bytes) -> None:
        count[kind] += 1
        failure = broken(kind, data, accepted, MOST_SECONDS)
        if failure:
            raise AssertionError(failure)
        if count[kind] % 1000 == 0:
            print(f"{kind}: {count[kind]:,} inputs, {accepted[kind]:,} accepted", flush=True)

    count_hangs()
    atheris.instrument_all()
    atheris.Setup([sys.argv[0], str(corpus), f"-max_total_time={seconds}", f"-max_len={LONGEST}"], one)
    atheris.Fuzz()
    return 0


def _fill(corpus: Path, kind: str) -> None:
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in range(FIRST):
        data = GENERATORS[kind](random.Random(seed))
        (corpus / f"seed-{seed}").write_bytes(data)
        run(kind, data)  # what is imported late is counted as well


if __name__ == "__main__":
    raise SystemExit(main())
