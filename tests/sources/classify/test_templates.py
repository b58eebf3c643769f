from __future__ import annotations

from pathlib import Path

import pytest

from stslint.sources.classify.templates import template_reason

HEAD = "apiVersion: apps/v1\nkind: StatefulSet\n"


@pytest.mark.parametrize(
    "line",
    [
        'metadata: {{ include "web.labels" . | nindent 4 }}',
        "  name: {{ .Release.Name }}-web",
        "  name: web-{{ .Release.Name }}",
        '  image: "{{ .Values.image }}:{{ .Values.tag }}"',
        "{{- if .Values.enabled }}",
        "{{ if .Values.enabled }}",
        "    {{- toYaml .Values.resources | nindent 4 }}",
        "replicas: {{ replicas }}",
        "- {{ item }}",
        "{{ end }}",
        "{% if production %}",
        "  replicas: {% if production %}3{% else %}1{% endif %}",
        "<% if production %>",
        "  replicas: <%= replicas %>",
    ],
)
def test_a_template(line: str) -> None:
    reason = template_reason("web.yaml", f"{HEAD}{line}\n")
    assert "stslint check -" in reason


@pytest.mark.parametrize(
    "lines",
    [
        "  # {{ .Values.image }} comes from the chart",
        "  rules.yaml: |\n    - expr: up == 0\n      summary: {{ $labels.pod }} is down\n    {{ end }}",
        "  script: |-\n\n    {{- if .Values.a }}\n    {% if x %}",
        "  - |\n    {{ range . }}",
        "  - name: x\n    value: >\n      {{ .Values.x }}",
        '  summary: "{{ $labels.pod }} is down"',
        "  summary: Pod {{ $labels.pod }} is down",
        '  summary: "is down:\n    pod: {{ $labels.pod }}"',
        "  summary: '{{workflow.name}}'",
        "  image: web:1  # {{ .Values.tag }}",
        '  format: "100{%"',
        '  pattern: "<%= x %>"',
    ],
)
def test_no_template(lines: str) -> None:
    assert template_reason("web.yaml", f"{HEAD}metadata:\n{lines}\n") == ""


def test_an_object_with_an_action_in_its_own_name_is_a_template() -> None:
    named = 'metadata:\n  labels:\n    app: web\n  name: "{{ .name }}-web"\n'
    assert "render it" in template_reason("web.yaml", HEAD + named)
    assert template_reason("web.yaml", HEAD + "metadata:\n  name: web\nspec:\n  name: '{{ x }}'\n") == ""
    long = "metadata:\n" + "          a: b\n" * 2000 + "x: '{{ y }}'\n"
    assert template_reason("web.yaml", HEAD + long) == ""


def test_after_a_block_scalar_yaml_is_read_again() -> None:
    assert template_reason("web.yaml", "a: |\n  {{ x }}\nb: {{ x }}\n")


def chart(tmp_path: Path) -> Path:
    folder = tmp_path / "redis" / "templates" / "sets"
    folder.mkdir(parents=True)
    (tmp_path / "redis" / "Chart.yaml").write_text("name: redis\n")
    return folder / "web.yaml"


def test_in_a_chart_any_action_makes_a_template_and_the_chart_is_named(tmp_path: Path) -> None:
    reason = template_reason(str(chart(tmp_path)), "a: |\n  {{ x }}\n")
    assert f"`helm template {tmp_path / 'redis'} | stslint check -`" in reason


def test_a_plain_manifest_of_a_chart_is_read(tmp_path: Path) -> None:
    assert template_reason(str(chart(tmp_path)), HEAD) == ""
