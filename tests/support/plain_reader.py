"""Lines of YAML made at random, and the comparison of the plain reader with libyaml."""

from __future__ import annotations

import random
from itertools import zip_longest

from stslint.model import Node
from stslint.sources.yaml.block_parser import read_plain
from stslint.sources.yaml.document_splitter import Chunk
from stslint.sources.yaml.event_tree import tree_of
from stslint.sources.yaml.syntax_error import YamlError

PARTS = ("kind", "value", "span", "key", "key_span", "text", "style", "flow", "duplicates")


def differences(ours: Node | None, theirs: Node | None) -> list[str]:
    """Returns the first place at which two trees are not the same, parents included."""
    if ours is None or theirs is None:
        return [] if ours is theirs else ["one is empty"]
    for a, b in zip_longest(ours.walk(), theirs.walk()):
        if a is None or b is None:
            return ["one is longer"]
        for part in PARTS:
            one, other = _comparable(getattr(a, part)), _comparable(getattr(b, part))
            if one != other or type(one) is not type(other):
                return [f"{a.path}: {part}: {one!r} {other!r}"]
        for child in (*a.entries().values(), *a.elements()):
            assert child.parent is a
    return []


def _comparable(value: object) -> object:
    """Returns what can be compared of a part: the walk comes to the nodes of a mapping or a list itself."""
    if isinstance(value, dict):
        return list(value)
    if isinstance(value, list):
        return len(value)
    if isinstance(value, tuple):
        return [(each.key, each.text) if isinstance(each, Node) else each for each in value]
    return value


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


def lines_at_random(chance: random.Random) -> str:
    """Returns up to seven lines that need not fit together."""
    return "\n".join(line_of(chance) for _ in range(chance.randrange(1, 8)))
