"""Twice as much of a hostile text takes twice the work, not four times as much."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType

import pytest

from stslint.sources.yaml.document_splitter import Chunk
from stslint.sources.yaml.probe import first_error
from tests.fuzzing.targets import check_manifest, run

SET = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: web}\nspec:\n  serviceName: web\n"
POD = """\
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: registry.example.com/web:1.2.3
"""
HOSTILE = {
    "duplicate keys": (SET, "  x: [1]\n"),
    "repeated entries": (SET, "  template: {}\n"),
    "unknown keys": (SET, "  k%d: 1\n"),
    "anchors": (SET, "  k%d: &a%d 1\n"),
    "ignores": (SET, "# stslint: ignore=STS101\n"),
    "here-documents": ("#!/bin/sh\nkubectl apply -f - <<X\n" + SET, "cat <<EOF\n"),
    "open brackets": (SET + "  x: ", "["),
    "broken lines": (SET, "- a: b\n  c\n"),
    "documents": (SET, "---\nkind: StatefulSet\n"),
    "equal ports": (SET + POD + "        ports:\n", "        - {containerPort: 80}\n"),
    "named ports": (SET + POD + "        ports:\n", "        - {containerPort: 80, name: a%d}\n"),
    "containers": (SET + POD, "      - {name: a%d, image: b}\n"),
    "network policies": (
        SET + POD,
        "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a%d}\n"
        "spec: {podSelector: {}, ingress: []}\n",
    ),
    "ignores of no rule": (SET, "# stslint: ignore=x\n"),
    "rules in one ignore": (SET + "# stslint: ignore=STS101", ",STS101"),
    "unknown fields of containers": (SET + POD, "      - {x: 1}\n"),
    "claim templates": (SET + POD + "  volumeClaimTemplates:\n", "  - {x: 1}\n"),
    "volumes": (SET + "  template:\n    spec:\n      volumes:\n", "      - {name: a%d}\n"),
}


def hostile(head: str, repeated: str, times: int) -> bytes:
    return (head + "".join(repeated.replace("%d", str(each)) for each in range(times))).encode()


PLANNED = {
    **{name: HOSTILE[name] for name in ("unknown keys", "unknown fields of containers", "claim templates")},
    "sets of a misspelled kind": (
        "",
        "---\napiVersion: apps/v1\nkind: StatefulSett\nmetadata: {name: a%d}\n",
    ),
}


def calls(data: bytes, command: Callable[[bytes], object]) -> int:
    """Returns how many functions are called while a command reads a text."""
    count = 0

    def count_call(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(count_call)
    try:
        command(data)
    finally:
        sys.setprofile(None)
    return count


def assert_in_proportion(text: tuple[str, str], command: Callable[[bytes], object]) -> None:
    calls(hostile(*text, 10), command)  # what is imported and loaded once
    few, many = (calls(hostile(*text, times), command) for times in (450, 900))
    assert many <= 2.6 * few + 5_000


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_text_is_twice_the_work(name: str) -> None:
    assert_in_proportion(HOSTILE[name], lambda data: check_manifest(data, "text"))


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANNED)
def test_twice_the_text_is_twice_the_work_of_a_plan(name: str) -> None:
    assert_in_proportion(PLANNED[name], partial(run, "plan"))


def test_brackets_in_depth_are_left_to_the_reader_that_stops() -> None:
    # libyaml's own scan of this text takes minutes, and nothing can interrupt it.
    error = first_error(Chunk("[" * 100_000, 1), 1, 1)
    assert error is not None
    assert "nested deeper than 500 levels" in error.message


@pytest.mark.parametrize(
    "data",
    [
        b"a: &a [x]\n" + b"".join(b"b%d: [%s]\n" % (n, b",".join([b"*a"] * 500)) for n in range(99)),
        SET.encode() + b"  x: &x {a: *x}\n",
        SET.encode() + b"  x:\n  " + b"- " * 100_000 + b"a\n",
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        SET.encode() + b"  x: " + b"a" * 1_000_000 + b"\n",
        SET.encode() + b"  " + b"k" * 1_000_000 + b": 1\n",
        b"---\n" * 100_000 + SET.encode(),
        SET.encode() + b"  x: a\0b\n",
        SET.encode() + b"  x: \xed\xa0\x80\n",
        SET.encode() + b'  x: "\\ud800\\ud800"\n',
        SET.encode("utf-16"),
        SET.encode("utf-16-be"),
        SET.encode("utf-32"),
        SET.encode() + "  𝔘😀: {𐍈: 𐍈}\n".encode(),
        *(
            SET.encode() + b"  x: !!%s a\n" % tag
            for tag in (
                b"str", b"int", b"float", b"bool", b"null", b"map", b"seq", b"set", b"omap", b"pairs",
                b"binary", b"timestamp", b"merge", b"value", b"yaml", b"python/object/apply:os.system",
            )
        ),
    ],
    ids=lambda data: repr(data[-24:]),
)  # fmt: skip
@pytest.mark.parametrize("kind", ["manifest", "plan", "snapshot", "scenario", "markdown", "fix"])
def test_hostile_text_is_answered_by_every_command(kind: str, data: bytes) -> None:
    run(kind, data)
