"""Writes trees of manifests for benchmarks. The same seed always gives the same bytes.

``python benchmarks/trees.py FOLDER --files 1000`` writes a repository of mixed kinds with one folder for
each application. A tenth of the files contain a StatefulSet. ``--sets`` writes only StatefulSets and their
Services, and ``--stream`` writes one file with many documents.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from kinds import OTHERS, WORDS, Writer, budget, config_map, definition, deployment, service, stateful_set

FILES_OF_AN_APPLICATION = 10
"""One of the files is a StatefulSet, and one is its Service."""


def repository(files: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yields the path and the text of each file of a repository of mixed kinds."""
    chance = random.Random(seed)
    for number in range(files):
        index, part = divmod(number, FILES_OF_AN_APPLICATION)
        application = f"{WORDS[index // 10 % len(WORDS)]}-{index}"
        writer = (stateful_set, service)[part] if part < 2 else chance.choice(OTHERS)
        name = application if part < 2 else f"{application}-{part}"
        path = f"{application.partition('-')[0]}/{application}/{part}-{writer.__name__}.yaml"
        yield path, writer(chance, name)


def collection(files: int = 4_000, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yields a collection of repositories, 15 KB a file; a third are CustomResourceDefinitions."""
    chance = random.Random(seed)
    for number, (path, text) in enumerate(repository(files, seed)):
        if number % FILES_OF_AN_APPLICATION in (3, 6, 9):
            yield f"{path.rpartition('/')[0]}/{number}-definition.yaml", definition(chance, f"g{number}")
        else:
            yield path, text


def sets_with_services(number: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yields files that contain one StatefulSet and its Service each, a hundred files in each folder."""
    chance = random.Random(seed)
    for index in range(number):
        name = f"{WORDS[index % len(WORDS)]}-{index}"
        yield f"{index // 100:04}/{name}.yaml", f"{service(chance, name)}---\n{stateful_set(chance, name)}"


def one_set() -> Iterator[tuple[str, str]]:
    """Yields one file: a StatefulSet without findings, its Service and its PodDisruptionBudget."""
    chance, name = random.Random(1), "web-1"
    spread = f"""      topologySpreadConstraints:
      - maxSkew: 1
        topologyKey: kubernetes.io/hostname
        whenUnsatisfiable: ScheduleAnyway
        labelSelector:
          matchLabels:
            app.kubernetes.io/name: {name}
      containers:
"""
    text = stateful_set(chance, name).replace("      containers:\n", spread)
    yield "web.yaml", "---\n".join((service(chance, name), budget(chance, name), text))


def plain_set(replicas: int) -> str:
    """Returns a StatefulSet with ``replicas`` pods."""
    text = stateful_set(random.Random(1), "web-1").replace("redis:7.4.1", "nginx:1.27.2")
    return "\n".join(
        f"  replicas: {replicas}" if line.startswith("  replicas:") else line for line in text.split("\n")
    )


def stream(documents: int, seed: int = 1) -> str:
    """Returns one text with ``documents`` documents of mixed kinds."""
    chance = random.Random(seed)
    writers: tuple[Writer, ...] = (stateful_set, deployment, config_map, service)
    return "---\n".join(
        writers[number % len(writers)](chance, f"{WORDS[number % len(WORDS)]}-{number // len(writers)}")
        for number in range(documents)
    )


def write(folder: Path, files: Iterator[tuple[str, str]]) -> int:
    """Writes files below a folder and returns their total size in bytes."""
    size = 0
    for path, text in files:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        size += target.write_text(text, encoding="utf-8")
    return size


def main() -> None:
    """Writes the files that the command line requests and prints their total size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    shape = parser.add_mutually_exclusive_group(required=True)
    shape.add_argument("--files", type=int, help="number of files of mixed kinds")
    shape.add_argument(
        "--collection", type=int, help="number of files of 15 KB in a collection of repositories"
    )
    shape.add_argument("--sets", type=int, help="number of StatefulSets, each in one file with its Service")
    shape.add_argument("--stream", type=int, help="number of documents in a single file")
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    if words.files:
        files = repository(words.files, words.seed)
    elif words.collection:
        files = collection(words.collection, words.seed)
    elif words.sets:
        files = sets_with_services(words.sets, words.seed)
    else:
        files = iter([("stream.yaml", stream(words.stream, words.seed))])
    print(f"{write(words.folder, files):,} bytes")


if __name__ == "__main__":
    main()
