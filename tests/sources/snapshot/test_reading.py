"""Objects out of what kubectl printed, and what is said of a file that cannot be used."""

from __future__ import annotations

import json

import pytest

from stslint.sources.snapshot.reading import COMMAND, ReadObject, SnapshotError, read_objects

CUT_OFF = "it seems to be cut off: save the whole output of kubectl again"
EDITED = "save the output of kubectl again, unedited"
POD = {"kind": "Pod", "metadata": {"name": "web-0"}}
NODE = {"kind": "Node", "metadata": {"name": "n"}}
LIST = {"kind": "List", "items": [POD, NODE]}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(LIST),
        "\ufeff \n" + json.dumps(LIST, indent=2) + "\n",
        json.dumps(POD) + json.dumps(NODE),
        " " + json.dumps(POD) + " \n\n " + json.dumps(NODE) + " ",
        json.dumps([POD, [NODE]]),
        json.dumps({"kind": "List", "items": [POD, "text", NODE]}),
        f"kind: List\nitems:\n- {json.dumps(POD)}\n- {json.dumps(NODE)}\n",
        f"---\nkind: Pod\nmetadata:\n  name: web-0\n---\n# nothing\n---\n{json.dumps(NODE)}\n",
    ],
)
def test_objects_are_read_in_order(text: str) -> None:
    assert read_objects("a", text) == [ReadObject(POD, "a"), ReadObject(NODE, "a")]


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", '{"kind": "List", "items": null}', "[]"])
def test_nothing_is_no_object(text: str) -> None:
    assert read_objects("a", text) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"kind": "List",\n"items": [', f"a:2:11: {CUT_OFF}"),
        ('{"kind": "Pod"}\n{"kind": "No', f"a:2:10: {CUT_OFF}"),
        ('{"kind" "Pod"}', f"a:1:9: not valid JSON: Expecting ':' delimiter; {EDITED}"),
        ('{"a": ' + "[" * 200_000, "a: the JSON is nested too deeply"),
        ('{"items": []}', f"a: the List has no `kind`, which kubectl prints last: {CUT_OFF}"),
        ("items: []", f"a: the List has no `kind`, which kubectl prints last: {CUT_OFF}"),
        ("text", f"a: it is not the output of `{COMMAND}`"),
        ('["text"]', f"a: it is not the output of `{COMMAND}`"),
        ('a: 1\nb: "c\n', f"a:2:4: this quote is never closed; {CUT_OFF}"),
        ('a: 1\n---\nb: "c\n', f"a:3:4: this quote is never closed; {CUT_OFF}"),
    ],
)
def test_a_file_that_cannot_be_used(text: str, message: str) -> None:
    with pytest.raises(SnapshotError) as caught:
        read_objects("a", text)
    assert str(caught.value) == message


def test_a_number_that_is_too_long_is_named() -> None:
    with pytest.raises(SnapshotError, match=f"^s.json: a number in the JSON is too long; {EDITED}$"):
        read_objects("s.json", '{"kind": "Pod", "metadata": {"generation": ' + "1" * 5_000 + "}}")
