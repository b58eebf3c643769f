"""Manifests in which one value, one key or one list is absurdly long."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tests.fuzzing.seeds import plain_objects
from tests.support.complete_examples import complete_examples

_CHARACTERS = " \t\n-.:/=,%@$\\\"'`|&;<#!~*[{()}]_aA10é😀"
_WORDS = (
    *("a-", "a.b.", "a_", "aA", "1e", "9.9.", "1.", "a ", "a,", "a=", "a:", "a/", "../", "//", "\r\n"),
    *("{{", "${", "$(", "%(", "$a", "$A_", "${a}", "$(a)", "{a}", "{{ .a }}", "-X", "--", "--a=b ", "-a b "),
    *("a=b,", "a=b&", "a:1,", "a-0.a:1,", "web-0.web,", "web-0.web:1,", "a-{0..9}", "http://a", "a://"),
    *("::", "0:", "1.1.1.1,", "[::1]:1,", "a@b:1,", "PLAINTEXT://a:1,", "a && ", "a || ", "a; ", "a | b "),
    *("if [ a ]; then ", "while ", "until a; do ", "$(a ", "sleep 1; ", "exec ", "a\\\n", "'a' ", '"a" '),
    *("\\'", '\\"', "<a>", "</", "<!--", "```", "[a](", "a\n\n", "- ", "? ", ": ", "# ", '{"a":', "[1,"),
    *("true ", "null ", "0x", "1Gi", "s1", "1h", "sha256:", "-Xmx1", "-Dx=", "-XX:MaxRAMPercentage=1"),
    *("stslint: ignore=", "STS101,", "case a in ", "for a in ", "host ", "_PORT_1_TCP", "_SERVICE_PORT"),
)
_LINES = (
    *("a", "a=b", "a: b", "[a]", "#", "    a", "<<EOF", "EOF", "cat <<EOF", "kubectl apply -f - <<EOF"),
    *("```yaml", "K=V", "if [ a ]; then", "while a; do", "until a", "save 900 1", "- a", "a {", "}", "<a>"),
    *("a = b", "a b", "a: |", "a: [", "---", "...", "'", '"', "a\\", "\ta", "export A=b", "chown a b"),
    *(
        "sleep 1",
        "/a/b",
        "server.1=a:1:1",
        "-----BEGIN CERTIFICATE-----",
        "MIIB",
        "appendonly yes",
        "cluster:",
    ),
    *("hosts: [a-0, a-1]", "\u2028", "kind: StatefulSet", "# stslint: ignore=STS101", "- a: b"),
)
PIECES: tuple[str, ...] = (*_CHARACTERS, *_WORDS, *(f"{line}\n" for line in _LINES))
"""What a long value repeats."""

KEY = "(key)"
"""The last step of a place that is a key, not its value."""

Place = tuple[Any, ...]
"""The keys and indexes that lead to a value."""


class LongValue(NamedTuple):
    """A place of an object among others, which a long text can be put into."""

    example: str
    objects: Sequence[Any]
    number: int
    place: Place

    @property
    def name(self) -> str:
        """Returns the kind and the place, as ``Service:spec.ports.*.name``."""
        steps = ("*" if isinstance(step, int) else str(step) for step in self.place)
        return f"{self.objects[self.number].get('kind')}:{'.'.join(steps)}"

    @property
    def written(self) -> str:
        """Returns what is at the place as text."""
        value = self.objects[self.number]
        for step in self.place:
            if step == KEY:
                return str(self.place[-2])
            value = value[step]
        return str(value)

    def manifest(self, text: str) -> bytes:
        """Returns the objects as YAML, with a text at the place."""
        objects = list(self.objects)
        objects[self.number] = _replaced(objects[self.number], self.place, text)
        return as_yaml(objects)


def values() -> list[LongValue]:
    """Returns each place of each kind of object once, in the example that has the most of them."""
    found: dict[str, LongValue] = {}
    for each in sorted(_all_values(), key=len, reverse=True):
        for value in each:
            found.setdefault(value.name, value)
    return list(found.values())


def _all_values() -> Iterator[list[LongValue]]:
    for example, text in complete_examples().items():
        objects = plain_objects(example, text)
        yield [
            LongValue(example, objects, number, place)
            for number, item in enumerate(objects)
            for place in _places(item)
        ]


def _places(value: Any, path: Place = ()) -> Iterator[Place]:
    """Yields the places of all texts and numbers in plain data, and those of the keys."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield (*path, key, KEY)
            yield from _places(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _places(each, (*path, index))
    elif path:
        yield path


def _replaced(value: Any, place: Place, text: str) -> Any:
    if not place:
        return text
    step, *rest = place
    if isinstance(value, list):
        return [
            _replaced(each, tuple(rest), text) if index == step else each for index, each in enumerate(value)
        ]
    if rest == [KEY]:
        return {text if key == step else key: each for key, each in value.items()}
    return {key: _replaced(each, tuple(rest), text) if key == step else each for key, each in value.items()}


def long_text(piece: str, size: int) -> str:
    """Returns a text of at most so many bytes that repeats a piece."""
    return piece * max(1, size // len(piece.encode()))


def around(piece: str, size: int, written: str, chance: random.Random) -> str:
    """Returns a long text, most often with parts of what was written before and after it."""
    text, place = long_text(piece, size), chance.choice([0, len(written), chance.randint(0, len(written))])
    return f"{written[:place]}{text}{written[place:]}" if chance.random() < 0.85 else text


def as_yaml(objects: Sequence[Any]) -> bytes:
    """Returns objects as block YAML: texts with lines as block scalars, others in double quotes."""
    return ("\n---".join(_written(each, "") for each in objects) + "\n").encode("utf-8", "surrogateescape")


def _written(value: Any, margin: str) -> str:
    inner = f"{margin}  "
    if isinstance(value, Mapping) and value:
        return "".join(f"\n{margin}{_quoted(key)}:{_written(each, inner)}" for key, each in value.items())
    if isinstance(value, list) and value:
        return "".join(f"\n{margin}-{_written(each, inner)}" for each in value)
    if isinstance(value, str) and _is_for_block(value):
        lines = value.rstrip("\n").split("\n")
        return " |\n" + "\n".join(f"{margin}{line}" if line else "" for line in lines)
    return f" {_quoted(value)}"


def _is_for_block(text: str) -> bool:
    plain = not any(each in text for each in "\r\t\u2028")
    return plain and "\n" in text.rstrip("\n") and not text.startswith((" ", "\n"))


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
