"""The table of what happens: complete, in use, and the page that is made of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts import severities
from stslint.linter.consequences import OFF, consequences
from stslint.linter.contexts import CONTEXTS
from stslint.linter.linter import lint
from stslint.linter.rule_loader import load_rules
from stslint.linter.settings import Settings
from stslint.model import SEVERITIES, Finding
from stslint.runtime import package_data
from tests.support.manifests import bundle_of, service, stateful_set
from tests.support.runners import Run

RULES = load_rules(package_data.folder("rules"))
PAGE = Path(__file__).parents[2] / "docs" / "severities.md"


def test_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == severities.page(RULES), "python scripts/severities.py"


def test_each_rule_has_a_row_and_no_row_is_of_no_rule() -> None:
    assert {rule.id for rule in RULES} | {"STS000"} == set(consequences())


def test_each_row_is_whole_and_names_contexts_that_exist() -> None:
    used = set()
    for known in consequences().values():
        assert all((known.worst, known.likelihood, known.cost))
        assert set(known.lowered.values()) <= {*SEVERITIES, OFF}
        used |= set(known.lowered)
    assert used == set(CONTEXTS)


def test_what_the_server_refuses_is_an_error_and_hygiene_is_not() -> None:
    for rule in RULES:
        known = consequences()[rule.id]
        if rule.layer == "api" and known.impact == "refused":
            assert rule.severity == "error"
        if rule.severity == "error":
            assert (known.impact, known.confidence) != ("hygiene", "likely"), rule.id


def found(
    files: dict[str, str], rule: str, *, complete: bool = False, contexts: bool = True
) -> list[Finding]:
    """Returns the findings of one rule."""
    settings = Settings(select=(rule,), complete=complete, contexts=contexts)
    return list(lint(bundle_of(files, complete=complete), RULES, settings).findings)


def one(spec: str, *, replicas: int = 3, namespace: str = "", more: str = "") -> str:
    """Returns a StatefulSet with a pod spec in flow style."""
    labels = "selector: {matchLabels: {app: web}}"
    template = f"template: {{metadata: {{labels: {{app: web}}}}, spec: {spec}}}"
    body = f"{{serviceName: web, replicas: {replicas}, {labels}, {template}{more}}}"
    return stateful_set("web", body, namespace=namespace)


PLAIN = "{containers: [{name: web, image: example.com/web}]}"
HEADLESS = service("web", "{clusterIP: None, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}")
ORDINARY = service("web", "{selector: {app: web}}")
SHADOWED = ", volumeClaimTemplates: [{metadata: {name: data}}]"


def with_init(image: str) -> str:
    """Returns a pod spec with an init container."""
    main = "containers: [{name: web, image: example.com/web:1}]"
    return f"{{initContainers: [{{name: i, image: {image}}}], {main}}}"


def with_volume(source: str) -> str:
    """Returns a pod spec with a volume that the claim template replaces."""
    return f"{{volumes: [{{name: data, {source}}}], containers: [{{name: web, image: example.com/web:1}}]}}"


def with_args(words: str) -> str:
    """Returns a pod spec with arguments."""
    return f"{{containers: [{{name: web, image: example.com/web:1, args: [{words}]}}]}}"


@pytest.mark.parametrize(
    ("rule", "lowered", "full"),
    [
        ("STS405", (one(PLAIN),), (one(PLAIN), ORDINARY)),
        ("STS401", (one(PLAIN),), (one(PLAIN), ORDINARY)),
        ("STS401", (one(PLAIN), HEADLESS), (one(with_args("--peers=web-0.web")), HEADLESS)),
        ("STS311", (one(with_init("busybox")),), (one(PLAIN),)),
        ("STS311", (one(PLAIN, namespace="shop-dev"),), (one(PLAIN, namespace="shop"),)),
        (
            "STS203",
            (one(with_volume("emptyDir: {}"), more=SHADOWED),),
            (one(with_volume("configMap: {name: web}"), more=SHADOWED),),
        ),
        ("STS109", (one(PLAIN), HEADLESS), (one(with_args("'--join=web:80'")), HEADLESS)),
        ("STS106", (one(PLAIN), ORDINARY), (one(with_args("--join=web-0.web")), ORDINARY)),
        ("STS106", (one(PLAIN), ORDINARY), (one(with_args("--service=web")), ORDINARY)),
    ],
)
def test_context_lowers_a_severity(rule: str, lowered: tuple[str, ...], full: tuple[str, ...]) -> None:
    def levels(objects: tuple[str, ...], *, contexts: bool = True) -> set[str]:
        files = {f"{number}.yaml": text for number, text in enumerate(objects)}
        return {each.severity for each in found(files, rule, complete=True, contexts=contexts)}

    assert levels(lowered) == {"info"}
    assert levels(full) == {"warning"}
    assert levels(lowered, contexts=False) == {"warning"}


def test_stated_severity_is_not_lowered(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "web.yaml").write_text(one(with_init("busybox")))
    ran = stslint("check", "web.yaml", "--select", "STS311", "--severity", "STS311=error", "--format", "json")
    [finding] = json.loads(ran.stdout)["findings"]
    assert (finding["severity"], finding["impact"], finding["confidence"]) == ("error", "degraded", "likely")


def test_selection_by_impact_and_profile_agree(stslint: Run, tmp_path: Path) -> None:
    text = one(
        "{hostPID: true, containers: [{name: web, image: postgres, volumeMounts: [{name: d, "
        "mountPath: /var/lib/postgresql/data}]}], volumes: [{name: d, emptyDir: {}}]}"
    )
    (tmp_path / "web.yaml").write_text(text)
    for words in (("--select", "impact:data-loss"), ("--profile", "data-loss-only")):
        ran = stslint("check", "web.yaml", *words, "--format", "json")
        assert {each["rule"] for each in json.loads(ran.stdout)["findings"]} == {"STS212"}


def test_sort_by_impact_begins_with_the_gravest(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "web.yaml").write_text(one("{hostPID: true, containers: [{name: web, image: postgres}]}"))
    ran = stslint("check", "web.yaml", "--select", "STS405,STS601", "--sort", "impact", "--format", "json")
    assert [each["impact"] for each in json.loads(ran.stdout)["findings"]] == ["outage", "hygiene"]


def test_strict_profile_reports_at_the_severity_of_the_rule(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "web.yaml").write_text(one("{hostPID: true, containers: [{name: web, image: a:1}]}"))
    ran = stslint("check", "web.yaml", "--profile", "strict", "--select", "STS405,STS601", "--format", "json")
    assert {each["severity"] for each in json.loads(ran.stdout)["findings"]} == {"warning"}
