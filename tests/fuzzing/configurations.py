"""Configurations made at random: keys with values that they accept, sometimes with others."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from stslint.linter.profiles import PROFILES
from tests.fuzzing.mutations import SCALARS, as_text, mutated_bytes, mutated_text

RULES = (
    "STS1", "STS3", "STS201", "service-name-missing", "ALL", "STS", "STS302", "STS9",
)  # fmt: skip
LEVELS = ("error", "warning", "info")
PATTERNS = ("tests/**", "deploy/", "*.yaml", "/a/b", "!x", "[ab]*", "**", "a b", "\\#x", "é")
VERSIONS = ("1.30", "v1.34.2", "1.37", "1.31", "1.99")


def configuration(chance: random.Random) -> bytes:
    """Returns a configuration after a first line with the name of its file."""
    values = _values(chance)
    name = chance.choice(("stslint.toml", ".stslint.yaml", "pyproject.toml"))
    text = as_text(values, chance) if name == ".stslint.yaml" else _toml(values, name == "pyproject.toml")
    if chance.random() < 0.3:
        text = mutated_text(text, chance)
    data = text.encode("utf-8", "surrogatepass")
    return name.encode() + b"\n" + (mutated_bytes(data, chance) if chance.random() < 0.05 else data)


def _values(chance: random.Random) -> dict[str, Any]:
    makers: dict[str, Callable[[], Any]] = {
        "select": lambda: _some(RULES, chance),
        "extend-select": lambda: _some(RULES, chance),
        "ignore": lambda: _some(RULES, chance),
        "profile": lambda: chance.choice(tuple(PROFILES)),
        "severities": lambda: {key: chance.choice(LEVELS) for key in _some(RULES[:4], chance)},
        "per-path-ignores": lambda: {key: _some(RULES, chance) for key in _some(PATTERNS, chance)},
        "per-path-severities": lambda: {
            key: {chance.choice(RULES): chance.choice(LEVELS)} for key in _some(PATTERNS, chance)
        },
        "kubernetes-version": lambda: chance.choice(VERSIONS),
        "kubernetes-versions": lambda: _some(VERSIONS, chance),
        "exclude": lambda: _some(PATTERNS, chance),
        "context": lambda: _some(("a", "../b", "."), chance),
        "complete": lambda: chance.random() < 0.5,
        "fail-on": lambda: chance.choice(LEVELS),
    }
    keys = chance.sample(list(makers), chance.randrange(1, 6))
    return {key: chance.choice(SCALARS) if chance.random() < 0.05 else makers[key]() for key in keys}


def _some(words: tuple[str, ...], chance: random.Random) -> list[str]:
    return [
        chance.choice(words[:-1] if chance.random() < 0.97 else words) for _ in range(chance.randrange(1, 4))
    ]


def _toml(values: dict[str, Any], in_project: bool) -> str:
    """Returns values as TOML: all in one inline table each, so that their order does not matter."""
    head = "[project]\nname = 'web'\n\n[tool.stslint]\n" if in_project else ""
    return head + "".join(f"{json.dumps(key)} = {_toml_value(value)}\n" for key, value in values.items())


def _toml_value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {_toml_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
