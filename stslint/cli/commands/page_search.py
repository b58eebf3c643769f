"""Finds the pages about some words, for ``stslint explain pdb``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stslint.cli.commands.topics import topic_names, topic_page, topic_title
from stslint.linter.rule import Rule

_SHORT = {
    "hpa": "HorizontalPodAutoscaler",
    "pdb": "PodDisruptionBudget",
    "pv": "PersistentVolume",
    "pvc": "PersistentVolumeClaim",
    "sts": "StatefulSet",
    "svc": "Service",
}
"""kubectl's short names: https://kubernetes.io/docs/reference/kubectl/#resource-types"""

_ID = re.compile(r"[A-Za-z]{2,}\d{2,}\Z")
_MOST_IN_TEXT = 12
"""Pages that only mention the words are listed while they are few."""


def pages_about(text: str, rules: Sequence[Rule]) -> str:
    """Returns the topics and rules whose title is about some words; else those that mention them.

    Returns an empty string where there are none. The beginning of an id, such as ``STS4``, means its rules.
    """
    words = text.split()
    topics = [(name, topic_title(name), topic_page(name) or "") for name in topic_names()]
    entries = [*topics, *((each.id, f"{each.name}: {each.summary}", each.page) for each in rules)]
    by_id = [each for each in entries if each[0].upper().startswith(text.upper())]
    titled = [each for each in entries if _mentions(f"{each[0]} {each[1]}", words)]
    looks_like_id = _ID.match(text) is not None
    mentioned = [each for each in entries if not looks_like_id and _mentions(" ".join(each), words)]
    found = by_id or titled or mentioned[:_MOST_IN_TEXT]
    if not found:
        return ""
    lines = "".join(f"  {name:20}  {title}\n" for name, title, _ in found)
    return f"Pages about `{text}` (`stslint explain {found[0][0]}` prints the first):\n\n{lines}"


def _mentions(text: str, words: Sequence[str]) -> bool:
    return all(any(_begins(form, text) for form in {word, _SHORT.get(word.lower(), word)}) for word in words)


def _begins(word: str, text: str) -> bool:
    """Returns whether a word of the text begins with this one."""
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(word)}", text, re.IGNORECASE) is not None
