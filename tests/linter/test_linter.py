"""The verdicts on the documents of a bundle, shared among processes, and the trees that rules see."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stslint.kubernetes.schema.versions import NEWEST
from stslint.kubernetes.verdict import Verdict
from stslint.linter.linter import check_document, lint
from stslint.linter.rule import Rule
from stslint.linter.rule_set import rule_set
from stslint.linter.settings import Settings
from stslint.model import Answer, Bundle, Document, Node, Source
from stslint.runtime.worker_processes import Workers
from stslint.sources.yaml.parser import parse
from tests.support import manifests

CLEAN = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a%d}\n"
UNCLEAN = "---\napiVersion: v1\nkind: configmap\nmetadata: {name: a%d}\n"
MANY = 1200
KIND_CASE = Rule("STS002", "kind-case", "error", "api", "", "", "", None, None)


def bundle_of(*texts: str) -> Bundle:
    """Returns many documents, each with one of some texts in turn."""
    text = "".join(texts[number % len(texts)].replace("%d", str(number)) for number in range(MANY))
    return Bundle(tuple(parse(Source("a.yaml", text))), NEWEST)


@pytest.mark.skipif(sys.platform != "linux", reason="other processes share the work on Linux only")
@pytest.mark.parametrize(
    ("texts", "findings", "most"),
    [((CLEAN,), 0, MANY), ((UNCLEAN,), MANY, MANY), ((UNCLEAN, CLEAN, CLEAN), MANY // 3, MANY * 4 // 3)],
    ids=["clean", "unclean", "some unclean"],
)
def test_another_process_ends_where_its_work_would_be_done_again(
    tmp_path: Path, texts: tuple[str, ...], findings: int, most: int
) -> None:
    checks = tmp_path / "checks"

    def check(document: Document, settings: Settings, old: Document | None) -> Verdict:
        with checks.open("a", encoding="utf-8") as file:
            file.write(".")
        return check_document(document, settings, old)

    with Workers(2) as workers:
        outcome = lint(bundle_of(*texts), [KIND_CASE], Settings(NEWEST), check=check, workers=workers)
    assert len(outcome.findings) == findings
    assert MANY <= checks.stat().st_size <= most


def seen(field: str, files: dict[str, str], context: tuple[str, ...] = ()) -> list[object]:
    """Returns the values of a field of the Service and the StatefulSet that a rule sees, None if absent."""
    values: list[object] = []

    def check(root: Node, bundle: Bundle) -> Iterator[Answer]:
        values.extend(each.root.at(field).value for each in bundle.of_kind("Service", "StatefulSet"))
        return iter(())

    rule = Rule("STS199", "seen", "error", "rule", "", "", "", check, None, fragments=True)
    lint(manifests.bundle_of(files, context=context), [rule], Settings())
    return values


@pytest.mark.parametrize(
    ("written", "value"), [("replicas: 3", 3), ("replicas: three", None), ("replica: 3", 3)]
)
def test_rules_see_a_tree_without_mistakes(written: str, value: object) -> None:
    text = manifests.stateful_set("web", f"{{{written}, serviceName: web}}")
    assert seen("spec.replicas", {"web.yaml": text}) == [value]
    assert seen("spec.serviceName", {"web.yaml": text}) == ["web"]


@pytest.mark.parametrize(
    ("rest", "context", "value"),
    [
        ("", True, "x"),
        ("", False, "x"),
        ("status: ]\n", True, None),
        ("status: ]\n", False, "x"),
    ],
    ids=["sound context", "sound", "broken context", "broken"],
)
def test_a_mistyped_field_is_corrected_unless_the_file_is_broken_and_only_seen(
    rest: str, context: bool, value: object
) -> None:
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  clusterIp: x\n" + rest
    files = {"service.yaml": service, "web.yaml": manifests.stateful_set("web")}
    assert seen("spec.clusterIP", files, ("service.yaml",) if context else ())[0] == value


def test_nothing_is_reported_on_context() -> None:
    broken = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports: 5\nstatus: ]\n"
    files = {"service.yaml": broken, "web.yaml": manifests.stateful_set("web", "{replicas: three}")}
    for context, expected in (((), {"service.yaml", "web.yaml"}), (("service.yaml",), {"web.yaml"})):
        outcome = lint(manifests.bundle_of(files, context=context), rule_set(), Settings())
        assert {finding.file for finding in outcome.findings} == expected
