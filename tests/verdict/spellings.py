"""How a manifest can be written: its styles, spellings of YAML that mean the same, and slips of the hand."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from typing import Any

from tests.verdict.field_values import Raw

Rng = random.Random


class _Steady(Rng):
    """Chance that always comes down in the middle, so that all is written in the one usual style."""

    def random(self) -> float:
        return 0.5


_PLAIN = re.compile(r"[A-Za-z][\w./-]*\Z")
_WORDS = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])


def scalar(value: Any, rng: Rng) -> str:
    """Returns a scalar or a whole collection in one line, plain where that says the same."""
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{scalar(key, rng)}: {scalar(each, rng)}" for key, each in value.items()) + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(scalar(each, rng) for each in value) + "]"
    if isinstance(value, str):
        return _text(value, rng)
    return json.dumps(value)


def _text(value: str, rng: Rng) -> str:
    if _PLAIN.match(value) and value.lower() not in _WORDS and rng.random() < 0.7:
        return value
    if rng.random() < 0.2 and "\n" not in value and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return json.dumps(value, ensure_ascii=rng.random() < 0.5)


def block(value: Any, rng: Rng, indent: str = "") -> str:
    """Returns a mapping or a list in block style, here and there a part of it in one line."""
    lines = []
    if isinstance(value, list):
        for each in value:
            if _is_open(each, rng):
                lines.append(f"{indent}- " + block(each, rng, indent + "  ").lstrip(" "))
            else:
                lines.append(f"{indent}- {scalar(each, rng)}\n")
        return "".join(lines)
    for key, each in value.items():
        name = scalar(key, rng)
        if _is_open(each, rng):
            deeper = indent + ("" if isinstance(each, list) and rng.random() < 0.3 else "  ")
            lines.append(f"{indent}{name}:\n{block(each, rng, deeper)}")
        else:
            lines.append(f"{indent}{name}: {scalar(each, rng)}\n")
    return "".join(lines)


def _is_open(value: Any, rng: Rng) -> bool:
    return isinstance(value, dict | list) and bool(value) and rng.random() < 0.95


def written(manifest: dict[str, Any], rng: Rng) -> str:
    """Returns a manifest as YAML: mostly in block style, else as JSON, or with a style for each value."""
    way = rng.random()
    if way < 0.7:
        return block(manifest, _Steady())
    if way < 0.75:
        return json.dumps(manifest, indent=rng.choice((None, 2))) + "\n"
    if way < 0.9:
        return block(manifest, rng)
    return "".join(f"{key}: {scalar(value, rng)}\n" for key, value in manifest.items())


def _line(text: str, rng: Rng) -> tuple[list[str], int]:
    lines = text.split("\n")
    return lines, rng.randrange(len(lines))


def _at_line(change: Callable[[str, Rng], str]) -> Callable[[str, Rng], str]:
    def changed(text: str, rng: Rng) -> str:
        lines, number = _line(text, rng)
        lines[number] = change(lines[number], rng)
        return "\n".join(lines)

    return changed


def _value(change: Callable[[str, Rng], str]) -> Callable[[str, Rng], str]:
    """Returns an edit of the value after a key on one line."""

    def changed(line: str, rng: Rng) -> str:
        head, colon, tail = line.partition(": ")
        return f"{head}{colon}{change(tail, rng)}" if colon else line

    return _at_line(changed)


_MARKS = [*list("{}[]:,&*#?|-<>=!%@`'\"\\~ \t\n0"), "- ", ": ", " #", "\r", "\xa0", "\ufeff", "\x85"]
_MARKS += [
    "\u2028",
    "\x07",
    "\x00",
    "\x7f",
    "\x80",
    "é",
    "\U0001f600",
    "<<",
    "...\n",
    "---\n",
    "%YAML 1.1\n",
    "\ue000",
]
_TAGS = [
    "!!str",
    "!!int",
    "!!float",
    "!!bool",
    "!!null",
    "!!map",
    "!!seq",
    "!!binary",
    "!!timestamp",
    "!a",
    "!",
]
_TAGS += ["!!set", "!!merge", "!<tag:yaml.org,2002:str>", "!a!b", "!<x>", "!!omap", "!!python/none", "!e!x"]
_HEADERS = ["|", ">", "|-", ">+", "|2", "|2-", "|-2", "|0", "|10", "> # a", "|x", "|- x", ">1"]
_SCALARS = [
    "y",
    "~",
    "1e3",
    "0o17",
    "017",
    "1_000",
    "0x1F",
    ".5",
    "1.",
    "+1",
    "12:30",
    "2026-01-31",
    "0b11",
    "=",
    "-",
]
_SCALARS += [
    "<<",
    "!!str 1",
    "&a b",
    "*a",
    "null",
    ".inf",
    ".nan",
    "1e400",
    "99999999999999999999",
    "- a",
    "a: b",
    "a #b",
]
_SCALARS += [
    "a# b",
    "'a' b",
    '"a" b',
    '"\\x41"',
    '"\\q"',
    "'it''s'",
    "'it's'",
    '"a',
    "[a",
    "{a: b",
    "{a}",
    "[a: b]",
    "@a",
]
_SCALARS += [
    "`a",
    "%a",
    "|",
    ">",
    "? a",
    "?a",
    ":a",
    "-a",
    "a:b",
    "a:",
    ": a",
    ",",
    "[,]",
    "[a,]",
    "{a,}",
    "{,}",
    "{a:b}",
]
_DIRECTIVES = [
    "%YAML 1.1\n---\n",
    "%YAML 1.2\n---\n",
    "%YAML 1.3\n---\n",
    "%YAML 2.0\n---\n",
    "%TAG !e! tag:a,2000:\n---\n",
]
_DIRECTIVES += [
    "%YAML 1.1\n",
    "%FOO bar\n---\n",
    "---\n",
    "--- \n",
    "---\t\n",
    "--- # a\n",
    "--- a\n",
    "---a\n",
    "...\n",
]
_DIRECTIVES += [
    "\ufeff",
    "\n\n",
    "# a\n",
    " ",
    "\t",
    "---\n---\n",
    "...\n---\n",
    "---\n...\n",
    "----\n",
    " ---\n",
    "\ufeff---\n",
]


def _anchor(text: str, rng: Rng) -> str:
    """Anchors the value of one line and repeats it by alias on another."""
    lines = text.split("\n")
    keyed = [number for number, line in enumerate(lines) if ": " in line and not line.endswith(": ")]
    if len(keyed) < 2:
        return text
    first, second = sorted(rng.sample(keyed, 2))
    head, _, tail = lines[first].partition(": ")
    lines[first] = f"{head}: &x {tail}"
    lines[second] = lines[second].partition(": ")[0] + ": *x"
    return "\n".join(lines)


def _merge(text: str, rng: Rng) -> str:
    lines, number = _line(text, rng)
    margin = re.match(r"[ -]*", lines[number])
    indent = " " * len(margin.group()) if margin else ""
    merged = rng.choice(
        ["<<: {a: b}", "<<: [{a: b}, {c: d}]", "<<: {}", "<<: []", "<<: a", "<<: null", "<<: *x"]
    )
    merged = rng.choice(
        [merged, merged, '"<<": {}', "!!merge <<: {}", "<<: [a]", "<<: {name: web}", "<<: {spec: 1}"]
    )
    lines.insert(number, indent + merged)
    return "\n".join(lines)


def _character(text: str, rng: Rng) -> str:
    at = rng.randrange(len(text) + 1)
    if rng.random() < 0.3:
        return text[:at] + text[at + 1 :]
    return text[:at] + rng.choice(_MARKS) + text[at + (rng.random() < 0.5) :]


def _shifted(line: str, rng: Rng) -> str:
    return rng.choice([" " + line, line.removeprefix(" "), "  " + line, line.removeprefix("  "), "\t" + line])


def _end(line: str, rng: Rng) -> str:
    return line + rng.choice(
        [" # a", "#a", " ", "\t", " \t# a", ":", " :", ",", '"', "'", " |", " &a", "\r", " a", "}"]
    )


def _twice(text: str, rng: Rng) -> str:
    lines, number = _line(text, rng)
    lines.insert(rng.choice([number, rng.randrange(len(lines))]), lines[number])
    return "\n".join(lines)


def _dropped(text: str, rng: Rng) -> str:
    lines, number = _line(text, rng)
    del lines[number]
    return "\n".join(lines)


def _inserted(text: str, rng: Rng) -> str:
    lines, number = _line(text, rng)
    lines.insert(
        number,
        rng.choice(["", "#", "---", "...", "  ---", "-", "- a", "a", "a:", ":", "? a", "{}", "\t", "  "]),
    )
    return "\n".join(lines)


def _question(line: str, rng: Rng) -> str:
    found = re.match(r"( *(?:- )*)([^\s:]+):(.*)", line)
    if not found:
        return line
    margin, key, rest = found.groups()
    return f"{margin}? {key}\n{' ' * len(margin)}:{rest}"


def _as_block(tail: str, rng: Rng) -> str:
    return (
        rng.choice(_HEADERS)
        + "\n"
        + " " * rng.choice([0, 1, 2, 4, 6, 8, 10, 12])
        + rng.choice([tail, "a\n  b", "\ta", ""])
    )


EDITS: tuple[Callable[[str, Rng], str], ...] = (
    *(_character, _character, _character, _anchor, _merge, _twice, _dropped, _inserted),
    *(_at_line(_shifted), _at_line(_end), _at_line(_question), _value(_as_block)),
    _value(lambda tail, rng: rng.choice(_SCALARS)),
    _value(lambda tail, rng: f"{rng.choice(_TAGS)} {tail}"),
    _value(lambda tail, rng: "\n" + " " * rng.choice([0, 1, 2, 6, 12]) + tail),
    lambda text, rng: rng.choice(_DIRECTIVES) + text,
    lambda text, rng: (
        text
        + rng.choice(["...\n", "---\n", "...\na\n", "---\na\n", "...\n---\n", "a", "\t", "--- {}\n", "]"])
    ),
    lambda text, rng: (
        text + rng.choice(["---\n", "--- # a\n", "...\n", "---\n---\n", "--- \n", "---\r\n"]) + text
    ),
    lambda text, rng: text.replace("\n", rng.choice(["\r\n", "\r", "\n\n", "\x85", "\u2028", " \n", "\t\n"])),
    lambda text, rng: text.replace("  ", rng.choice(["\t", "   ", " ", "    "])),
    lambda text, rng: text.replace(": ", rng.choice([":", " : ", ":\t", ":  ", "= "]), rng.choice([1, -1])),
    lambda text, rng: text.rstrip("\n"),
)


def edited(text: str, rng: Rng, most: int = 3) -> str:
    """Returns a text with one to ``most`` edits."""
    for _ in range(rng.randint(1, most)):
        text = rng.choice(EDITS)(text, rng)
    return text
