import random

import pytest

from stslint.sources.yaml import event_tree
from stslint.sources.yaml.document_splitter import Chunk
from stslint.sources.yaml.parser import parse_chunk
from stslint.sources.yaml.probe import first_error
from stslint.sources.yaml.syntax_error import YamlError

MANIFEST = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: &meta
  name: "web"
  labels: {app: web, image: nginx:1.27}
spec:
  replicas: !!int 3
  weight: 1e3
  template:
    metadata: *meta
    spec:
      containers:
      - name: 'web'
        command: [sh, -c, "exec web"]
        args:
        - |
          first
          second
        ports: [{containerPort: 80}]
        <<: *meta
"""
CHARACTERS = " \t\n:-#'\"[]{},&*!|>%@`?=a0.\r\ufeff\u2028\x07"


def mutant(chance: random.Random) -> str:
    text = MANIFEST
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(text))
        added = "".join(chance.choice(CHARACTERS) for _ in range(chance.randint(0, 3)))
        text = text[:place] + added + text[place + chance.choice((0, 0, 1, 2, 8)) :]
    return text


def tree_error(text: str) -> YamlError | None:
    try:
        parse_chunk(Chunk(text, 3), 5, 7)
    except YamlError as error:
        return error
    return None


def error_node_by_node(text: str) -> YamlError | None:
    """Returns the error of a tree whose nodes are made as the events come."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(event_tree, "_BATCH", 1)
        return tree_error(text)


def facts(error: YamlError | None) -> object:
    return None if error is None else (error.message, error.span, error.context, error.flow_colon)


@pytest.mark.parametrize("seed", range(20))
def test_first_error_of_any_text_is_that_of_the_tree(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(40):
        text = mutant(chance)
        assert facts(first_error(Chunk(text, 3), 5, 7)) == facts(error_node_by_node(text)), text
        assert facts(tree_error(text)) == facts(error_node_by_node(text)), text


@pytest.mark.parametrize(
    "text",
    [
        "a: *nothing",
        "a: &x\n  b: *x",
        "a: !!int x",
        "a: !!%69nt x",
        "a: .inf",
        "a: 1e999",
        "a: 1" + "0" * 400 + ".5",
        "<<: 1\nb: 2",
        "%TAG ! tag:yaml.org,2002:in\n---\na: !t x",
        "a:\n..." + "\n  b: [",
        "...\nb\n  c: d",
        "# comment\n...\nb\n  c: d",
        "a\n# comment\nb: [",
        "[" * 600,
        "- " * 600 + "a",
        "".join(f"{' ' * level}a:\n" for level in range(520)),
        "a: [" + "{}, " * 400 + "]",
        "{image: nginx:1.27, b: [}",
        "a: *nothing\nb: [",
        "a: !!int x\nb: [",
        "<<: 1\nb: [",
        "[" * 600 + "}",
        "- " * 600 + "a\n]",
        "a: 1\n" * 900 + "b: *nothing\nc: [",
    ],
)
def test_first_error_of_what_only_the_tree_refuses_is_that_of_the_tree(text: str) -> None:
    assert facts(first_error(Chunk(text, 3), 5, 7)) == facts(error_node_by_node(text))
    assert facts(tree_error(text)) == facts(error_node_by_node(text))
