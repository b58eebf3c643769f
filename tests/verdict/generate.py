"""Cases for the verdict, by a seed: every field with every value, several at once, and other spellings.

    python -m tests.verdict.generate --seed 7 --count 3000 > cases.jsonl

A case is ``id`` and ``yaml``, and of an update ``old`` and ``new``. The same seed makes the same cases.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

from stslint.kubernetes.schema.versions import NEWEST
from tests.verdict.field_values import ODD, values_of
from tests.verdict.fields import Field, fields_of, placed
from tests.verdict.neighbour_fields import BASES, FIELDS
from tests.verdict.seeds import SETS
from tests.verdict.spellings import edited, written
from tests.verdict.warned import WARNED

Rng = random.Random
Case = dict[str, str]
Manifest = dict[str, Any]

WAYS = ("field", "field", "field", "odd", "several", "several", "listed", "listed", "twice", "text", "warned")
CHANGES = ("field", "field", "several", "odd", "twice")
NEIGHBOURS = tuple(sorted(set(FIELDS) - {"every kind"}))
MOST_CHANGES = 4
LARGE = 10_000


def cases(seed: int, count: int, version: str = NEWEST, ways: tuple[str, ...] = WAYS) -> Iterator[Case]:
    """Yields ``count`` cases of a minor's schema in a seeded order, half of them of a StatefulSet."""
    rng = random.Random(seed)
    for number in range(count):
        way = rng.choice(ways)
        text = ""
        while not text or len(text) > LARGE:
            kind = "set" if rng.random() < 0.6 else rng.choice(NEIGHBOURS)
            base, manifest = rng.choice(_bases(kind))
            manifest = _changed(way, kind, manifest, rng, version)
            if allocated(manifest):
                continue
            text = written(manifest, rng)
            text = edited(text, rng) if way == "text" else text
        yield {"id": f"{base}-{way}-{seed}-{number}", "yaml": text}


def updates(
    seed: int, count: int, version: str = NEWEST, kinds: tuple[str, ...] = ("set",)
) -> Iterator[Case]:
    """Yields ``count`` pairs of a manifest of these kinds and another one that is applied over it."""
    rng = random.Random(seed)
    for number in range(count):
        kind = rng.choice(kinds)
        base, old = rng.choice(_bases(kind))
        ways = CHANGES if kind == "set" else (*CHANGES, "listed", "listed", "listed")
        if rng.random() < 0.2:
            old = _changed("field", kind, old, rng, version)
        new = _changed(rng.choice(ways), kind, old, rng, version)
        yield {"id": f"{base}-update-{seed}-{number}", "old": written(old, rng), "new": written(new, rng)}


def _bases(kind: str) -> list[tuple[str, Manifest]]:
    return [(base, made) for base, made in {**SETS, **BASES}.items() if base.startswith(f"{kind}/")]


@cache
def _fields(version: str, kind: str) -> list[Field]:
    return fields_of(version, kind)


def _any(fields: list[Field], rng: Rng) -> Field:
    """Returns a field, seldom one of an ephemeral container: a template may have none at all."""
    field = rng.choice(fields)
    return rng.choice(fields) if "ephemeralContainers" in field.parent else field


def _changed(way: str, kind: str, manifest: Manifest, rng: Rng, version: str) -> Manifest:
    fields = _fields(version, manifest["kind"])
    if way == "several":
        return _several(manifest, fields, rng)
    if way == "warned" and kind == "set":
        return _listed(manifest, WARNED, rng)
    if way == "listed" and kind in FIELDS:
        return _listed(manifest, {**FIELDS["every kind"], **FIELDS[kind]}, rng)
    if way == "twice":
        return _twice(manifest, rng)
    field = _any(fields, rng)
    return placed(manifest, field.steps, rng.choice(ODD if way == "odd" else values_of(field) or ODD))


def _listed(manifest: Manifest, listed: dict[str, list[Any]], rng: Rng) -> Manifest:
    """Returns the manifest with values of a table of paths at one to four places."""
    for _ in range(rng.randint(1, MOST_CHANGES)):
        path, values = rng.choice(list(listed.items()))
        steps = [0 if step == "0" else step for step in path.split("|")]
        seeds: list[Any] = [[{}] if after == 0 else {} for after in [*steps[1:], ""]]
        manifest = placed(
            manifest, tuple(zip(steps, seeds, [""] * len(steps), strict=True)), rng.choice(values)
        )
    return manifest


def _several(manifest: Manifest, fields: list[Field], rng: Rng) -> Manifest:
    """Returns the manifest with two to four fields set, mostly neighbours: those exclude each other."""
    first = _any(fields, rng)
    near = [field for field in fields if field.parent[: len(first.parent)] == first.parent]
    if rng.random() < 0.3:
        near = [field for field in fields if field.parent[:-2] == first.parent[:-2]]
    for field in [first, *(rng.choice(near) for _ in range(rng.randint(1, MOST_CHANGES - 1)))]:
        manifest = placed(manifest, field.steps, rng.choice(values_of(field) or ODD))
    return manifest


def _twice(manifest: Manifest, rng: Rng) -> Manifest:
    """Returns the manifest with an element of one of its lists repeated, moved into another, or removed."""
    made: Manifest = json.loads(json.dumps(manifest))
    lists = [each for each in _lists(made) if each]
    if not lists:
        return made
    chosen, other = rng.choice(lists), rng.choice(lists)
    element = json.loads(json.dumps(rng.choice(chosen)))
    if isinstance(element, dict) and element and rng.random() < 0.6:
        key = rng.choice(sorted(element))
        element[key] = rng.choice([element[key], f"{element[key]}x", None, f"{element[key]}"])
    if rng.random() < 0.1:
        chosen.pop()
    (other if rng.random() < 0.15 else chosen).append(element)
    return made


def _lists(value: Any) -> Iterator[list[Any]]:
    if isinstance(value, list):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _lists(each)


def allocated(manifest: Manifest) -> bool:
    """Returns whether the verdict on a Service hangs on what a server with its allocators would fill in.

    The family of an address where only one of the two is written, the port of health checks, and a cluster IP
    on an ``ExternalName``, which only a server that brings ``clusterIPs`` in line first refuses.
    """
    spec = manifest.get("spec")
    if manifest.get("kind") != "Service" or not isinstance(spec, dict):
        return False
    address, families = spec.get("clusterIP") or "", spec.get("ipFamilies")
    addresses = spec.get("clusterIPs")
    first = addresses[0] if isinstance(addresses, list) and addresses else ""
    if spec.get("type") == "ExternalName":
        return bool(address)
    if (":" in f"{address}{first}" and not families) or (families and not (address or first)):
        return True
    local = spec.get("type") == "LoadBalancer" and spec.get("externalTrafficPolicy") == "Local"
    return local and not spec.get("healthCheckNodePort")


def main() -> None:
    """Writes cases, one a line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--version", default=NEWEST)
    parser.add_argument("--updates", action="store_true")
    parser.add_argument("--neighbours", action="store_true", help="updates of the other kinds")
    parser.add_argument("--text", action="store_true", help="edits of the text alone")
    options = parser.parse_args()
    ways = ("text",) if options.text else WAYS
    kinds = NEIGHBOURS if options.neighbours else ("set",)
    made = (
        updates(options.seed, options.count, options.version, kinds)
        if options.updates or options.neighbours
        else cases(options.seed, options.count, options.version, ways)
    )
    sys.stdout.writelines(json.dumps(case) + "\n" for case in made)


if __name__ == "__main__":
    main()
