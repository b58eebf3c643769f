"""Changes to bytes, texts and plain data, drawn by a generator of random numbers."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Sequence
from typing import Any

PIECES = (
    "", " ", "  ", "\t", "\n", "\r\n", "\r", ":", ": ", "- ", "-", "#", " #", "'", '"', "[", "]", "{", "}",
    ",", "&a ", "*a", "<<: *a", "!!str ", "!!int ", "!!binary ", "!!python/object/apply:os.system ",
    "!x ", "|", "|-", ">", ">+2", "%YAML 1.1\n", "%TAG ! tag:x,2000:\n", "---", "---\n", "...\n", "? ",
    "@", "`", "~", "null", "yes", ".inf", ".nan", "1e999", "-0", "0o8", "0x", "9" * 40, "1_0", "\0", "\x07",
    "\x1b[31m", "\x85", "\u2028", "\ufeff", "\ufffe", "\u202e", "é", "ключ", "😀", "𝔘", "\\", "\\x",
    "{{ .x }}", "{{- if x }}", "${X}", "# stslint: ignore=STS101",
    "# stslint: ignore", "```", "```yaml\n", "~~~", "EOF",
    "<<EOF\n", "kind: StatefulSet\n", "kind: List\nitems:\n", "spec:", "a" * 300,
)  # fmt: skip
BYTES = (
    b"\x00", b"\xff", b"\xfe", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80",
    b"\xf4\x90", b"\x80", b"\r", b"\n", b"\t", b"\x1b", b"\xe2\x80\xa8", b"\xc0\x80", b"\xff\xfe\x00\x00",
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "latin-1")
SCALARS: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 3, 2**31, 2**63, -(2**63) - 1, 10**40, 0.5, 1e300, "", " ", "a", "web", "-1",
    "1", "0", "100%", "50%", "1Gi", "1e9999", "-1Gi", "0x1", "app=web", "1.27", "RollingUpdate", "OnDelete",
    "Parallel", "OrderedReady", "Deny", "true", "null", "2026-03-02T08:00:00Z", "9999-99-99T99:99:99Z",
    "\n", "\0", "\x1b]0;x\x07", "é", "😀", "\ud800", "\u2028", "x" * 300, "a/b/c", "../..", "*", "[", "(?<",
    "{{ x }}", "$(A)", [], {}, [[]], [None], [{}], {"": None}, {"a": {"b": ["c"]}},
)  # fmt: skip


def mutated_bytes(data: bytes, chance: random.Random) -> bytes:
    """Returns bytes with up to five places changed."""
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(data) + 1)
        length = chance.choice((0, 0, 1, 1, 2, 8, 64))
        added = chance.choice(
            (b"", bytes((chance.randrange(256),)), chance.choice(BYTES), data[place : place + 40])
        )
        data = data[:place] + added + data[place + length :]
    return data


def mutated_text(text: str, chance: random.Random, pieces: Sequence[str] = PIECES) -> str:
    """Returns a text with up to five places or lines changed."""
    for _ in range(chance.randrange(1, 6)):
        text = chance.choice((_with_piece, _with_piece, _with_line))(text, chance, pieces)
    return text


def _with_piece(text: str, chance: random.Random, pieces: Sequence[str]) -> str:
    place = chance.randrange(len(text) + 1)
    length = chance.choice((0, 0, 1, 1, 2, 8, 30))
    return text[:place] + chance.choice(pieces) + text[place + length :]


def _with_line(text: str, chance: random.Random, pieces: Sequence[str]) -> str:
    lines = text.split("\n")
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    form = chance.randrange(5)
    if form == 0:
        del lines[first]
    elif form == 1:
        lines.insert(second, lines[first])
    elif form == 2:
        lines[first], lines[second] = lines[second], lines[first]
    elif form == 3:
        lines[first] = chance.choice(("  ", " ", "\t", "      ")) + lines[first]
    else:
        lines[first] = lines[first].lstrip() + chance.choice(pieces)
    return "\n".join(lines)


def mutated_data(value: Any, chance: random.Random, scalars: Sequence[Any] = SCALARS) -> Any:
    """Returns plain data with up to four values replaced, removed, repeated, wrapped or renamed."""
    value = copy.deepcopy(value)
    for _ in range(chance.randrange(1, 5)):
        value = _with_change(value, chance, scalars)
    return value


def _with_change(value: Any, chance: random.Random, scalars: Sequence[Any]) -> Any:
    """Returns the value with one change, mostly deep inside of it."""
    if not isinstance(value, dict | list) or not value or chance.random() < 0.04:
        return _replaced(value, chance, scalars)
    key = chance.choice(list(value)) if isinstance(value, dict) else chance.randrange(len(value))
    if chance.random() < 0.75:
        value[key] = _with_change(value[key], chance, scalars)
        return value
    change: Callable[..., None] = chance.choice((_remove, _repeat, _set, _set))
    change(value, key, chance, scalars)
    return value


def _replaced(value: Any, chance: random.Random, scalars: Sequence[Any]) -> Any:
    return chance.choice((copy.deepcopy(chance.choice(scalars)), [value], {"a": value}, [value, value]))


def _remove(value: Any, key: Any, chance: random.Random, scalars: Sequence[Any]) -> None:
    del value[key]


def _repeat(value: Any, key: Any, chance: random.Random, scalars: Sequence[Any]) -> None:
    if isinstance(value, list):
        value.insert(0, copy.deepcopy(value[key]))
    else:
        value[chance.choice(("name", "spec", "metadata", "x", "", "a.b/c", str(key).upper()))] = value[key]


def _set(value: Any, key: Any, chance: random.Random, scalars: Sequence[Any]) -> None:
    value[key] = copy.deepcopy(chance.choice(scalars))


def as_text(value: Any, chance: random.Random) -> str:
    """Returns plain data as JSON or as YAML in blocks."""
    if chance.random() < 0.3:
        return json.dumps(value, indent=chance.choice((None, 2)), ensure_ascii=chance.random() < 0.5)
    return "\n".join(_block(value, 0)) + "\n"


def _block(value: Any, indent: int) -> list[str]:
    margin = " " * indent
    lines: list[str] = []
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            head = f"{margin}{_scalar(key)}:"
            lines += _under(head, inner, indent + 2)
    elif isinstance(value, list) and value:
        for inner in value:
            lines += _under(f"{margin}-", inner, indent + 2)
    else:
        lines.append(margin + json.dumps(value, ensure_ascii=False))
    return lines


def _under(head: str, value: Any, indent: int) -> list[str]:
    if isinstance(value, dict | list) and value:
        return [head, *_block(value, indent)]
    return [f"{head} {_scalar(value)}"]


def _scalar(value: Any) -> str:
    if isinstance(value, str) and value.replace("-", "a").replace("/", "a").isalnum() and value.isascii():
        return value
    return json.dumps(value, ensure_ascii=isinstance(value, str) and not value.isprintable())
