"""The frame and the parts of a page. All text is escaped, and a page loads nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from stslint.report.page.assets import read_asset
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.sanitize import one_line

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_CODE = pattern("`([^`]+)`")


class Line(NamedTuple):
    """A text, and the command to type after it, if any. ``tone`` is a style class."""

    text: str
    command: str = ""
    tone: str = ""


class Tile(NamedTuple):
    """An answer with its label and what explains it. ``tone`` is a style class, ``wide`` asks for room."""

    label: str
    answer: str
    lines: Sequence[Line] = ()
    tone: str = ""
    wide: bool = False


def page(title: str, body: Iterable[str], *, style: str = "", script: str = "") -> str:
    """Returns a whole page. ``body`` are lines of markup, ``style`` and ``script`` belong to one report."""
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        '<head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        policy,
        f"<title>{plain(title)}</title>",
        f"<style>{read_asset('colors.css')}{read_asset('page.css')}{style}</style></head>",
        "<body><main>",
        *body,
        f"</main>{f'<script>{script}</script>' if script else ''}</body></html>",
    ]
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """Returns a text as it is, escaped."""
    return escape(one_line(text))


def rich(text: str) -> str:
    """Returns a text with what is between backticks as code."""
    return _CODE.sub(lambda match: f"<code>{_words(match.group(1))}</code>", plain(text))


def command(text: str) -> str:
    """Returns a command to copy, or nothing for an empty text."""
    return f"<pre><code>{_words(plain(text))}</code></pre>" if text else ""


def _words(code: str) -> str:
    """Returns escaped code whose options a browser does not break after a hyphen: ``--force``, not ``-``."""
    return " ".join(f"<span>{word}</span>" if word.startswith("-") else word for word in code.split(" "))


def tiles(shown: Iterable[Tile]) -> Iterator[str]:
    """Yields tiles as a list of terms."""
    yield '<dl class="tiles">'
    for tile in shown:
        style = " ".join(filter(None, ["tile", tile.tone, "wide" if tile.wide else ""]))
        yield f'<div class="{style}"><dt>{plain(tile.label)}</dt>'
        if tile.answer:
            yield f'<dd class="answer">{rich(tile.answer)}</dd>'
        for line in tile.lines:
            yield f"{_opened(line.tone)}{rich(line.text)}{command(line.command)}</dd>"
        yield "</div>"
    yield "</dl>"


def facts(shown: Iterable[tuple[str, Line]]) -> Iterator[str]:
    """Yields facts as a list of terms; a label that is equal to the one before it is not repeated."""
    yield '<dl class="facts">'
    before = ""
    for label, line in shown:
        if label != before:
            yield f"<dt>{plain(label)}</dt>"
        before = label
        yield f"{_opened(line.tone)}{rich(line.text)}{command(line.command)}</dd>"
    yield "</dl>"


def _opened(tone: str) -> str:
    return f'<dd class="{tone}">' if tone else "<dd>"
