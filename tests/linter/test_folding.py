"""One cause, one finding."""

from __future__ import annotations

from stslint.linter.folding import folded
from stslint.linter.linter import lint
from stslint.linter.rule_loader import load_rules
from stslint.linter.settings import Settings
from stslint.model import Finding
from stslint.runtime import package_data
from tests.support.manifests import bundle_of, service, stateful_set

RULES = load_rules(package_data.folder("rules"))


def told(files: dict[str, str], *rules: str) -> list[Finding]:
    """Returns the folded findings of some rules on files that hold everything."""
    settings = Settings(select=rules, complete=True)
    return list(folded(lint(bundle_of(files, complete=True), RULES, settings).findings))


def named_by(seed: str) -> str:
    """Returns a StatefulSet whose container names a peer."""
    container = f"{{name: web, image: x, args: [--seed={seed}]}}"
    return stateful_set(
        "web", f"{{serviceName: web, replicas: 3, template: {{spec: {{containers: [{container}]}}}}}}"
    )


def test_plain_service_is_half_of_a_peer_without_a_name() -> None:
    files = {"a.yaml": named_by("web-0.web:80") + "---\n" + service("web", "{ports: [{port: 80}]}")}
    [finding] = told(files, "STS106", "STS130")
    assert (finding.rule, finding.severity) == ("STS130", "error")
    assert finding.message.endswith("(and STS106 because of it)")
    assert [each.message[:6] for each in finding.related] == ["the Se", "STS106"]


def test_missing_service_names_its_sets_once() -> None:
    sets = [stateful_set(name, "{serviceName: web, replicas: 3}") for name in ("one", "two", "three")]
    other = service("other")
    [finding] = told({"a.yaml": "---\n".join((*sets, other))}, "STS105")
    assert finding.message.endswith("(and 2 more places)")
    assert len(finding.related) == 2


def test_placeholders_of_a_document_are_one_finding() -> None:
    text = stateful_set("NAME", "{serviceName: NAME, replicas: 1}", namespace="$NAMESPACE")
    [finding] = told({"a.yaml": text}, "STS012")
    assert finding.layer == "api"
    assert "more place" in finding.message


def test_wrong_names_that_are_no_placeholders_stay_apart() -> None:
    text = stateful_set("we_b", "{serviceName: web, replicas: 1}", namespace="n_s")
    assert len(told({"a.yaml": text}, "STS012")) == 2


def test_images_that_one_registry_withdrew_are_one_finding_of_their_file() -> None:
    texts = [
        stateful_set(
            name, f"{{template: {{spec: {{containers: [{{name: {name}, image: 'bitnami/{name}:1.0'}}]}}}}}}"
        )
        for name in ("redis", "kafka", "etcd")
    ]
    found = told({"a.yaml": "---\n".join(texts[:2]), "b.yaml": texts[2]}, "STS527")
    assert [finding.message.endswith("(and 1 more place)") for finding in found] == [True, False]
