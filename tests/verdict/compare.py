"""An answer of the API server and one of ours in the same form, so that they can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from stslint.kubernetes.verdict import check_object
from stslint.model import Document, Problem, Source
from stslint.sources.yaml.recovery import read

_PATH = re.compile(r"(?:metadata|spec|status|parameters|allowedTopologies|data)[\w.\[\]/-]*(?=: | is )")
_ANNOTATION = re.compile(r"annotation (\S+) is ")
_VOLUME = re.compile(r"(?<=^spec\.template\.spec\.volumes)\[\d+\]")


class Answer(NamedTuple):
    """A verdict; ``fields`` of what validation refuses, and of each warning its field or an empty text."""

    verdict: str
    fields: tuple[str, ...] | None
    warnings: tuple[str, ...] | None


def recorded(answer: dict[str, Any]) -> Answer:
    """Returns the server's answer: fields of a refusal by validation, warnings where nothing is refused."""
    fields = warnings = None
    # A store's own refusal (of a resourceVersion) names no field.
    if answer.get("stage", "") == "validate" and all(error["field"] for error in answer["errors"]):
        fields = tuple(sorted({error["field"] for error in answer["errors"]}))
    if answer["verdict"] == "accept":
        warnings = tuple(sorted(warned_path(text) for text in answer["warnings"]))
    return Answer(answer["verdict"], fields, warnings)


def warned_path(text: str) -> str:
    """Returns the path that a warning begins with, in our notation, or an empty text where it names none."""
    annotation = _ANNOTATION.match(text)
    if annotation:
        return f"metadata.annotations[{annotation.group(1)}]"
    found = _PATH.match(text)
    return found.group() if found else ""


def our_answer(case: dict[str, Any], version: str) -> Answer:
    """Returns our answer on a case: a manifest, or an ``old`` and a ``new`` one."""
    if "new" in case:
        return _answer(_updated(case["old"], case["new"], version), bool(case["new"].strip()))
    documents = read(Source("case.yaml", case["yaml"]))
    problems = [each for document in documents for each in _problems(document, version)]
    return _answer(problems, bool(documents))


def _problems(document: Document, version: str) -> Iterable[Problem]:
    return (*document.syntax_problems, *check_object(document.root, version).problems)


def _updated(old: str, new: str, version: str) -> list[Problem]:
    before = {_key(document): document.root for document in read(Source("old.yaml", old))}
    problems: list[Problem] = []
    for document in read(Source("new.yaml", new)):
        problems += document.syntax_problems
        stored = before.get(_key(document))
        sound = check_object(stored, version).decoded if stored is not None else None
        problems += check_object(document.root, version, old=sound).problems
    return problems


def _key(document: Document) -> tuple[str, str, str]:
    return document.kind, document.namespace or "default", document.name


def _answer(problems: Iterable[Problem], anything: bool) -> Answer:
    refused = sorted({problem.path for problem in problems if problem.severity != "warning"})
    warned = sorted(problem.path for problem in problems if problem.severity == "warning")
    verdict = "accept" if anything and not refused else "reject"
    return Answer(verdict, tuple(refused), tuple(warned))


def differences(case: dict[str, Any], theirs: Answer, version: str) -> str:
    """Returns how our answer differs from the server's: ``verdict``, ``fields``, ``warnings``, or nothing."""
    ours = our_answer(case, version)
    if ours.verdict != theirs.verdict:
        return "verdict"
    if theirs.fields is not None and not _same_fields(theirs.fields, ours.fields or ()):
        return "fields"
    if theirs.warnings is not None and not _same_warnings(theirs.warnings, ours.warnings or ()):
        return "warnings"
    return ""


def _same_fields(theirs: tuple[str, ...], ours: tuple[str, ...]) -> bool:
    """Returns whether the fields are the same. The server counts volumes after the claims, in no order."""
    return theirs == ours or {_VOLUME.sub("", path) for path in theirs} == {
        _VOLUME.sub("", path) for path in ours
    }


def _same_warnings(theirs: tuple[str, ...], ours: tuple[str, ...]) -> bool:
    named = [path for path in theirs if path]
    return len(theirs) == len(ours) and all(named.count(path) <= ours.count(path) for path in set(named))
