"""One cause, one finding."""

from __future__ import annotations

from stslint.linter.folding import MOST_REPEATED, folded
from stslint.linter.linter import lint
from stslint.linter.rule_loader import load_rules
from stslint.linter.settings import Settings
from stslint.model import Finding, Span
from stslint.runtime import package_data
from tests.support.manifests import bundle_of, service, stateful_set
from tests.support.work import calls_of

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


def test_plain_service_of_several_sets_is_one_finding() -> None:
    sets = [stateful_set(name, "{serviceName: web, replicas: 3}") for name in ("one", "two", "three")]
    plain = service("web", "{ports: [{port: 80}]}")
    [finding] = told({"a.yaml": "---\n".join((*sets, plain))}, "STS106")
    assert finding.message.endswith("(and 2 more at this place)")
    assert [each.message[:6] for each in finding.related[-2:]] == ["STS106", "STS106"]


def test_missing_selector_is_the_cause_of_labels_that_do_not_match() -> None:
    text = stateful_set("web", "{serviceName: web, template: {metadata: {labels: {app: web}}}}")
    findings = told({"a.yaml": text}, "STS008", "STS019")
    assert "STS019" not in {finding.rule for finding in findings}
    [cause] = [finding for finding in findings if finding.field == "spec.selector"]
    assert (cause.layer, cause.severity) == ("api", "error")
    assert cause.message.endswith("(and STS019 because of it)")


def test_labels_that_differ_stay_next_to_another_missing_field() -> None:
    spec = "{selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: b}}, spec: {}}}"
    rules = [finding.rule for finding in told({"a.yaml": stateful_set("web", spec)}, "STS008", "STS019")]
    assert sorted(rules) == ["STS008", "STS019"]


def test_name_that_is_not_valid_is_the_cause_of_a_service_that_is_missing() -> None:
    text = stateful_set("web", "{serviceName: We_b, replicas: 2}")
    [finding] = told({"a.yaml": text + "---\n" + service("web")}, "STS012", "STS105")
    assert finding.rule == "STS012"
    assert finding.message.endswith("(and STS105 because of it)")


def test_autoscaler_that_deletes_claims_is_one_finding() -> None:
    scaler = (
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: db}\n"
        "spec: {maxReplicas: 8, scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: db}}\n"
    )
    text = stateful_set(
        "db",
        "{persistentVolumeClaimRetentionPolicy: {whenScaled: Delete}, "
        "volumeClaimTemplates: [{metadata: {name: data}}]}",
    )
    [finding] = told({"a.yaml": scaler + "---\n" + text}, "STS216", "STS710")
    assert finding.rule == "STS216"
    assert finding.message.endswith("(and STS710 because of it)")


def test_consequence_graver_than_its_cause_stays() -> None:
    span = Span(1, 1, 1, 2)
    cause = Finding("STS713", "major-version-over-data", "info", "rule", "no way back", "a.yaml", span)
    other = Finding("STS711", "update-stalls", "warning", "rule", "stops", "a.yaml", span)
    assert folded((cause, other)) == (cause, other)
    [finding] = folded((cause._replace(severity="error"), other))
    assert finding.message == "no way back (and STS711 because of it)"


def work(findings: list[Finding]) -> int:
    """Returns how many functions are called to fold findings."""
    return calls_of(lambda: folded(findings))


def test_stream_of_twice_the_causes_is_twice_the_work() -> None:
    """Each StatefulSet names a peer by a Service of its own that is not headless."""

    def stream(sets: int) -> list[Finding]:
        pair = named_by("web-0.web:80") + "---\n" + service("web", "{ports: [{port: 80}]}")
        text = "---\n".join(pair.replace("web", f"web{number}") for number in range(sets))
        settings = Settings(select=("STS106", "STS130"), complete=True)
        return list(lint(bundle_of({"a.yaml": text}, complete=True), RULES, settings).findings)

    few, many = stream(40), stream(80)
    assert len(folded(few)) == 40
    assert len(few) == 80
    assert work(many) <= 2.2 * work(few) + 100


def test_only_the_service_that_is_named_is_half_of_the_cause() -> None:
    files = {
        "a.yaml": named_by("web-0.web:80"),
        "b.yaml": service("web", "{ports: [{port: 80}]}") + "---\n" + service("db", "{ports: [{port: 80}]}"),
        "c.yaml": stateful_set("db", "{serviceName: db, replicas: 3}"),
    }
    found = told(files, "STS106", "STS130")
    assert [(each.rule, each.file) for each in found if each.rule == "STS130"] == [("STS130", "a.yaml")]
    assert any("`db`" in each.message for each in found if each.rule == "STS106")


def test_what_is_said_of_an_object_a_thousand_times_is_counted_from_then_on() -> None:
    def of(ports: int) -> list[Finding]:
        wrong = ", ".join(["{name: a}"] * ports)
        container = f"{{name: web, image: x, ports: [{wrong}]}}"
        text = stateful_set("web", f"{{serviceName: web, template: {{spec: {{containers: [{container}]}}}}}}")
        return told({"a.yaml": text}, "required-field-missing")

    about_ports = [each for each in of(MOST_REPEATED) if "ports" in each.field]
    assert len(about_ports) == MOST_REPEATED
    assert not any("more place" in each.message for each in about_ports)
    about_ports = [each for each in of(MOST_REPEATED + 5) if "ports" in each.field]
    assert len(about_ports) == MOST_REPEATED
    assert ["more place" in each.message for each in about_ports] == [False] * (MOST_REPEATED - 1) + [True]
    last = about_ports[-1]
    assert last.message.endswith("(and 5 more places)")
    assert last.field.endswith(f"ports[{MOST_REPEATED - 1}].containerPort")
    assert len(last.related) == 5


def test_what_can_be_fixed_is_never_folded() -> None:
    wrong = ", ".join(["{containerPort: 80, nam: a}"] * (MOST_REPEATED + 5))
    container = f"{{name: web, image: x, ports: [{wrong}]}}"
    text = stateful_set("web", f"{{serviceName: web, template: {{spec: {{containers: [{container}]}}}}}}")
    assert len(told({"a.yaml": text}, "unknown-field")) == MOST_REPEATED + 5
