"""The plain reader gives libyaml's tree to the last column, or leaves the text to libyaml."""

from __future__ import annotations

import random
from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.model import Node
from stslint.sources.yaml.block_parser import read_plain
from stslint.sources.yaml.document_splitter import Chunk
from stslint.sources.yaml.event_tree import tree_of
from stslint.sources.yaml.syntax_error import YamlError

PARTS = ("kind", "value", "span", "key", "key_span", "text", "style", "flow", "duplicates")

MANIFEST = """\
# A set, as people write it.
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db   # the name
  labels: {app: db, "tier": data, number: 1, 'q': "a, b"}
  empty: {}
  annotations:
    "example.com/note": 'single'
    example.com/b: значение 값
spec:
  replicas: 3
  serviceName:
  template:
    spec:
      containers:
      - name: main
        image: example.com:5000/db:1.2-alpine
        command: ["sh", '-c', exec, -x]
        args:
        - --config=/etc/db.conf
        -
        - |
          while true; do
            sleep 1 # no comment

          done

      - name: second
        env:
          - {}
          - name: A
            value: "1"
        ports: [{containerPort: 80, name: http}, {  containerPort: 81  }]  # two
        probe: {httpGet: {path: /ready, port: http}, list: [[a, b], [], {}]}
        none: []
      volumes:
        - name: script
          text: |-
            a: b
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      resources: {  }
      storage: 1.5e3
"""


def differences(ours: Node | None, theirs: Node | None) -> list[str]:
    """Returns the first place at which two trees are not the same, parents included."""
    if ours is None or theirs is None:
        return [] if ours is theirs else ["one is empty"]
    for a, b in zip_longest(ours.walk(), theirs.walk()):
        if a is None or b is None:
            return ["one is longer"]
        for part in PARTS:
            one, other = getattr(a, part), getattr(b, part)
            if isinstance(one, dict | list) and type(one) is type(other):
                one, other = (
                    list(one) if isinstance(one, dict) else len(one),
                    (list(other) if isinstance(other, dict) else len(other)),
                )
            if one != other or type(one) is not type(other):
                return [f"{a.path}: {part}: {one!r} {other!r}"]
        for child in (*a.entries().values(), *a.elements()):
            assert child.parent is a
    return []


def agrees(text: str, line: int = 1, column: int = 1) -> bool:
    """Returns whether the plain reader reads a text, and asserts that libyaml reads the same in it."""
    tree = read_plain(text, line, column)
    if tree is None:
        return False
    try:
        theirs = tree_of(Chunk(text, line), line, column)
    except YamlError as error:
        raise AssertionError(f"libyaml says: {error}\n{text}") from None
    assert theirs.problems == ()
    assert differences(tree.root, theirs.root) == [], text
    return True


def test_a_manifest_as_people_write_it_is_plain() -> None:
    assert agrees(MANIFEST)
    assert agrees(MANIFEST, line=41, column=5)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "   \n  # here\n"])
def test_a_text_of_comments_holds_no_document(text: str) -> None:
    tree = read_plain(text, 1, 1)
    assert tree is not None
    assert tree.root is None
    assert agrees(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\na: 2\n",
        "a: &x 1\nb: *x\n",
        "a: b: c\n",
        "a: one\n  two\n",
        "a:\n  b: 1\n c: 2\n",
        "a:\n    b: 1\n  c: 2\n",
        "- a\nb: 1\n",
        "a: 'open\n",
        'a: "\\n"\n',
        "a: [1,\n  2]\n",
        "a: |+\n  x\n\n",
        "a: |\nb: 1\n",
        "a: |\n    \n  x\n",
        "a: >-\n  x\n",
        "\ta: 1\n",
        "a: 1\r\nb: 2\r\n",
        "yes: 1\n",
        "1: a\n",
        "? a\n: b\n",
        "a: .inf\n",
        "%YAML 1.1\n",
        "plain\n",
        "a: {b: c, b: d}\n",
        "a: {b: c,}\n",
        "a: {b:c}\n",
        "a: {b}\n",
        "a: {b: }\n",
        "a: {yes: 1}\n",
        "a: {<<: 1}\n",
        "a: {b: c d}\n",
        "a: {b: nginx:1.27}\n",
        "a: [b: c]\n",
        "a: {b: [c}\n",
        "a: {b: c} d\n",
        "a: {b: c}#d\n",
        "a: [" + "[" * 30 + "]" * 30 + "]\n",
        "a: \x07\n",
        "\ufeffa: 1\n",
        "a: !!str 1\n",
        "<<: {}\n",
        "- - a\n",
        "a: ]\n",
        "a: x #no\n b\n",
    ],
)
def test_what_is_rare_or_wrong_is_left_to_libyaml(text: str) -> None:
    assert read_plain(text, 1, 1) is None


