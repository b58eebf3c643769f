"""Text of strangers as GitHub's Markdown: nothing of it becomes markup, a link, a mention or an image.

Sources: https://github.github.com/gfm/ (what is markup), and for what GitHub itself links
https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
"""

from __future__ import annotations

from stslint.runtime.lazy_regex import pattern
from stslint.text.sanitize import one_line

_MARKUP = pattern(r"[\\`*_{}\[\]<>|~$&!^=]")
_LINKED = pattern(r"(?i)(?<=[@#:])(?=[\w/+-])|(?<=\bwww)(?=\.)|(?<=\bGH)(?=-\d)")
"""Where GitHub begins a mention, a reference, an emoji or a link."""
_BREAK = "&#8203;"
"""A space without width: https://www.unicode.org/charts/nameslist/n_2000.html"""
_CODE = pattern(r"`([^`]*)`")
_TICKS = pattern("`+")


def escaped(text: str) -> str:
    """Returns a text on one line, of which nothing is markup; names in backticks become code."""
    parts: list[str] = []
    position = 0
    line = one_line(text)
    for match in _CODE.finditer(line):
        parts += (_plain(line[position : match.start()]), code(match[1]))
        position = match.end()
    return "".join((*parts, _plain(line[position:])))


def code(text: str) -> str:
    """Returns a text as a code span that can be in a table; an empty text stays empty."""
    line = one_line(text)
    if not line.strip():
        return line
    fence = "`" * (max((len(run) for run in _TICKS.findall(line)), default=0) + 1)
    pad = " " if "`" in line or line != line.strip() else ""
    return f"{fence}{pad}{line.replace('|', _PIPE)}{pad}{fence}"


_PIPE = "\\|"


def _plain(text: str) -> str:
    return _LINKED.sub(_BREAK, _MARKUP.sub(r"\\\g<0>", text))
