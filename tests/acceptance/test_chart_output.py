"""What Helm printed, on standard input: one release, several templates, objects of a moment."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.runners import Run

pytestmark = pytest.mark.slow

SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: app}
spec:
  serviceName: app
  replicas: 2
  selector: {matchLabels: {app: app}}
  template:
    metadata: {labels: {app: app}}
    spec: {serviceAccountName: app, containers: [{name: app, image: "example.com/app"}]}
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: app
  namespace: default
spec: {clusterIP: None, selector: {app: app}}
"""
ACCOUNT = "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: app\n  namespace: default\n"
BUDGET = """\
apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: {name: app}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: app}}}
"""


def rendered(**templates: str) -> str:
    """Returns what Helm prints of a chart with these templates."""
    return "".join(f"---\n# Source: app/templates/{name}.yaml\n{text}" for name, text in templates.items())


def checked(stslint: Run, text: str, *words: str, folder: Path | None = None) -> dict[str, Any]:
    """Returns the report on a text on standard input."""
    ran = stslint("check", "-", "--format", "json", *words, stdin=text, cwd=folder)
    report: dict[str, Any] = json.loads(ran.stdout)
    return report


def rules(report: dict[str, Any]) -> list[str]:
    """Returns the ids of the findings."""
    return [finding["rule"] for finding in report["findings"]]


def test_release_objects_with_and_without_namespace_are_found(stslint: Run) -> None:
    report = checked(
        stslint, rendered(account=ACCOUNT, service=SERVICE, sts=SET), "--select", "STS105,STS510"
    )
    assert rules(report) == []


def test_release_object_of_another_namespace_is_not_found(stslint: Run) -> None:
    other = SERVICE.replace("default", "other")
    report = checked(stslint, rendered(account=ACCOUNT, service=other, sts=SET), "--select", "STS105")
    assert rules(report) == ["STS105"]


def test_ignore_file_of_one_template_silences_that_template_only(stslint: Run) -> None:
    ignoring = "# stslint: ignore-file=STS311 the choice of the sub chart\n" + SET.replace("app", "sub")
    report = checked(stslint, rendered(sub=ignoring, sts=SET), "--select", "STS311,STS025")
    assert [(each["rule"], each["object"]["name"]) for each in report["findings"]] == [("STS311", "app")]


def test_stdin_without_a_name_has_no_neighbors(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "service.yaml").write_text(SERVICE)
    text = rendered(account=ACCOUNT, sts=SET)
    assert rules(checked(stslint, text, "--select", "STS105", folder=tmp_path)) == ["STS105"]
    named = ("--select", "STS105", "--stdin-filename", "sts.yaml")
    assert rules(checked(stslint, text, *named, folder=tmp_path)) == []
    asked = ("--select", "STS105", "--context", ".")
    assert rules(checked(stslint, text, *asked, folder=tmp_path)) == []


def test_old_api_version_of_a_piped_chart_is_not_checked(stslint: Run) -> None:
    report = checked(stslint, rendered(budget=BUDGET, sts=SET), "--select", "STS003")
    assert rules(report) == []
    [unchecked] = report["not_checked"]
    assert "--api-versions policy/v1/PodDisruptionBudget" in unchecked["reason"]


def test_old_api_version_of_one_template_is_an_error(stslint: Run) -> None:
    assert rules(checked(stslint, rendered(all=f"{BUDGET}---\n{SET}"), "--select", "STS003")) == ["STS003"]


def test_pod_of_helm_test_is_not_deployed_with_the_set(stslint: Run) -> None:
    pod = (
        "apiVersion: v1\nkind: Pod\n"
        'metadata: {name: test, labels: {app: app}, annotations: {"helm.sh/hook": test}}\n'
        "spec: {containers: [{name: wget, image: busybox}]}\n"
    )
    text = rendered(service=SERVICE, sts=SET, pod=pod)
    assert rules(checked(stslint, text, "--select", "STS112,STS113")) == []
    assert rules(checked(stslint, text.replace("helm.sh/hook", "other"), "--select", "STS113")) == ["STS113"]


def test_settings_by_path_reach_the_templates_of_a_piped_chart(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / ".stslint.yaml").write_text("per-path-ignores:\n  app/templates/sts.yaml: [STS105]\n")
    text = rendered(account=ACCOUNT, sts=SET, other=SET.replace("name: app}", "name: other}"))
    report = checked(stslint, text, "--select", "STS105", folder=tmp_path)
    assert [each["object"]["name"] for each in report["findings"]] == ["other"]


def test_templates_of_a_chart_share_a_line_that_names_render(stslint: Run, tmp_path: Path) -> None:
    templates = tmp_path / "chart" / "templates"
    templates.mkdir(parents=True)
    (tmp_path / "chart" / "Chart.yaml").write_text("apiVersion: v2\nname: chart\nversion: 0.1.0\n")
    chosen = 'kind: {{ ternary "StatefulSet" "Deployment" .Values.ha }}\nmetadata: {name: x}\n'
    (templates / "app.yaml").write_text(f"apiVersion: apps/v1\n{chosen}")
    (templates / "_set.tpl").write_text('{{- define "set" -}}\nkind: StatefulSet\n{{- end }}\n')
    ran = stslint("check", "chart", cwd=tmp_path)
    [line] = [line for line in ran.stdout.split("\n") if line.startswith("skipped")]
    assert "and 1 more:" in line
    assert "--render" in line
