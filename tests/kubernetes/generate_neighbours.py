"""Makes cases for the kinds that stand next to a StatefulSet, and records what an API server says of them.

    python tests/kubernetes/generate_neighbours.py --seed 7 --count 3000 >cases.jsonl
    python tests/kubernetes/generate_neighbours.py --record PROGRAM --count 600

The first form writes lines of ``id`` and ``yaml``. The second gives them to a program that reads such lines
and answers each with ``verdict``, ``stage``, ``errors`` (with ``field``) and ``warnings``, and keeps its
answers in ``recorded_neighbours.jsonl.gz``. What an API server allocates before it validates is left out
(``allocated``), and so are the cases that are large.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from neighbour_fields import BASES, FIELDS
from neighbour_values import DELETE

RECORDED = Path(__file__).with_name("recorded_neighbours.jsonl.gz")
MOST_CHANGES = 4
LARGE = 10_000

KINDS = [kind for kind in FIELDS if kind != "every kind"]

Manifest = dict[str, Any]
Change = tuple[str, Any]


def cases(seed: int, count: int) -> Iterator[dict[str, str]]:
    """Yields ``count`` cases in a seeded order: values of fields alone, then several at once."""
    rng = random.Random(seed)
    by_kind = [_alone(kind, rng) for kind in KINDS]
    in_turn = [change for turn in zip_longest(*by_kind) for change in turn if change]
    alone = in_turn[: count * 2 // 3]
    several = (_several(rng) for _ in range(count - len(alone)))
    for number, (base, chosen) in enumerate([*alone, *several]):
        manifest = BASES[base]
        for path, value in chosen:
            manifest = _changed(manifest, path.split("|"), value)
        yield {"id": f"{base}-{number:05d}", "yaml": _yaml(manifest)}


def _alone(kind: str, rng: random.Random) -> list[tuple[str, list[Change]]]:
    fields = {**FIELDS["every kind"], **FIELDS[kind]}
    values = [(path, value) for path, tried in fields.items() for value in tried]
    changes = [(base, [change]) for base in _bases(kind) for change in values]
    rng.shuffle(changes)
    return changes


def _several(rng: random.Random) -> tuple[str, list[Change]]:
    kind = rng.choice(KINDS)
    fields = FIELDS[kind]
    paths = rng.sample(list(fields), min(len(fields), rng.randint(2, MOST_CHANGES)))
    return rng.choice(_bases(kind)), [(path, rng.choice(fields[path])) for path in paths]


def _bases(kind: str) -> list[str]:
    return [base for base in BASES if base.startswith(f"{kind}/")]


def _changed(place: Any, steps: list[str], value: Any) -> Any:
    """Returns a copy of a part of a manifest with one place set, or taken away; ``0`` is a list's first."""
    step, rest = steps[0], steps[1:]
    if step == "0":
        elements = place if isinstance(place, list) else []
        first = elements[0] if elements else {}
        return [_changed(first, rest, value), *elements[1:]]
    mapping = dict(place) if isinstance(place, dict) else {}
    if rest:
        mapping[step] = _changed(mapping.get(step), rest, value)
    elif value == DELETE:
        mapping.pop(step, None)
    else:
        mapping[step] = value
    return mapping


def _yaml(manifest: Manifest) -> str:
    """Returns a manifest as YAML: a block of keys with flow values, which no reader takes for JSON."""
    lines = []
    for key, value in manifest.items():
        if isinstance(value, dict) and value:
            lines.append(f"{key}:")
            lines += [f"  {json.dumps(step)}: {json.dumps(child)}" for step, child in value.items()]
        else:
            lines.append(f"{key}: {json.dumps(value)}")
    return "\n".join(lines) + "\n"


def record(program: str, seed: int, count: int) -> list[dict[str, Any]]:
    """Returns the cases with the program's answers, without those that are not decoded."""
    given = [case for case in cases(seed, count) if len(case["yaml"]) < LARGE]
    text = "".join(json.dumps(case) + "\n" for case in given)
    answered = subprocess.run([program], input=text, capture_output=True, text=True, check=True).stdout
    kept = []
    for case, line in zip(given, answered.splitlines(), strict=True):
        answer = json.loads(line)
        if answer["verdict"] == "skip" or answer.get("stage", "validate") != "validate":
            continue
        if not allocated(case["yaml"]):
            fields = sorted({error["field"] for error in answer["errors"]})
            warnings = sorted(warned_path(text) for text in answer["warnings"])
            kept.append({**case, "verdict": answer["verdict"], "fields": fields, "warnings": warnings})
    return kept


def warned_path(text: str) -> str:
    """Returns the path of the field that a warning of the API server speaks of."""
    annotation = re.match(r"annotation (\S+) is", text)
    if annotation:
        return f"metadata.annotations[{annotation.group(1)}]"
    if text.startswith("tls: "):
        return "data[tls.crt]"
    return re.split(r": | is ", text, maxsplit=1)[0]


def allocated(text: str) -> bool:
    """Returns whether the verdict on a Service hangs on what a server with its allocators would fill in.

    The family of an address where only one of the two is written, the port of health checks, and a cluster IP
    on an ``ExternalName``, which only a server that brings ``clusterIPs`` in line first refuses.
    """
    if 'kind: "Service"\n' not in text:
        return False
    lines = text.partition("\nspec:\n")[2].splitlines()
    spec = json.loads("{" + ",".join(line for line in lines if line.startswith("  ")) + "}")
    address, families = spec.get("clusterIP") or "", spec.get("ipFamilies")
    if spec.get("type") == "ExternalName":
        return bool(address)
    if (":" in address and not families) or (families and not address):
        return True
    local = spec.get("type") == "LoadBalancer" and spec.get("externalTrafficPolicy") == "Local"
    return local and not spec.get("healthCheckNodePort")


def main() -> None:
    """Writes cases, or records answers."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--record", metavar="PROGRAM")
    parser.add_argument("--output", type=Path, default=RECORDED)
    options = parser.parse_args()
    if not options.record:
        sys.stdout.writelines(json.dumps(case) + "\n" for case in cases(options.seed, options.count))
        return
    lines = "".join(json.dumps(case) + "\n" for case in record(options.record, options.seed, options.count))
    options.output.write_bytes(gzip.compress(lines.encode(), mtime=0))


if __name__ == "__main__":
    main()
