"""Writes broken manifests: sound ones in which a few bytes were changed, so that they no longer parse.

    python benchmarks/mutants.py FOLDER --files 600

The manifests are those of ``examples/`` and of the other benchmarks. The same seed always gives the same
bytes. Each broken file has the number of its sound one in its name (``012-4.yaml`` comes from ``4``).
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import editor
import trees
import verdict

from stslint.model import Source
from stslint.sources.yaml.parser import parse
from stslint.sources.yaml.syntax_error import YamlError

ROOT = Path(__file__).parent.parent

_BYTES = " \t\n:-#'\"[]{},&*!|>%@`?=ax0"
_MOST_CHANGES = 4


def sound() -> list[str]:
    """Returns the manifests to change, each of 40 to 200 lines."""
    return [
        *(path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*/*.yaml"))),
        *(text for _, text in trees.one_set()),
        *(text for _, text in trees.sets_with_services(4)),
        trees.stream(4),
        editor.manifest("web"),
        editor.manifest("web", 120),
        verdict.manifest(1),
        verdict.manifest(4),
    ]


def mutants(files: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yields the name and the text of each broken manifest."""
    chance, texts = random.Random(seed), sound()
    for number in range(files):
        kind = number % len(texts)
        text = texts[kind]
        while _parses(text):
            text = _changed(texts[kind], chance)
        yield f"{number:03}-{kind}.yaml", text


def _parses(text: str) -> bool:
    try:
        parse(Source("", text))
    except YamlError:
        return False
    return True


def _changed(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        place = chance.randrange(len(text))
        removed = chance.choice((0, 0, 1, 1, 1, 2, 5))
        added = "".join(chance.choice(_BYTES) for _ in range(chance.choice((0, 1, 1, 1, 2))))
        text = text[:place] + added + text[place + removed :]
    return text


def main() -> None:
    """Writes the files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    print(f"{trees.write(words.folder, mutants(words.files, words.seed)):,} bytes")


if __name__ == "__main__":
    main()