KEYS = ("a", "b", "name", "x-y", "a.b/c", '"q r"', "'s'", "on", "_z", "a b", "ä", "{{x}}", "k9")
VALUES = (
    "", "1", "x", "a b  c", "a:b", "a#b", "a #b", "#c", "'s t'", '"d"', '""', "''", "-1", "-x", "- x",
    "-", "--", "|", "|-", "|2", ">", "[]", "[ ]", "{}", "{ }", "[1, a]", '[\'x\',"y"]', "[a:1]",
    "[a, ]", "[a b]", "~", "null", "yes", "0x1F", "1_0", "1e3", ".5", ".inf", ".nan", "a:", ":a", "?a",
    "*a", "&a", "!t x", "@a", "%a", "`a`", "a\tb", "ключ", "😀 x", "x'y", 'x"y', "'it''s'", "$(A)",
    "a,b", "a]b", "<x>", "=", "<<", "...", "---", "--- a", "\\", "'a' b", "[-]", "[-a, -1]",
    "2001-01-01", "1:30", "a |", "(x)", "+1", "~/x", "^", ";x",
)  # fmt: skip
DASHES = ("", "", "", "- ", "-  ", "-")


def flow_of(chance: random.Random, depth: int = 0) -> str:
    """Returns a collection in brackets, more often right than wrong."""
    is_map = chance.random() < 0.6
    items = []
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        value = flow_of(chance, depth + 1) if depth < 3 and chance.random() < 0.3 else chance.choice(VALUES)
        items.append(
            f"{chance.choice(KEYS)}{chance.choice((': ', ': ', ': ', ':  ', ':'))}{value}"
            if is_map
            else value
        )
    text = chance.choice((", ", ", ", ", ", ",", " , ")).join(items)
    blanks = chance.choice(("", "", " "))
    start, end = "{}" if is_map else "[]"
    return f"{start}{blanks}{text}{blanks}{end if chance.random() < 0.97 else ''}"


def line_of(chance: random.Random) -> str:
    """Returns a line, more often right than wrong."""
    indent = " " * chance.choice((0, 0, 2, 2, 4, 4, 6, 8, 1, 3))
    form = chance.random()
    if form < 0.07:
        return chance.choice(("", "  ", "    ", "# c", "   # c", "      # c"))
    if form < 0.2:
        return indent + chance.choice(DASHES) + chance.choice(VALUES)
    tail = chance.choice(("", "", "", "", " ", "  # c", " #", "#"))
    value = flow_of(chance) if chance.random() < 0.2 else chance.choice(("", "", *VALUES))
    return f"{indent}{chance.choice(DASHES)}{chance.choice(KEYS)}:{' ' if value else ''}{value}{tail}"


def grown(chance: random.Random) -> str:
    """Returns a text of lines that mostly fit: each is kept if the plain reader can still read all."""
    lines: list[str] = []
    for _ in range(chance.randrange(1, 25)):
        line = line_of(chance)
        if read_plain("\n".join([*lines, line, ""]), 1, 1) is not None or chance.random() < 0.01:
            lines.append(line)
    return "\n".join(lines) + chance.choice(("\n", "\n", "", "\n\n"))


@given(st.integers(min_value=0))
def test_texts_that_grow_line_by_line_are_read_alike(seed: int) -> None:
    agrees(grown(random.Random(seed)))


@given(st.integers(min_value=0))
def test_any_lines_are_read_alike_or_not_at_all(seed: int) -> None:
    chance = random.Random(seed)
    agrees("\n".join(line_of(chance) for _ in range(chance.randrange(1, 8))))


@given(st.integers(min_value=0))
def test_a_manifest_with_a_slip_is_read_alike_or_not_at_all(seed: int) -> None:
    chance = random.Random(seed)
    text = MANIFEST
    for _ in range(chance.randrange(1, 4)):
        place = chance.randrange(len(text))
        kept = chance.randrange(2)
        text = text[:place] + chance.choice((*VALUES, " ", "  ", "\n", ":", "#", "")) + text[place + kept :]
    agrees(text)
