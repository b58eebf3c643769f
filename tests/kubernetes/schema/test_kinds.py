"""Which kinds and API versions are refused, and what they are read as."""

from __future__ import annotations

import pytest

from stslint.kubernetes.schema.kinds import check_kind, intended, is_served, removed_in
from stslint.kubernetes.schema.removed_kinds import REMOVED
from stslint.kubernetes.schema.versions import NEWEST, SUPPORTED
from stslint.model import Node, Problem, Source
from stslint.sources.yaml.parser import parse
from stslint.text.suggest import distance, nearest_name


def root(api_version: str, kind: str, rest: str = "") -> Node:
    return parse(Source("x.yaml", f"apiVersion: {api_version}\nkind: {kind}\n{rest}"))[0].root


def checked(api_version: str, kind: str, version: str = NEWEST, rest: str = "") -> list[Problem]:
    return check_kind(root(api_version, kind, rest), version)


@pytest.mark.parametrize(
    ("api_version", "kind"),
    [
        ("apps/v1", "StatefulSet"),
        ("v1", "Service"),
        ("/v1", "Service"),
        ("v1", "List"),
        ("apps/v1", "StatefulSetList"),
        ("rbac.authorization.k8s.io/v1", "Role"),
        ("autoscaling/v1", "HorizontalPodAutoscaler"),
        ("apps.kruise.io/v1beta1", "StatefulSet"),
        ("apps.kruise.io/v1beta1", "statefulset"),
        ("monitoring.coreos.com/v1", "ServiceMonitor"),
        ("apps.k8s.io/v1", "StatefulSet"),
        ("cert-manager.io/v1", "Certificat"),
        ("kustomize.config.k8s.io/v1beta1", "Kustomization"),
        ("skaffold/v4beta6", "Config"),
        ("v1", "Config"),
    ],
)
def test_what_is_served_or_not_kubernetes_own_is_left_alone(api_version: str, kind: str) -> None:
    assert checked(api_version, kind) == []
    assert intended(root(api_version, kind), NEWEST) == (api_version, kind)


@pytest.mark.parametrize(
    "kind",
    [
        "statefulset",
        "Statefulset",
        "StateFulSet",
        "StatefullSet",
        "StatefulSets",
        "STATEFULSET",
        "sts",
        "STS",
    ],
)
def test_a_misspelled_kind_is_named_and_fixed(kind: str) -> None:
    (problem,) = checked("apps/v1", kind)
    assert problem.rule == "kind-case"
    assert problem.help == "did you mean `StatefulSet`?"
    assert problem.fix is not None
    assert problem.fix.safe
    assert [(edit.span, edit.text) for edit in problem.fix.edits] == [(problem.span, "StatefulSet")]
    assert intended(root("apps/v1", kind), NEWEST) == ("apps/v1", "StatefulSet")


def test_a_quoted_kind_keeps_its_quotes() -> None:
    (problem,) = checked("apps/v1", "'statefulset'")
    assert problem.fix is not None
    assert problem.fix.edits[0].text == "'StatefulSet'"


@pytest.mark.parametrize(
    ("api_version", "kind", "meant"),
    [
        ("app/v1", "StatefulSet", "apps/v1"),
        ("apps", "StatefulSet", "apps/v1"),
        ("apps/v2", "StatefulSet", "apps/v1"),
        ("apps/V1", "StatefulSet", "apps/v1"),
        ("v1", "StatefulSet", "apps/v1"),
        ("apps/v1", "Service", "v1"),
        ("apps/v1/x", "StatefulSet", "apps/v1"),
        ("'apps/v1 '", "StatefulSet", "apps/v1"),
        ("/v1", "StatefulSet", "apps/v1"),
        ("policy/v2", "PodDisruptionBudget", "policy/v1"),
        ("policies/v1", "PodDisruptionBudget", "policy/v1"),
    ],
)
def test_a_kind_in_another_api_version_is_sent_home(api_version: str, kind: str, meant: str) -> None:
    (problem,) = checked(api_version, kind)
    assert problem.rule == "unknown-kind"
    assert problem.node.key == "apiVersion"
    assert problem.help == f"did you mean `{meant}`?"
    assert intended(root(api_version, kind), NEWEST) == (meant, kind)


def test_both_may_be_misspelled() -> None:
    assert {problem.node.key for problem in checked("app/v1", "statefulset")} <= {"apiVersion", "kind"}
    assert [problem.rule for problem in checked("apps/v2", "Nonsense")] == ["unknown-kind"]
    assert [problem.rule for problem in checked("apps/v1", "Nonsense")] == ["unknown-kind"]


