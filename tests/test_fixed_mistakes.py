"""Mistakes are made to sound manifests in every style; mending them gives back each byte."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from stslint.pipeline.rule_examples import examples_of
from tests.support.fixing import mend_file, mended_bytes, rules

BLOCK = """\
# The database of the shop.
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db  # short, for the pods' names
  labels: {app: db, 'tier': "data"}
spec:
  serviceName: db
  replicas: 3   # a quorum
  podManagementPolicy: OrderedReady
  selector:
    matchLabels:
      app: db

  template:
    metadata:
      labels:
        app: db
    spec:
      terminationGracePeriodSeconds: 30
      containers:
        - name: db
          image: postgres:16.3
          imagePullPolicy: IfNotPresent
          ports:
            - containerPort: 5432
              name: sql
          env:
            - {name: PORT, value: "5432"}
            - name: MOTD
              value: |
                # stslint is no comment here
                kind: statefulset
          readinessProbe:
            tcpSocket:
              port: sql
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql
          resources:
            requests:
              memory: 1Gi
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources:
          requests:
            storage: 10Gi
"""
FLOW = """\
{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db},
 spec: {serviceName: db, replicas: 3, podManagementPolicy: OrderedReady, # in order
  selector: {matchLabels: {app: db}},
  template: {metadata: {labels: {app: db}}, spec: {terminationGracePeriodSeconds: 30, containers: [
   {name: db, image: 'postgres:16.3', imagePullPolicy: IfNotPresent,
    ports: [{containerPort: 5432, name: sql}],
    env: [{name: PORT, value: "5432"}],
    readinessProbe: {tcpSocket: {port: sql}},
    volumeMounts: [{name: data, mountPath: /var/lib/postgresql}],
    resources: {requests: {memory: 1Gi}}}]}},
  volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce],
   storageClassName: fast, resources: {requests: {storage: 10Gi}}}}]}}
