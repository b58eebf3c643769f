"""The light parser's events are those of ruamel.yaml, and as a library stslint leaves ruamel.yaml alone."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

PROGRAM = """
import json, sys
{first}
import stslint.__main__
from stslint.sources.yaml import event as event_kinds
from stslint.sources.yaml import libyaml_events
def summary(text):
    found = []
    try:
        take = libyaml_events.events(text)
        while (event := take())[0] != event_kinds.FINISH:
            if event[0] != event_kinds.OTHER:
                kind, start, end, *rest = event
                rest[-1] = rest[-1] or ""
                found.append([kind, start.line, start.column, end.line, end.column, *map(str, rest)])
    except Exception as error:
        mark = getattr(error, "problem_mark", None)
        found.append([getattr(error, "problem", None) or getattr(error, "reason", ""), mark and mark.line])
    return found
texts = json.load(sys.stdin)
answer = [summary(text) for text in texts]
"""
PRINT = "print(json.dumps(answer))"
TEXTS = (
    "a: [1, 'q', \"d\"]\nb: &x !!str 1\nc: *x\nd: |\n  text\n",
    "- {a: 1, ? b : c}\n- !local x\n- >-\n  folded\n",
    "# only a comment\n",
    "a: 'open",
    "a: \x01",
    "a: [1",
    "\ta: 1",
    "a: b: c",
)


def run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(TEXTS), capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize(
    "first",
    ["import ruamel.yaml", "sys.modules['_ruamel_yaml'] = None"],
    ids=["ruamel's C parser", "ruamel's Python parser"],
)
def test_light_events_are_those_of_ruamel(first: str) -> None:
    light = json.loads(run(PROGRAM.format(first="") + PRINT))
    own = json.loads(run(PROGRAM.format(first=first) + PRINT))
    sound = slice(None) if "import" in first else slice(3)
    assert [[each[0] for each in text] for text in own[sound]] == [
        [each[0] for each in text] for text in light[sound]
    ]
    if "import" in first:
        assert own == light


def test_ruamel_works_after_the_light_parser() -> None:
    afterwards = "import ruamel.yaml\nprint(ruamel.yaml.YAML(typ='safe').load('a: [1, two]'))"
    assert run(PROGRAM.format(first="") + afterwards).strip() == "{'a': [1, 'two']}"


LIBRARY = """
import sys
from stslint.model import Source
from stslint.sources.yaml.parser import parse
print(parse(Source("a.yaml", "kind: &a x\\nother: *a"))[0].root.get("other").value)
print(type(sys.modules["_ruamel_yaml"]).__name__)
import ruamel.yaml
print(ruamel.yaml.YAML(typ="safe").Parser.__name__)
"""


def test_library_use_leaves_the_c_parser_to_others() -> None:
    assert run(LIBRARY).split() == ["x", "module", "CParser"]


def test_library_use_works_where_the_c_parser_is_missing() -> None:
    program = LIBRARY.replace("import sys", "import sys\nsys.modules['_ruamel_yaml'] = None")
    assert run(program).split() == ["x", "NoneType", "Parser"]


def test_reading_a_manifest_does_not_load_ruamel() -> None:
    loaded = "print([name for name in sys.modules if name.startswith('ruamel.yaml.') and 'clib' not in name])"
    assert run(PROGRAM.format(first="") + loaded).strip() == "[]"
