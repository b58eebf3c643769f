"""The examples of all rules as whole manifests, most of which the API server accepts.

On their pages they show only what matters, so the API server refuses nearly all of them. Processes share
little of a run over those: each has to check faulty manifests itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ruamel.yaml.error import YAMLError

from stslint.linter.rule_loader import load_rules
from stslint.pipeline.rule_examples import examples_of
from stslint.runtime import package_data
from tests.support.completing import completed


@cache
def complete_examples() -> Mapping[str, str]:
    """Returns the text of each example by a name; one that shows a syntax error stays as it is."""
    return {
        f"{rule.name}-{number}": _completed(example.text)
        for rule in load_rules(package_data.folder("rules"))
        for number, example in enumerate(examples_of(rule))
    }


def write_all(folder: Path, folders: int = 1) -> None:
    """Writes each example to a file, spread over some folders."""
    for place, (name, text) in enumerate(complete_examples().items()):
        path = folder / f"part-{place % folders}" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _completed(text: str) -> str:
    try:
        return completed(text)
    except (YAMLError, AttributeError):  # a field of the wrong type has no `setdefault`
        return text
