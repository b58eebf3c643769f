"""The plain reader gives libyaml's tree to the last column, or leaves the text to libyaml."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.sources.yaml.block_parser import read_plain
from tests.support.plain_reader import VALUES, agrees, grown, lines_at_random

MANIFEST = """\
# A set, as people write it.
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db   # the name
  labels: {app: db, "tier": data, number: 1, 'q': "a, b"}
  empty: {}
  annotations:
    "example.com/note": 'single'
    example.com/b: значение 값
spec:
  replicas: 3
  serviceName:
  template:
    spec:
      containers:
      - name: main
        image: example.com:5000/db:1.2-alpine
        command: ["sh", '-c', exec, -x]
        args:
        - --config=/etc/db.conf
        -
        - |
          while true; do
            sleep 1 # no comment

          done

      - name: second
        env:
          - {}
          - name: A
            value: "1"
        ports: [{containerPort: 80, name: http}, {  containerPort: 81  }]  # two
        probe: {httpGet: {path: /ready, port: http}, list: [[a, b], [], {}]}
        none: []
      volumes:
        - name: script
          text: |-
            a: b
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      resources: {  }
      storage: 1.5e3
"""


def test_a_manifest_as_people_write_it_is_plain() -> None:
    assert agrees(MANIFEST)
    assert agrees(MANIFEST, line=41, column=5)


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  x\n",
        "a: |\n  x\n\n\n",
        "a: |\n  x\nb: 1\nc: 2",
        "a:\n- |-\n  x\n- y\n- z",
        "a: {b: c}\nd: [e, {f: g}]",
        "a:\n- b:\n  - c\n- d\ne:",
        "- a: 1\n  b: 2\n-\n  c: 3\n",
        "a:\n" + "".join(f"{'  ' * depth}b:\n" for depth in range(1, 99)),
    ],
)
def test_plain_texts_need_no_other_parser(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "   \n  # here\n"])
def test_a_text_of_comments_holds_no_document(text: str) -> None:
    tree = read_plain(text, 1, 1)
    assert tree is not None
    assert tree.root is None
    assert agrees(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\na: 2\n",
        "a: &x 1\nb: *x\n",
        "a: b: c\n",
        "a: one\n  two\n",
        "a:\n  b: 1\n c: 2\n",
        "a:\n    b: 1\n  c: 2\n",
        "- a\nb: 1\n",
        "a: 'open\n",
        'a: "\\n"\n',
        "a: [1,\n  2]\n",
        "a: |+\n  x\n\n",
        "a: |\nb: 1\n",
        "a: |\n    \n  x\n",
        "a: >-\n  x\n",
        "\ta: 1\n",
        "a: 1\r\nb: 2\r\n",
        "yes: 1\n",
        "1: a\n",
        "? a\n: b\n",
        "a: .inf\n",
        "%YAML 1.1\n",
        "plain\n",
        "a: {b: c, b: d}\n",
        "a: {b: c,}\n",
        "a: {b:c}\n",
        "a: {b}\n",
        "a: {b: }\n",
        "a: {yes: 1}\n",
        "a: {<<: 1}\n",
        "a: {b: c d}\n",
        "a: {b: nginx:1.27}\n",
        "a: [b: c]\n",
        "a: {b: [c}\n",
        "a: {b: c} d\n",
        "a: {b: c}#d\n",
        "a: [" + "[" * 30 + "]" * 30 + "]\n",
        "a: \x07\n",
        "\ufeffa: 1\n",
        "a: !!str 1\n",
        "<<: {}\n",
        "- - a\n",
        "a: ]\n",
        "a: x #no\n b\n",
    ],
)
def test_what_is_rare_or_wrong_is_left_to_libyaml(text: str) -> None:
    assert read_plain(text, 1, 1) is None


@given(st.integers(min_value=0))
def test_texts_that_grow_line_by_line_are_read_alike(seed: int) -> None:
    agrees(grown(random.Random(seed)))


@given(st.integers(min_value=0))
def test_any_lines_are_read_alike_or_not_at_all(seed: int) -> None:
    chance = random.Random(seed)
    agrees(lines_at_random(chance))


@given(st.integers(min_value=0))
def test_a_manifest_with_a_slip_is_read_alike_or_not_at_all(seed: int) -> None:
    chance = random.Random(seed)
    text = MANIFEST
    for _ in range(chance.randrange(1, 4)):
        place = chance.randrange(len(text))
        kept = chance.randrange(2)
        text = text[:place] + chance.choice((*VALUES, " ", "  ", "\n", ":", "#", "")) + text[place + kept :]
    agrees(text)
