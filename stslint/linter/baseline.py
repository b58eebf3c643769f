"""The findings of one day, recorded: later runs report only new ones.

A finding is recognized by its rule and object, not by its line: rule, file, object, field (with the
names of list entries in place of their numbers) and the text of the value. Of equal ones the number counts.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from stslint.json_schema.quick import fits
from stslint.linter.outcome import Outcome
from stslint.linter.rule import Rule
from stslint.linter.settings import Settings
from stslint.model import INTERNAL, Bundle, Document, Finding, Node, Reference, StslintError
from stslint.runtime.atomic_write import write_atomically
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.lines import split_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

VERSION = 1
_LONG = 1_000
"""Characters of a line above which its digest stands for it: thousands of findings can be on one."""
_RECENT = 64
"""So many files are remembered: the findings on a file follow each other."""


class BaselineError(StslintError):
    """A baseline file that can't be used; the message says which, and what to do."""


class Entry(NamedTuple):
    """What identifies a finding. ``file`` is relative to the baseline's folder, with forward slashes."""

    file: str
    rule: str
    kind: str
    namespace: str
    name: str
    field: str
    value: str


_NO_OBJECT = Reference("", None, None)


@dataclass(frozen=True, slots=True)
class Baseline:
    """How many findings of each kind are recorded in a file in ``folder``."""

    folder: str
    counts: Counter[Entry]

    def filter(self, findings: Iterable[Finding], bundle: Bundle) -> tuple[list[Finding], Counter[Entry]]:
        """Returns the findings that are not recorded, and what is recorded and was not found."""
        unmatched = Counter(self.counts)
        new = []
        for finding in findings:
            entry = entry_of(finding, bundle, self.folder)
            if finding.rule != INTERNAL and unmatched[entry] > 0:
                unmatched[entry] -= 1
            else:
                new.append(finding)
        return new, +unmatched


def resolved_count(
    unmatched: Counter[Entry], baseline: Baseline, bundle: Bundle, rules: Sequence[Rule], settings: Settings
) -> int:
    """Returns how many recorded findings are resolved: not found now, or of a file that no longer exists."""
    names = {document.source.name for document in bundle.documents if not document.context}
    checked = {_relative(name, baseline.folder) for name in names}
    unasked = {rule.id for rule in rules if not settings.wants(rule.id, rule.name, rule.default, rule.layer)}
    return sum(
        count
        for entry, count in unmatched.items()
        if entry.rule not in unasked
        and (entry.file in checked or not os.path.exists(os.path.join(baseline.folder, entry.file)))
    )


def freeze(outcome: Outcome, bundle: Bundle, path: str) -> int:
    """Writes the findings of a run to a file and returns their number. Raises OSError."""
    folder = os.path.dirname(os.path.abspath(path))
    counts = Counter(
        entry_of(finding, bundle, folder) for finding in outcome.findings if finding.rule != INTERNAL
    )
    findings = [{**entry._asdict(), "count": counts[entry]} for entry in sorted(counts)]
    text = json.dumps({"version": VERSION, "findings": findings}, indent=2, ensure_ascii=False)
    write_atomically(path, text.encode("utf-8", "surrogatepass") + b"\n")
    return counts.total()


def load(path: str) -> Baseline:
    """Returns the baseline in a file. Raises BaselineError."""
    try:
        with open(path, encoding="utf-8") as stream:
            content = json.load(stream)
    except OSError as error:
        raise BaselineError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from None
    except (ValueError, RecursionError):
        raise BaselineError(f"{path}: is not JSON; regenerate it with --write-baseline") from None
    _refuse_invalid(content, path)
    counts: Counter[Entry] = Counter()
    for finding in content["findings"]:
        counts[Entry(*(finding[field] for field in Entry._fields))] += finding["count"]
    return Baseline(os.path.dirname(os.path.abspath(path)), counts)


def baseline_schema() -> dict[str, Any]:
    """Returns the JSON Schema (draft 7) of the file that ``--write-baseline`` writes."""
    finding = {
        **{field: {"type": "string"} for field in Entry._fields},
        "count": {"type": "integer", "minimum": 1, "description": "How many findings are equal to this one."},
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "stslint baseline",
        "description": "The findings that stslint does not report again",
        "type": "object",
        "required": ["version", "findings"],
        "properties": {
            "version": {"const": VERSION},
            "findings": {
                "type": "array",
                "items": {"type": "object", "required": list(finding), "properties": finding},
            },
        },
    }


def _refuse_invalid(content: Any, path: str) -> None:
    """Raises BaselineError for what does not fit the schema, with jsonschema's first reason."""
    schema = baseline_schema()
    if fits(content, schema):
        return
    from stslint.json_schema.explanation import explain_with_schema

    first, *_ = explain_with_schema(content, schema)
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in first.path)
    where = f" at {place.lstrip('.')}" if place else ""
    raise BaselineError(
        f"{path}: is not a valid baseline{where}: {first.message}; regenerate it with --write-baseline"
    )


def entry_of(finding: Finding, bundle: Bundle, folder: str) -> Entry:
    """Returns what identifies a finding in a baseline of a folder."""
    document = bundle.derived(_by_object).get((finding.file, finding.document, finding.reference))
    document = document or bundle.derived(_by_number).get((finding.file, finding.document))
    known = finding.reference or _NO_OBJECT
    field, value = _place(finding, document) if document is not None else (finding.field, "")
    return Entry(
        _relative(finding.file, folder),
        finding.rule,
        known.kind,
        known.namespace or "",
        known.name or "",
        field,
        value,
    )


def _by_object(bundle: Bundle) -> dict[tuple[str, int, Reference | None], Document]:
    found: dict[tuple[str, int, Reference | None], Document] = {}
    for each in bundle.documents:
        known = Reference(each.kind, each.namespace or None, each.name or None)
        found.setdefault((each.source.name, each.index, known), each)
    return found


def _by_number(bundle: Bundle) -> dict[tuple[str, int], Document]:
    found: dict[tuple[str, int], Document] = {}
    for each in bundle.documents:
        found.setdefault((each.source.name, each.index), each)
    return found


def _place(finding: Finding, document: Document) -> tuple[str, str]:
    """Returns the field by names, and the text of its value; without a field, the text of the line."""
    if not finding.field:
        return "", _line(finding, document)
    node = document.root.at(finding.field)
    return _by_names(node), node.text


def _line(finding: Finding, document: Document) -> str:
    lines = _lines(document.source.text)
    number = finding.span.line - document.source.first_line
    line = lines[number] if 0 <= number < len(lines) else ""
    if len(line) <= _LONG:
        return line.strip()
    return f"sha256:{hashlib.sha256(line.strip().encode('utf-8', 'surrogatepass')).hexdigest()}"


@lru_cache(maxsize=1)
def _lines(text: str) -> Sequence[str]:
    """Returns the lines of a text, once for the findings of a file."""
    return tuple(split_lines(text))


def _by_names(node: Node) -> str:
    steps = []
    while node.parent is not None:
        steps.append(_step(node))
        node = node.parent
    return "".join(reversed(steps)).lstrip(".")


def _step(node: Node) -> str:
    if isinstance(node.key, int):
        return f"[{node.get('name').string() or node.key}]"
    return f".{node.key}"


@lru_cache(maxsize=_RECENT)
def _relative(file: str, folder: str) -> str:
    return os.path.relpath(os.path.abspath(file), folder).replace(os.sep, "/")
