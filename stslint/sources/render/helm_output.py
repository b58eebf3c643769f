"""Splits the output of `helm template` by the template that each document comes from.

Helm writes `# Source: CHART/templates/FILE` after the `---` of each document. It sorts documents by kind, so
those of one template can be in several places. Line numbers are those of the whole output, so that you can
look them up in it.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from stslint.model import Source, Span
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple

# https://helm.sh/docs/helm/helm_template/
_MARK = pattern(r"(?m)^---[ \t]*\r?\n(# Source: (\S[^\r\n]*?))[ \t]*\r?$")
_NAMESPACE = pattern(r"(?m)^  namespace:[ \t]+[\"']?([a-z0-9][-a-z0-9]*)[\"']?[ \t]*\r?$")
_RENDERED = pattern(r"(.*) \(rendered(?:: (.*))?\)")
_LINE = pattern(r"[^\n]*\n|[^\n]+\Z")
_CONTENT = pattern(r"(?m)^(?!---)[ \t]*[^\s#]")
_WHOLE_CHART = 2
_RECENT = 4
"""The comments of so many texts are remembered: a text can have thousands of findings and ignores."""
_DEFAULT_NAMESPACE = "default"


class Mark(NamedTuple):
    """A comment of Helm that names a template: where the comment is, and the template's path in it."""

    span: Span
    template: str


@lru_cache(maxsize=_RECENT)
def marks(text: str) -> tuple[Mark, ...]:
    """Returns Helm's comments in a text, in order."""
    return tuple(_marks(text)) if "# Source: " in text else ()


def _marks(text: str) -> Iterator[Mark]:
    line, position = 1, 0
    for match in _MARK.finditer(text):
        line += text.count("\n", position, match.start(1))
        position = match.start(1)
        yield Mark(Span(line, 1, line, 1 + len(match.group(1))), match.group(2))


@lru_cache(maxsize=_RECENT)
def is_whole_render(text: str) -> bool:
    """Returns whether a text is Helm's output for a whole chart.

    A single template may come from `helm template --show-only`, which omits the rest of the chart.
    """
    return len({mark.template for mark in marks(text)}) >= _WHOLE_CHART


def release_namespace(text: str) -> str:
    """Returns the namespace of the release that a text is rendered for.

    Helm leaves it out of the output. It is the one that most objects state, for a chart's templates write
    `.Release.Namespace`; where none is stated by most, it is Helm's own default.
    Source: https://helm.sh/docs/helm/helm_template/
    """
    stated = Counter(_NAMESPACE.findall(text))
    if not stated:
        return _DEFAULT_NAMESPACE
    most, count = stated.most_common(1)[0]
    return most if 2 * count > stated.total() else _DEFAULT_NAMESPACE


def in_release(source: Source) -> Source:
    """Returns a source; one that holds what Helm rendered of a chart knows the namespace of its release."""
    if source.release or not source.holds("# Source: ") or not is_whole_render(source.text):
        return source
    return source._replace(release=release_namespace(source.text))


def template_of_line(text: str, line: int) -> str:
    """Returns the template that a line of a rendering comes from, or an empty string."""
    mark = mark_of_line(marks(text), line) if is_whole_render(text) else None
    return "" if mark is None else mark.template


def mark_of_line(comments: Sequence[Mark], line: int) -> Mark | None:
    """Returns the last of a text's comments above a line, or None."""
    index = bisect_right(comments, line, key=lambda mark: mark.span.line)
    return comments[index - 1] if index else None


def rendered_sources(text: str, folder: str, release: str = "") -> list[Source]:
    """Returns the parts of a rendered text by template, named ``FOLDER (rendered: templates/FILE)``.

    The name shows that no file has these lines. Text outside any template is ``FOLDER (rendered)``; parts
    that have only comments are omitted.
    """
    # Not `splitlines`: it also splits at characters that do not end a line in YAML.
    lines = _LINE.findall(text)
    cuts = [(mark.span.line - 1, _name(folder, mark.template)) for mark in marks(text)]
    cuts = [(1, f"{folder} (rendered)"), *cuts, (len(lines) + 1, "")]
    pieces = [
        Source(name, "".join(lines[first - 1 : end - 1]), first_line=first, release=release)
        for (first, name), (end, _) in pairwise(cuts)
    ]
    return [piece for piece in pieces if _CONTENT.search(piece.text)]


def template_of_name(name: str) -> str:
    """Returns the path of the template, or the folder's own, that a rendering's part is named after."""
    found = _RENDERED.fullmatch(name)
    return "" if found is None else os.path.join(found[1], found[2] or "kustomization.yaml")


def _name(folder: str, template: str) -> str:
    """Returns the name of a template's part; Helm's comment begins with the chart's name, not its folder."""
    return f"{folder} (rendered: {template.partition('/')[2] or template})"
