"""What one Kubernetes version shares with the next changes no finding."""

from __future__ import annotations

import sys

import pytest

from stslint.kubernetes.schema.versions import SUPPORTED
from stslint.linter.linter import lint
from stslint.linter.rule_set import rule_set
from stslint.linter.settings import Settings
from stslint.linter.shared_answers import VERSION, VersionWatchedBundle
from stslint.linter.version_matrix import VersionLint
from stslint.model import Bundle, Document, Source
from stslint.runtime.worker_processes import Workers
from stslint.sources.yaml.parser import parse
from stslint.sources.yaml.syntax_error import YamlError
from tests.support.paths import ROOT
from tests.support.work import calls_of

SET = """\
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: s%d}
spec:
  serviceName: w
  ordinals: {start: 1}
  minReadySeconds: 5
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec:
      %s: false
      containers:
      - {name: w, image: "x%d"}
---
apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: {name: p%d}
spec: {minAvailable: 1, selector: {matchLabels: {a: b}}}
"""
"""A StatefulSet with fields that some versions ignore, or whose name is wrong, and an API that is removed."""


def read(name: str, text: str) -> tuple[Document, ...]:
    return tuple(parse(Source(name, text)))


def documents(number: int) -> tuple[Document, ...]:
    fields = ("hostUsers", "hostUser", "setHostnameAsFQDN")
    return read("a.yaml", "".join(SET % (each, fields[each % 3], each, each) for each in range(number)))


def examples() -> tuple[Document, ...]:
    found: list[Document] = []
    for path in sorted((ROOT / "examples").rglob("*.yaml")):
        try:
            found += read(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
        except YamlError:
            continue
    return tuple(found)


def alone(bundle: Bundle, version: str) -> object:
    same = Bundle(bundle.documents, version, bundle.complete, bundle.places)
    return lint(same, rule_set(), Settings(version))


@pytest.mark.parametrize("versions", [SUPPORTED, SUPPORTED[::-1], ("1.37", "1.25", "1.37")])
def test_each_version_finds_what_it_finds_alone(versions: tuple[str, ...]) -> None:
    bundle = Bundle((*documents(6), *examples()), "1.37")
    lint_version = VersionLint(bundle, tuple(rule_set()), Settings())
    for version in versions:
        assert lint_version(version) == alone(bundle, version)


@pytest.mark.skipif(sys.platform != "linux", reason="other processes share the work on Linux only")
def test_processes_that_share_the_first_version_find_the_same() -> None:
    bundle = Bundle(documents(200), "1.37")
    with Workers(2) as workers:
        lint_version = VersionLint(bundle, tuple(rule_set()), Settings(jobs=2), workers=workers)
        found = [lint_version(version) for version in ("1.26", "1.27")]
    assert found == [alone(bundle, version) for version in ("1.26", "1.27")]


def test_another_version_asks_few_rules_again() -> None:
    bundle = Bundle(documents(20), "1.37")
    lint_version = VersionLint(bundle, tuple(rule_set()), Settings())
    lint_version("1.36")  # loads the rules
    lint_version = VersionLint(bundle, tuple(rule_set()), Settings())
    first, second = (calls_of(lambda: lint_version("1.36")) for _ in range(2))
    assert second < first / 2


def test_a_bundle_notices_who_asks_for_its_version() -> None:
    bundle = VersionWatchedBundle(Bundle(documents(1), "1.30"))
    assert VERSION not in bundle.asked
    assert bundle.kubernetes_version == "1.30"
    assert VERSION in bundle.asked
    bundle.asked = set()
    assert bundle.derived(lambda own: own.kubernetes_version) == "1.30"
    assert VERSION in bundle.asked
