"""Writes stslint/applications/index.py: which data file knows an image, made of the data files.

Run it after a data file has changed: python scripts/build_applications_index.py
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

_SAYS_NOTHING = re.compile(r"[{$]|^/(?:tmp|mnt)/")
HERE = Path(__file__).parent.parent / "stslint" / "applications"
HEAD = '''"""Which data file knows an image, by the last one or two parts of its name.

Each table is one text, because reading a large mapping takes a start longer than searching a text does.
Written by scripts/build_applications_index.py; do not edit it.
"""
'''


def families() -> list[dict[str, Any]]:
    """Returns the contents of all data files, by name."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted((HERE / "data").glob("*.json"))]


def index() -> str:
    """Returns the text of the index."""
    found = families()
    table = {name: each["family"] for each in found for name in _keys(each)}
    parts = [
        HEAD,
        _text("FAMILY_OF", [f"{name}={table[name]}" for name in sorted(table)]),
        _text("FAMILIES", sorted(each["family"] for each in found)),
        _text("DATA_FOLDERS", sorted({folder for each in found for folder in _folders(each)})),
        '"""Folders whose names show that they hold data, whatever the image."""\n',
        _words("WITHDRAWN_PARTS", _withdrawn()),
    ]
    return "\n".join(parts)


def _keys(family: dict[str, Any]) -> list[str]:
    names = [name for image in family["images"] for name in image["names"]]
    return ["/".join(name.split("/")[-2:]) for name in names]


def _folders(family: dict[str, Any]) -> list[str]:
    if family.get("purpose"):
        return []
    data = [fact for fact in family.get("data", ()) if fact.get("what") != "snapshots"]
    written = [fact.get(key, "") for fact in data for key in ("path", "mount")]
    written += [path for fact in family.get("usual", ()) for path in fact["paths"]]
    return [path for path in written if path.count("/") > 1 and not _SAYS_NOTHING.search(path)]


def _withdrawn() -> tuple[str, ...]:
    table = json.loads((HERE / "withdrawn.json").read_text(encoding="utf-8"))
    return tuple(sorted({fact["part"] for fact in table["withdrawn"]}))


def _text(name: str, lines: list[str]) -> str:
    return "\n".join((f'{name} = """', *lines, '"""'))


def _words(name: str, words: tuple[str, ...]) -> str:
    lines = [f'    "{word}",' for word in words]
    return "\n".join((f"{name} = (", *lines, ")\n"))


if __name__ == "__main__":
    (HERE / "index.py").write_text(index(), encoding="utf-8")
