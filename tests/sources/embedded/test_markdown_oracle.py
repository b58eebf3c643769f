"""Fenced blocks are where markdown-it-py, an implementation of CommonMark, finds them.

One difference is deliberate: a closing fence may be indented by up to three columns more than its opening,
even where a block is indented outside any list.
"""

from __future__ import annotations

import random

import pytest
from markdown_it import MarkdownIt

from stslint.model import Source
from stslint.sources.embedded.markdown import split_markdown

OTHER_PARTS = (
    "A text.",
    "# Title",
    "- an item\n- another",
    "> a quote",
    "1. first",
    "***",
    "with ``` inline",
)
LABELS = ("yaml", "yml", " YAML title='a'", "json5 ", "", "{.yaml}", "bash", "go", "python")
INDENTS = {
    **{" " * width: " " * width for width in range(3)},
    "- ": "  ",
    "1. ": "   ",
    "10) ": "    ",
    "- - ": "    ",
    "> ": "> ",
    "> - ": ">   ",
}
"""The start of a block's first line, and that of its other lines."""


@pytest.mark.parametrize("seed", range(200))
def test_fences_are_those_of_commonmark(seed: int) -> None:
    text = page(random.Random(seed))
    found = [(each.first_line, each.text.rstrip()) for each in split_markdown(Source("page.md", text))]
    assert found == by_commonmark(text), text


def page(chance: random.Random) -> str:
    parts = [
        block(chance, number) if chance.random() < 0.8 else chance.choice(OTHER_PARTS)
        for number in range(chance.randint(1, 6))
    ]
    return "\n\n".join(parts) + "\n"


def block(chance: random.Random, number: int) -> str:
    first, rest = chance.choice(list(INDENTS.items()))
    fence = chance.choice("`~") * chance.randint(3, 5)
    shorter = chance.choice(
        ("", fence[:-1] if len(fence) > 3 else "", "# ````", "~~~" if "`" in fence else "```")
    )
    body = ["apiVersion: v1", "kind: Service", "metadata:", f"  name: web-{number}", shorter]
    closing = chance.choice((fence, fence + fence[0], fence + "  ", "" if rest.strip() else f"{fence} "))
    closing = "  " + closing if not rest and chance.random() < 0.2 else closing
    lines = [fence + chance.choice(LABELS), *body, closing or fence]
    return "\n".join([first + lines[0], *(rest + line for line in lines[1:])])


def by_commonmark(text: str) -> list[tuple[int, str]]:
    """Returns the first line and the text of each fenced block that is not in another language."""
    fences = (token for token in MarkdownIt().parse(text) if token.type == "fence")
    return [
        (fence.map[0] + 2, fence.content.rstrip())
        for fence in fences
        if fence.map is not None and fence.info.strip() not in ("go", "python")
    ]
