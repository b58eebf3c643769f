"""Ignores in a manifest, and the ignores that are wrong or unused.

``# stslint: ignore=STS201,STS305 reason`` applies to its line, or on a line of its own to the next one that
is not a comment. ``# stslint: ignore-file=STS105 reason`` applies to its file, in Helm's output to what comes
from the same template, and the annotation ``stslint.dev/ignore`` to its object. They accept ids, prefixes of
ids, and names.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

from stslint.linter.finding_document import document_of
from stslint.linter.outcome import Outcome, in_order, reference
from stslint.linter.rule import Rule, wanted
from stslint.linter.rule_selectors import RuleSelectors
from stslint.linter.settings import Settings, matches
from stslint.model import INTERNAL, Bundle, Document, Finding, Source, Span
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.render.helm_output import template_of_line
from stslint.text.lines import split_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

ANNOTATION = "stslint.dev/ignore"
UNUSED, UNKNOWN = "unused-ignore", "unknown-ignore"
CHECKED_BY = "ignores"
"""The value of ``CHECKED_BY`` in the rules that this module answers."""

_DIRECTIVE = pattern(r"(?:^|(?<=\s))#[ \t]*stslint:[ \t]*(?P<verb>[\w-]*)(?P<rest>.*)")
_WORDS = pattern(r"[ \t]*=[ \t]*(?P<words>[\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)")
_WORD = pattern(r"[\w-]+")
_COMMENT_LINE = pattern(r"[ \t]*#")


class Ignore(NamedTuple):
    """One rule of an ignore: the ``scope`` that it applies to, and its place.

    ``line`` is the line that an ignore of the scope ``line`` applies to. An ignore that cannot be read has no
    word and a ``fault``.
    """

    word: str
    scope: str
    home: Document
    span: Span
    line: int = 0
    fault: str = ""
    template: str = ""

    def covers(self, finding: Finding, document: Document | None) -> bool:
        """Returns whether this ignores a finding of a document."""
        if finding.file != self.home.source.name or not self.word or finding.rule == INTERNAL:
            return False
        if not matches(self.word, finding.rule, finding.name):
            return False
        if self.scope == "line":
            return finding.span.line == self.line
        if self.scope == "file":
            return self.template == _template_of(finding, self.home.source)
        return document is self.home


_ByPlace = Mapping[Hashable, Sequence[tuple[int, Ignore]]]


def applied(outcome: Outcome, bundle: Bundle, rules: Sequence[Rule], settings: Settings) -> Outcome:
    """Returns an outcome without what is ignored, and with what is wrong with the ignores themselves."""
    ignores = [each for source in _sources(bundle) for each in _ignores(source, bundle)]
    if not ignores:
        return outcome
    used: set[int] = set()
    by_place = _by_place(ignores)
    kept = [finding for finding in outcome.findings if not _silenced(finding, by_place, bundle, used)]
    unchecked = {each.rule for each in outcome.not_checked}
    own = list(_own_findings(ignores, used, unchecked, rules, settings))
    kept += [finding for finding in own if not _silenced(finding, by_place, bundle, used)]
    return outcome._replace(findings=in_order(kept, bundle))


def _sources(bundle: Bundle) -> list[Source]:
    """Returns the checked sources that hold an ignore: all others cost one search."""
    found = {id(each.source): each.source for each in bundle.documents if not each.context}
    return [source for source in found.values() if source.holds("stslint:") or source.holds(ANNOTATION)]


def _ignores(source: Source, bundle: Bundle) -> Iterator[Ignore]:
    documents = [document for document in bundle.documents if document.source is source]
    yield from _of_comments(source, documents)
    for document in documents:
        yield from _of_annotation(document)


def _of_annotation(document: Document) -> Iterator[Ignore]:
    node = document.root.at("metadata.annotations").get(ANNOTATION)
    if not node:
        return
    words = _WORD.findall(node.string())
    if not words:
        yield Ignore("", "object", document, node.place, fault=f"`{ANNOTATION}` does not name a rule")
    for word in dict.fromkeys(words):
        yield Ignore(word, "object", document, node.place)


def _of_comments(source: Source, documents: Sequence[Document]) -> Iterator[Ignore]:
    lines = split_lines(source.text)
    places: dict[int, list[Span]] | None = None
    following = _following_lines(lines)
    for number, line in enumerate(lines):
        if "stslint:" not in line:
            continue
        places = places if places is not None else _by_line(documents)
        for found in _DIRECTIVE.finditer(line):
            row, column = source.first_line + number, source.first_column + found.start()
            if any(_holds(place, row, column) for place in places.get(row, ())):
                continue
            target = row if line[: found.start()].strip() else following[number] + source.first_line
            span = Span(row, column, row, source.first_column + len(line.rstrip()))
            yield from _of_comment(found, _home(documents, row), span, target)
            break


def _of_comment(found: re.Match[str], home: Document, span: Span, line: int) -> Iterator[Ignore]:
    scope = {"ignore": "line", "ignore-file": "file"}.get(found["verb"])
    words = _WORDS.match(found["rest"])
    if scope is None or words is None:
        said = f"`{found['verb']}`" if scope is None else f"`{found['verb']}` without a rule"
        yield Ignore("", "line", home, span, line, fault=f"unknown stslint comment {said}")
        return
    template = template_of_line(home.source.text, span.line - home.source.first_line + 1)
    for word in dict.fromkeys(_WORD.findall(words["words"])):
        yield Ignore(word, scope, home, span, line, template=template)


def _template_of(finding: Finding, source: Source) -> str:
    return template_of_line(source.text, finding.span.line - source.first_line + 1)


def _following_lines(lines: Sequence[str]) -> list[int]:
    """Returns for each line the next that is not a comment: a comment on a line of its own applies to it."""
    following, found = [0] * len(lines), len(lines)
    for number in range(len(lines) - 1, -1, -1):
        following[number] = found
        if not _COMMENT_LINE.match(lines[number]):
            found = number
    return following


def _by_line(documents: Sequence[Document]) -> dict[int, list[Span]]:
    """Returns the places in which `#` does not begin a comment, by each of their lines."""
    places: dict[int, list[Span]] = {}
    for document in documents:
        for place in _texts(document):
            for line in range(place.line, place.end_line + 1):
                places.setdefault(line, []).append(place)
    return places


def _texts(document: Document) -> Iterator[Span]:
    """Yields the places of a document in which `#` does not begin a comment: its scalars and its keys."""
    waiting = [document.root]
    while waiting:
        for node in waiting.pop().walk():
            waiting.extend(node.duplicates)
            if node.key_span is not None:
                yield node.key_span
            if node.kind in ("mapping", "sequence"):
                continue
            # A comment can follow the indicator of a block scalar; its text begins on the next line.
            span = node.span
            yield Span(span.line + 1, 0, *span[2:]) if node.style in ("|", ">") else span


def _holds(span: Span, line: int, column: int) -> bool:
    return span[:2] <= (line, column) < span[2:]


def _home(documents: Sequence[Document], line: int) -> Document:
    """Returns the document of a comment: the last one that begins above it, or else the first."""
    above = [document for document in documents if document.root.span.line <= line]
    return above[-1] if above else documents[0]


def _by_place(ignores: Sequence[Ignore]) -> _ByPlace:
    """Returns the ignores with their numbers, by what they apply to: a line of a file, an object, a file."""
    places: dict[Hashable, list[tuple[int, Ignore]]] = {}
    for index, each in enumerate(ignores):
        file = each.home.source.name
        by_scope = {"line": (file, each.line), "object": each.home}
        places.setdefault(by_scope.get(each.scope, file), []).append((index, each))
    return places


def _silenced(finding: Finding, ignores: _ByPlace, bundle: Bundle, used: set[int]) -> bool:
    document = document_of(finding, bundle)
    places = (finding.file, document, (finding.file, finding.span.line))
    near = (each for place in places for each in ignores.get(place, ()))
    found = {index for index, each in near if each.covers(finding, document)}
    used |= found
    return bool(found)


def _own_findings(
    ignores: Sequence[Ignore],
    used: set[int],
    unchecked: set[str],
    rules: Sequence[Rule],
    settings: Settings,
) -> Iterator[Finding]:
    by_name = {rule.name: rule for rule in wanted(rules, settings)}
    unused, unknown = by_name.get(UNUSED), by_name.get(UNKNOWN)
    words = dict.fromkeys(ignore.word for ignore in ignores if ignore.word)
    selectors = RuleSelectors(rules)
    by_word = {word: selectors.meant_by(word) for word in words}
    near = selectors.nearest_of([word for word, meant in by_word.items() if not meant])
    for index, ignore in enumerate(ignores):
        meant = by_word.get(ignore.word)
        if not meant:
            if unknown is not None:
                yield _unknown(ignore, unknown, near.get(ignore.word, ""), settings)
        elif index not in used and unused is not None and _was_asked(meant, unchecked, settings):
            message = f"unused ignore: `{ignore.word}` reports nothing here"
            yield _finding(ignore, unused, message, "remove it", settings)


def _unknown(ignore: Ignore, rule: Rule, near: str, settings: Settings) -> Finding:
    if ignore.fault:
        help_text = (
            f"use the ids of rules, such as `{ANNOTATION}: STS201`"
            if ignore.scope == "object"
            else "use `# stslint: ignore=RULE reason` or `# stslint: ignore-file=RULE reason`"
        )
        return _finding(ignore, rule, ignore.fault, help_text, settings)
    help_text = f"did you mean `{near}`?" if near else "`stslint rules` lists the rules"
    return _finding(ignore, rule, f"unknown rule `{ignore.word}`", help_text, settings)


def _was_asked(meant: Sequence[Rule], unchecked: set[str], settings: Settings) -> bool:
    """Returns whether all rules that a word means have run, so that an unused ignore is really unused."""
    others = [rule for rule in meant if rule.name not in (UNUSED, UNKNOWN)]
    asked = wanted(others, settings)
    silent = any(rule.default for rule in others if rule not in asked)
    return bool(asked) and not silent and not any(_is_open(rule, unchecked) for rule in asked)


def _is_open(rule: Rule, unchecked: set[str]) -> bool:
    """Returns whether a rule had no answer, or has one only with an old manifest."""
    return rule.id in unchecked or (rule.check is None and rule.check_update is not None)


def _finding(ignore: Ignore, rule: Rule, message: str, help_text: str, settings: Settings) -> Finding:
    home = ignore.home
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=settings.severity_of(rule.id, rule.name, rule.severity),
        layer=rule.layer,
        message=message,
        file=home.source.name,
        span=ignore.span,
        document=home.index,
        reference=reference(home),
        help=help_text,
        url=rule.source,
    )
