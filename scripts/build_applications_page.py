"""Writes docs/applications.md: what stslint knows of applications, made of the data files.

Run it after a data file has changed: python scripts/build_applications_page.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

from scripts.build_applications_index import families

PAGE = Path(__file__).parent.parent / "docs" / "applications.md"
INTRODUCTION = Path(__file__).parent / "applications_page_introduction.md"
Fact = dict[str, Any]


def page() -> str:
    """Returns the text of the page."""
    found = sorted(families(), key=lambda family: str(family["title"]).lower())
    parts = [INTRODUCTION.read_text(encoding="utf-8").rstrip(), "## Families", _contents(found)]
    parts += [part for family in found for part in _family(family)]
    return "\n\n".join(parts) + "\n"


def _contents(found: list[Fact]) -> str:
    lines = [f"| [{each['title']}](#{_anchor(each['title'])}) | `{each['family']}` |" for each in found]
    return "\n".join(("| family | name for the annotation |", "| --- | --- |", *lines))


def _anchor(title: str) -> str:
    kept = "".join(char for char in title.lower() if char.isalnum() or char in " -")
    return kept.replace(" ", "-")


def _family(family: Fact) -> Iterator[str]:
    yield f"### {family['title']}"
    yield f"Images: {_images(family)}."
    rows = [row for section, rows in _ROWS.items() for row in rows(family.get(section, ()), family)]
    yield "\n".join(("| fact | value | source |", "| --- | --- | --- |", *rows))
    yield f"Sources: {_sources(family)}."


def _images(family: Fact) -> str:
    return "; ".join(
        f"{image['id']}: {', '.join(f'`{name}`' for name in image['names'])}" for image in family["images"]
    )


def _sources(family: Fact) -> str:
    return ", ".join(
        f"[{key}]({source['url']})" + (f" (read {source['looked_up']})" if "looked_up" in source else "")
        for key, source in family["sources"].items()
    )


def _row(name: str, value: str, fact: Fact) -> str:
    limits = [f"`{each}`" for each in fact.get("images", ())]
    limits += [f"version `{fact['versions']}`"] if "versions" in fact else []
    limits += [f"tags with `{fact['tags']}`"] if "tags" in fact else []
    scope = f" ({', '.join(limits)})" if limits else ""
    return f"| {name}{scope} | {value} | {fact['source']} |".replace("||", "&#124;&#124;")


def _code(words: list[str]) -> str:
    return ", ".join("`" + word.replace("|", "\\|") + "`" for word in words)


_AT_TOP = {
    "refused": "does not start with `lost+found` in it",
    "may-refuse": "can refuse to start with `lost+found` in it",
    "misread": "takes `lost+found` for data and does not start",
}


def _data(found: list[Fact], family: Fact) -> Iterator[str]:
    for fact in found:
        parts = [f"`{fact['path']}`" if fact["path"] else "no default"]
        parts += [f"mount `{fact['mount']}`"] if fact["mount"] not in ("", fact["path"]) else []
        parts += [f"moved by {_code(fact['moved_by'])}"] if "moved_by" in fact else []
        parts += [_AT_TOP[fact["at_top"]]] if fact["at_top"] in _AT_TOP else []
        yield _row(f"{fact.get('what', 'data')} folder", "; ".join(parts), fact)


def _paths(name: str) -> Any:
    def rows(found: list[Fact], family: Fact) -> Iterator[str]:
        for fact in found:
            needed = f"; does not start without {_code(fact['needed'])}" if fact.get("needed") else ""
            yield _row(name, _code(fact["paths"]) + needed, fact)

    return rows


def _users(found: list[Fact], family: Fact) -> Iterator[str]:
    for fact in found:
        starts = ", starts as root" if fact.get("starts_as_root") else ""
        yield _row("user:group", f"{fact['uid']}:{fact.get('gid', fact['uid'])}{starts}", fact)


def _roles(found: list[Fact], family: Fact) -> Iterator[str]:
    for fact in found:
        when = f" if {_code(fact['any'])}" if "any" in fact else ""
        unless = f", {_code(fact['all'])}" if "all" in fact else ""
        yield _row("role", f"{fact['role']}{when}{unless}", fact)


def _membership(found: list[Fact], family: Fact) -> Iterator[str]:
    for fact in found:
        yield _row("forgets members that are gone", "yes" if fact["automatic"] else "no", fact)


def _settings(name: str) -> Any:
    def rows(found: list[Fact], family: Fact) -> Iterator[str]:
        for fact in found:
            form = f" ({fact['form']})" if "form" in fact else ""
            first = ", first start only" if fact.get("first_start") else ""
            why = f": {fact['why']}" if "why" in fact else ""
            yield _row(name, f"{_code(fact['settings'])}{form}{first}{why}", fact)

    return rows


def _memory(found: list[Fact], family: Fact) -> Iterator[str]:
    for fact in found:
        most = f", at most {fact['most']:.0%} of the memory limit" if "most" in fact else ""
        yield _row(fact["what"], f"{_code(fact['settings'])} ({fact['form']}){most}", fact)


def _ports(found: list[Fact], family: Fact) -> Iterator[str]:
    for fact in found:
        yield _row(f"{fact['use']} port", f"{fact['port']} ({fact['name']})", fact)


def _links(found: list[Fact], family: Fact) -> Iterator[str]:
    for fact in found:
        yield _row("variables of Services", f"{_code(fact['variables'])}: {fact['why']}", fact)


def _slow(found: list[Fact], family: Fact) -> Iterator[str]:
    for fact in found:
        value = f"`{fact['command']}` starts {fact['runtime']}: allow {fact['seconds']} seconds"
        yield _row("slow command", value, fact)


def _checks(name: str) -> Any:
    def rows(found: list[Fact], family: Fact) -> Iterator[str]:
        for fact in found:
            why = f": {fact['why']}" if "why" in fact else ""
            yield _row(name, f"{_code([fact['text']])}{why}", fact)

    return rows


def _protocols(found: list[Fact], family: Fact) -> Iterator[str]:
    for fact in found:
        yield _row("same for all members", f"{_code(fact['settings'])} ({fact['what']}): {fact['why']}", fact)


def _recovery(found: list[Fact], family: Fact) -> Iterator[str]:
    for fact in found:
        yield _row("port while it recovers", "open" if fact["listens"] else "closed", fact)


def _purpose(found: list[Fact], family: Fact) -> Iterator[str]:
    for fact in found:
        yield _row("purpose", f"often a {fact['purpose']}", fact)


_STEPS = {"next": "next version", "skipped": "skipped version", "older": "older version"}


def _upgrade(found: list[Fact], family: Fact) -> Iterator[str]:
    for fact in found:
        for step, name in _STEPS.items():
            if fact.get(step, "unknown") != "unknown":
                why = fact.get(f"{step}_why") or fact.get("why", "")
                yield _row(name, f"{fact[step]}{f': {why}' if why else ''}", fact)
        for each in fact.get("special", ()):
            value = f"{each['outcome']}{': ' if each['why'] else ''}{each['why']}"
            yield _row(f"`{each['from']}` to `{each['to']}`", value, fact)


def _startup(name: str, part: str) -> Any:
    """Returns rows of facts about a start: what is concerned, when, and why."""

    def rows(found: list[Fact], family: Fact) -> Iterator[str]:
        for fact in found:
            concerned = fact.get(part) or [fact[key] for key in ("path", "word", "heap") if key in fact]
            value = _code([concerned] if isinstance(concerned, str) else concerned)
            when = f" if {_code(fact['any'])}" if "any" in fact else ""
            why = f": {fact['why']}" if "why" in fact else ""
            yield _row(name, f"{value}{when}{why}".removeprefix(": "), fact)

    return rows


_ROWS: dict[str, Any] = {
    "data": _data,
    "volumes": _paths("declared volumes"),
    "users": _users,
    "scratch": _paths("scratch folders"),
    "purpose": _purpose,
    "roles": _roles,
    "membership": _membership,
    "peers": _settings("peers"),
    "identity": _settings("differs for each pod"),
    "protocols": _protocols,
    "first_start": _settings("read at the first start"),
    "memory": _memory,
    "ports": _ports,
    "service_links": _links,
    "slow_commands": _slow,
    "cluster_checks": _checks("asks the whole cluster"),
    "own_checks": _checks("asks the process only"),
    "recovery": _recovery,
    "upgrade": _upgrade,
    "required": _startup("one of them must be set", "settings"),
    "removed": _startup("removed settings", "settings"),
    "bound": _startup("bound to the data", "settings"),
    "replication": _startup("needs members", "settings"),
    "listens": _startup("listens on", "settings"),
    "entry_points": _startup("read by the entry point", "reads"),
    "writes": _startup("writes to its configuration", "path"),
    "private_files": _startup("private files", "settings"),
    "program": _startup("folders of the program", "paths"),
    "address_kept": _startup("addresses that members keep", "settings"),
    "probe_limits": _startup("unsuitable probes", "text"),
    "api_access": _startup("permissions in the cluster", "resources"),
    "libc": _startup("C library", "tag"),
    "owner": _startup("owner of the data", "owner"),
    "default_heap": _startup("heap by default", "heap"),
}


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
