"""What a change of version does to kept data, by the rules of a data file.

A rule says which versions belong together (``line``: how many numbers), what the next line does (``next``),
what skipping a line does (``skipped``), and what an older version does (``older``; within a line
``older_patch``).
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.applications.facts import Upgrade
from stslint.applications.family import Fact, Family
from stslint.applications.versions import Version, is_within, numbers


def upgrade(found: Family, old_image: str, old: Version, new_image: str, new: Version) -> Upgrade:
    """Returns what data of an old version does to a start of a new version of the same family."""
    if old == new and old and old_image == new_image:
        return Upgrade("same", "", "", True, "")
    for fact in _rules(found, old_image, new_image):
        special = _special(fact, old, new)
        if special is not None:
            return _made(
                found, special | {"source": special.get("source", fact["source"])}, special["outcome"]
            )
        key = _step(fact, old, new)
        if key:
            return _made(found, fact, fact.get(key, "fine" if key == "patch" else "unknown"), key)
    return Upgrade("unknown", "", "", False, "")


def _rules(found: Family, old_image: str, new_image: str) -> Iterator[Fact]:
    for fact in found.content.get("upgrade", ()):
        images = fact.get("images", (old_image, new_image))
        if old_image in images and new_image in fact.get("to_images", images):
            yield fact


def _special(fact: Fact, old: Version, new: Version) -> dict[str, str] | None:
    for each in fact.get("special", ()):
        if is_within(old, each["from"]) and is_within(new, each["to"]):
            return dict(each)
    return None


def _step(fact: Fact, old: Version, new: Version) -> str:
    """Returns which step of a rule a change is, or an empty string where the tags do not say."""
    size = _size(fact, max(old, new))
    before, after = old[:size], new[:size]
    if len(before) < size or len(after) < size:
        return "" if before[: len(after)] == after[: len(before)] else _far(fact, before, after)
    if before == after:
        return "patch" if new >= old else "older_patch"
    if after < before:
        return "older"
    return "skipped" if _lines_between(fact, before, after) else "next"


def _far(fact: Fact, before: Version, after: Version) -> str:
    """Returns the step of versions of which one is written in fewer numbers than a line has."""
    if not before or not after:
        return ""
    return "older" if after < before else "next"


def _size(fact: Fact, version: Version) -> int:
    for each in fact["line"]:
        if is_within(version, each.get("versions", ">=0")) is not False:
            return int(each["numbers"])
    return 1


def _lines_between(fact: Fact, before: Version, after: Version) -> bool:
    lines = [numbers(each) for each in fact.get("lines", ())]
    if any(before < line < after for line in lines):
        return True
    if before in lines and after in lines:
        return False
    if before[:-1] == after[:-1]:
        return after[-1] - before[-1] > 1
    return len(after) == 1 and after[0] - before[0] > 1


def _made(found: Family, fact: Fact, outcome: str, key: str = "") -> Upgrade:
    why = fact.get(f"{key}_why") or ("" if outcome == "fine" else fact.get("why", ""))
    before = fact.get(f"{key}_before") or fact.get("before", "")
    known = outcome != "unknown"
    return Upgrade(
        outcome, why, before if outcome in ("prepared", "refused") else "", known, found.source_of(fact)
    )