"""


def as_json(indent: int | None) -> str:
    from stslint.model import Source
    from stslint.sources.yaml.parser import parse

    return (
        json.dumps(parse(Source("flow.yaml", FLOW))[0].root.plain(), indent=indent, ensure_ascii=False) + "\n"
    )


PAGE = (
    "# How to\n\n1. Apply it:\n\n   ```yaml\n"
    + re.sub(r"^(?=.)", "   ", BLOCK, flags=re.M)
    + "   ```\n\nDone.\n"
)
QUOTED = "> ```yaml\n" + re.sub(r"^", "> ", BLOCK, flags=re.M).removesuffix("> ") + "> ```\n"
SCRIPT = "#!/bin/sh\nset -e\nkubectl apply -f - <<'EOF'\n" + BLOCK + "EOF\n"

STYLES: dict[str, tuple[str, bytes]] = {
    "block": ("db.yaml", BLOCK.encode()),
    "crlf": ("db.yaml", BLOCK.replace("\n", "\r\n").encode()),
    "mark": ("db.yaml", b"\xef\xbb\xbf" + BLOCK.encode()),
    "utf-16": ("db.yaml", b"\xff\xfe" + BLOCK.encode("utf-16-le")),
    "no-end": ("db.yaml", BLOCK.rstrip("\n").encode()),
    "second": (
        "db.yaml",
        b"# first\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n---\n" + BLOCK.encode(),
    ),
    "flow": ("db.yaml", FLOW.encode()),
    "flow-crlf": ("db.yaml", FLOW.replace("\n", "\r\n").encode()),
    "json": ("db.json", as_json(2).encode()),
    "json-line": ("db.json", as_json(None).encode()),
    "page": ("README.md", PAGE.encode()),
    "quoted-page": ("README.md", QUOTED.encode()),
    "script": ("apply.sh", SCRIPT.encode()),
}
BLOCKS = ("block", "crlf", "mark", "utf-16", "no-end", "second", "page", "quoted-page", "script")


def key(wrong: str, right: str) -> tuple[str, str]:
    return rf"(?<=[\s{{\"]){right}(?=\"?:)", wrong


MISTAKES: dict[str, tuple[str, str]] = {
    "kind": (r"(?<=kind: )StatefulSet|(?<=\"kind\": \")StatefulSet", "statefulset"),
    "kind-typo": (r"(?<=kind: )StatefulSet|(?<=\"kind\": \")StatefulSet", "StatefullSet"),
    "version": (r"apps/v1", "apps/v1beta1"),
    "group": (r"apps/v1", "app/v1"),
    "replica": key("replica", "replicas"),
    "claims": key("volumeClaimTemplate", "volumeClaimTemplates"),
    "port": key("containerport", "containerPort"),
    "probe": key("readynessProbe", "readinessProbe"),
    "mounts": key("volumeMount", "volumeMounts"),
    "labels": key("matchLables", "matchLabels"),
    "api-version": key("apiversion", "apiVersion"),
    "alias": (r"ReadWriteOnce", "RWO"),
    "policy": (r"OrderedReady", "orderedReady"),
    "slip": (r"IfNotPresent", "IfNotPresnt"),
    "number": (r"(?<=replicas: )3|(?<=\"replicas\": )3", '"3"'),
    "seconds": (r"(?<=Seconds: )30|(?<=\"terminationGracePeriodSeconds\": )30", '"30"'),
    "string": (r"\"5432\"", "5432"),
    "quantity": (r"1Gi", "1gi"),
}
BLOCK_MISTAKES: dict[str, tuple[str, str]] = {
    "colon": (r"(?<=template):(?=\r?\n)", ""),
    "colon-of-list": (r"(?<=containers):(?=\r?\n)", ""),
    "colon-of-pair": (r"(?<=serviceName): (?=db)", " "),
    "space": (r"(?<=serviceName): (?=db)", ":"),
    "repeat": (r"(?<=[ >])  serviceName: db(\r?\n)", None),  # type: ignore[dict-item]
}


def broken(data: bytes, names: list[str], mistakes: dict[str, tuple[str, str]]) -> bytes:
    """Returns a manifest with mistakes; one that does not fit the style is not made."""
    utf16 = data.startswith(b"\xff\xfe")
    text = data.decode("utf-16" if utf16 else "utf-8")
    for name in names:
        pattern, wrong = mistakes[name]
        text = re.sub(pattern, lambda found, wrong=wrong: wrong, text, count=1)  # type: ignore[misc]
    return b"\xff\xfe" + text.encode("utf-16-le") if utf16 else text.encode()


def errors(path: Path) -> list[str]:
    findings = mend_file(path).remaining.outcome.findings
    return [finding.message for finding in findings if finding.severity == "error"]


@pytest.fixture
def home(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def write(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize("style", STYLES)
def test_a_sound_manifest_is_left_alone(style: str, home: Callable[[str, bytes], Path]) -> None:
    path = home(*STYLES[style])
    assert errors(path) == []
    assert mended_bytes(path) == STYLES[style][1]


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("style", STYLES)
def test_one_mistake_is_mended_to_the_byte(
    style: str, mistake: str, home: Callable[[str, bytes], Path]
) -> None:
    name, sound = STYLES[style]
    data = broken(sound, [mistake], MISTAKES)
    assert data != sound
    assert mended_bytes(home(name, data)) == sound


@pytest.mark.parametrize("mistake", [name for name in BLOCK_MISTAKES if name != "repeat"])
@pytest.mark.parametrize("style", BLOCKS)
def test_a_mistake_of_syntax_is_mended_to_the_byte(
    style: str, mistake: str, home: Callable[[str, bytes], Path]
) -> None:
    name, sound = STYLES[style]
    data = broken(sound, [mistake], BLOCK_MISTAKES)
    assert data != sound
    assert mended_bytes(home(name, data)) == sound


@pytest.mark.parametrize("seed", range(60))
def test_several_mistakes_are_mended_to_the_byte(seed: int, home: Callable[[str, bytes], Path]) -> None:
    chance = random.Random(seed)
    style = chance.choice(list(STYLES))
    # Of two mistakes at one place only the second would be made.
    places: dict[str, str] = {}
    for each in chance.sample(list(MISTAKES), 5):
        places.setdefault(MISTAKES[each][0], each)
    name, sound = STYLES[style]
    chosen = [
        each
        for each in places.values()
        if each not in ("number", "seconds") or "replica" not in places.values()
    ]
    data = broken(sound, chosen, MISTAKES)
    path = home(name, data)
    once = mended_bytes(path)
    assert once == sound
    path.write_bytes(once)
    assert mended_bytes(path) == once


REPEATS = {
    "block": ("  replicas: 3   # a quorum\n", "  serviceName: db\n"),
    "crlf": ("  replicas: 3   # a quorum\r\n", "  serviceName: db\r\n"),
    "page": ("     replicas: 3   # a quorum\n", "     serviceName: db\n"),
    "quoted-page": (">   replicas: 3   # a quorum\n", ">   serviceName: db\n"),
    "flow": ("replicas: 3", ", serviceName: db"),
    "json": ('"replicas": 3', ',\n    "serviceName": "db"'),
}


@pytest.mark.parametrize("style", REPEATS)
def test_a_repetition_that_says_the_same_is_removed(style: str, home: Callable[[str, bytes], Path]) -> None:
    name, sound = STYLES[style]
    after, line = REPEATS[style]
    assert after.encode() in sound
    data = sound.replace(after.encode(), (after + line).encode())
    assert mended_bytes(home(name, data)) == sound


def test_a_repeated_mapping_is_removed_with_all_its_lines(home: Callable[[str, bytes], Path]) -> None:
    again = BLOCK.replace("  template:\n", "  selector: # again\n    matchLabels: {app: db}\n\n  template:\n")
    expected = BLOCK.replace("\n\n  template:\n", "\n\n\n  template:\n")
    assert mended_bytes(home("db.yaml", again.replace(" # again", "").encode())).decode() == expected
    assert mended_bytes(home("db.yaml", again.encode())).decode() == again, "a comment is not thrown away"


def test_a_repetition_that_says_something_else_is_left(home: Callable[[str, bytes], Path]) -> None:
    data = BLOCK.replace("replicas: 3", "replicas: 5\n  replicas: 3").encode()
    assert mended_bytes(home("db.yaml", data)) == data


def test_two_manifests_in_one_lose_nothing(home: Callable[[str, bytes], Path]) -> None:
    data = (BLOCK + "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: other}\n").encode()
    assert mended_bytes(home("db.yaml", data)) == data


def test_every_rule_is_known() -> None:
    assert len(rules()) > 50


def examples() -> list[tuple[str, str]]:
    return [(rule.name, example.text) for rule in rules() for example in examples_of(rule)]


@pytest.mark.parametrize(("rule", "text"), examples(), ids=lambda each: each if "\n" not in each else "")
def test_all_fixes_of_a_page_make_it_better_and_end(
    rule: str, text: str, home: Callable[[str, bytes], Path]
) -> None:
    path = home("example.yaml", text.encode())
    before = errors(path)
    done = mend_file(path, unsafe=True)
    assert done.fixed.refused == ()
    after = [each.message for each in done.remaining.outcome.findings if each.severity == "error"]
    assert len(after) < len(before) or after == before
    if done.changed:
        path.write_bytes(done.changed[0].data)
    assert mend_file(path, unsafe=True).changed == ()