@pytest.mark.parametrize(
    ("api_version", "kind", "removed", "home"),
    [
        ("apps/v1beta1", "StatefulSet", "1.16", "apps/v1"),
        ("apps/v1beta2", "StatefulSet", "1.16", "apps/v1"),
        ("extensions/v1beta1", "StatefulSet", "1.16", "apps/v1"),
        ("extensions/v1beta1", "Ingress", "1.22", "networking.k8s.io/v1"),
        ("policy/v1beta1", "PodDisruptionBudget", "1.25", "policy/v1"),
        ("batch/v1beta1", "CronJob", "1.25", "batch/v1"),
        ("autoscaling/v2beta1", "HorizontalPodAutoscaler", "1.25", "autoscaling/v2"),
        ("autoscaling/v2beta2", "HorizontalPodAutoscaler", "1.26", "autoscaling/v2"),
        ("apiregistration.k8s.io/v1beta1", "APIService", "1.22", "apiregistration.k8s.io/v1"),
        ("storage.k8s.io/v1beta1", "CSIStorageCapacity", "1.27", "storage.k8s.io/v1"),
    ],
)
def test_a_removed_api_version_says_since_when(api_version: str, kind: str, removed: str, home: str) -> None:
    (problem,) = checked(api_version, kind)
    assert problem.rule == "api-version-removed"
    assert f"in Kubernetes {removed}" in problem.message
    assert problem.help == f"use `{home}`"


def test_a_removed_api_version_is_replaced_by_the_stable_one_rather_than_the_nearest() -> None:
    (problem,) = checked("flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema", "1.29")
    assert problem.help == "use `flowcontrol.apiserver.k8s.io/v1`"


def test_a_removed_api_version_has_a_safe_fix_only_with_a_selector() -> None:
    selector = "spec: {selector: {matchLabels: {app: web}}}"
    for rest, safe in ((selector, True), ("spec: {selector: {}}", False), ("spec: {}", False), ("", False)):
        (problem,) = checked("apps/v1beta1", "StatefulSet", rest=rest)
        assert problem.fix is not None
        assert problem.fix.safe is safe


def test_no_removed_kind_is_served() -> None:
    for api_version, minors in REMOVED.items():
        for minor, kinds in minors.items():
            for kind in kinds:
                assert not is_served(api_version, kind, SUPPORTED[0]), (api_version, kind, minor)


def test_what_was_removed_without_a_heir_gets_no_fix() -> None:
    (problem,) = checked("policy/v1beta1", "PodSecurityPolicy")
    assert (problem.rule, problem.fix) == ("api-version-removed", None)


def test_the_answer_depends_on_the_version() -> None:
    assert is_served("autoscaling/v2beta2", "HorizontalPodAutoscaler", "1.25")
    assert not is_served("autoscaling/v2beta2", "HorizontalPodAutoscaler", "1.26")
    assert removed_in("autoscaling/v2beta2", "HorizontalPodAutoscaler", "1.25") is None
    (problem,) = checked("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "1.29")
    assert "since Kubernetes 1.30" in problem.message
    assert checked("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "1.30") == []


@pytest.mark.parametrize(
    ("text", "key", "message"),
    [
        ("kind: StatefulSet", "apiVersion", "no `apiVersion`"),
        ("apiVersion: apps/v1", "kind", "no `kind`"),
        ("apiVersion: apps/v1\nkind: ''", "kind", "`kind` is empty"),
        ("apiVersion: apps/v1\nkind:", "kind", "`kind` is empty"),
        ("apiVersion: yes\nkind: StatefulSet", "apiVersion", "not a string"),
        ("apiVersion: v1\nkind: 0123", "kind", "not a string"),
        ("apiVersion: v1\nkind: [Service]", "kind", "not a string"),
    ],
)
def test_a_document_without_its_kind_cannot_be_sent(text: str, key: str, message: str) -> None:
    (problem,) = check_kind(parse(Source("x.yaml", text))[0].root, NEWEST)
    assert problem.rule == "unknown-kind"
    assert problem.node.key == key
    assert message in problem.message


def test_a_misspelled_key_is_renamed() -> None:
    (problem,) = check_kind(parse(Source("x.yaml", "apiVersion: v1\nKind: Service"))[0].root, NEWEST)
    assert (problem.help, problem.on) == ("did you mean `kind`?", "key")
    assert problem.fix is not None
    assert problem.fix.edits[0].text == "kind"
    assert problem.span[:4] == (2, 1, 2, 5)


@pytest.mark.parametrize("text", ["- a\n- b", "42", "true", "1.5", "text"])
def test_a_document_that_is_no_mapping_has_no_kind(text: str) -> None:
    (problem,) = check_kind(parse(Source("x.yaml", text))[0].root, NEWEST)
    assert "not a mapping" in problem.message


@pytest.mark.parametrize(
    ("name", "candidates", "meant"),
    [
        ("naem", ["name", "image"], "name"),
        ("replica", ["replicas"], "replicas"),
        ("policies", ["policy"], "policy"),
        ("read_only", ["readOnly"], "readOnly"),
        ("matchLabel", ["matchLabels", "matchExpressions"], "matchLabels"),
        ("volumeMount", ["volumeMounts", "volumes"], "volumeMounts"),
        ("cat", ["car", "can"], None),
        ("abcd", ["abxy"], None),
        ("abcdef", ["abcdxy"], "abcdxy"),
        ("nonsense", ["name"], None),
        ("name", ["name"], None),
    ],
)
def test_the_nearest_name_is_the_only_plausible_one(
    name: str, candidates: list[str], meant: str | None
) -> None:
    assert nearest_name(name, candidates) == meant


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [("ab", "ba", 1), ("abc", "acb", 1), ("", "ab", 2), ("abcd", "ab", 2), ("a", "a", 0)],
)
def test_exchanged_letters_count_once(left: str, right: str, expected: int) -> None:
    assert distance(left, right, 2) == distance(right, left, 2) == expected
