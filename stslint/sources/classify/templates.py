"""Recognises templates, which become manifests only after rendering: Helm, Go, Jinja, ERB.

A template has actions where YAML has structure. The same braces inside a block scalar are data (such as
`{{ $labels.pod }}` of Prometheus), and Kubernetes accepts them as they are. Only a file in the `templates/`
folder of a chart is a template wherever its braces are.
"""

from __future__ import annotations

import os

from stslint.runtime.lazy_regex import pattern
from stslint.sources.classify.line_scanner import OpenLine, open_lines

_HELM_WORD = pattern(
    r"\{\{-?\s*(?:\(*\s*)?(?:"
    r"\.(?:Values|Release|Chart|Capabilities|Files|Template)\b"
    r"|(?:include|template|tpl|toYaml|printf|default|required|quote|lookup|fail)\s+[\"'.($]"
    r"|\$\.(?:Values|Release|Chart|Capabilities|Files)\b)"
)
_CONTROL = pattern(
    r"\{\{-|\{\{\s*(?:(?:if|range|with|define|block|template|include)\s|(?:end|else|break|continue)\b|/\*|\$\w*\s*:?=)"
)
_COMMENT = pattern(r"\s#")
_NAMED_LATER = pattern(r"""(?m)^metadata:[ \t]*\n(?:[ \t].*\n)*?[ \t]+name:[ \t]*["'][^"'\n]*\{\{""")
"""An object whose name is an action in quotes: a valid name has no braces, so it is filled in later."""

_HELM_ALL = "run `helm template {chart} | stslint check -`, or add `--render`"


def has_template_mark(text: str) -> bool:
    """Returns whether a text has braces or brackets that a template has; no text without them is one."""
    # A text is searched for one character in a twentieth of the time that two take.
    braces = "{" in text and ("{{" in text or ("%" in text and "{%" in text))
    return braces or ("<" in text and "<%" in text)


def template_reason(name: str, text: str) -> str:
    """Returns why a text is a template and what to run instead, or an empty string for a plain manifest.

    ``name`` is the file's path; a `Chart.yaml` is searched in the folders above it.
    Source: https://helm.sh/docs/topics/charts/#the-chart-file-structure
    """
    if not has_template_mark(text):
        return ""
    if "{{" in text:
        chart = chart_of(name)
        if chart:
            return f"a Helm template: {_HELM_ALL.format(chart=chart)}"
        reason = _go_template_reason(text)
        if reason:
            return reason
    if "{%" in text and any(_is_jinja(line) for line in open_lines(text)):
        return "a Jinja template (`{%`): render it and pipe the result to `stslint check -`"
    if "<%" in text and any(_has_bare(line, "<%") for line in open_lines(text)):
        return "an ERB template (`<%`): render it and pipe the result to `stslint check -`"
    return ""


def chart_of(name: str) -> str:
    """Returns the folder of the chart in whose `templates/` a file is, or an empty string."""
    folder = os.path.dirname(name)
    while folder and folder != os.path.dirname(folder):
        folder, last = os.path.split(folder)
        if last == "templates" and os.path.isfile(os.path.join(folder, "Chart.yaml")):
            return folder or "."
    return ""


def _go_template_reason(text: str) -> str:
    bare = False
    for line in open_lines(text):
        if _HELM_WORD.search(_without_comment(line)):
            return f"a Helm template: {_HELM_ALL.format(chart='CHART')}"
        bare = bare or _is_control(line) or _has_bare(line, "{{")
    if bare or _NAMED_LATER.search(text):
        return "a template (`{{`): render it and pipe the result to `stslint check -`"
    return ""


def _is_control(line: OpenLine) -> bool:
    return not line.key and not line.dashes and _CONTROL.match(line.value) is not None


def _has_bare(line: OpenLine, mark: str) -> bool:
    """Returns whether the value begins with the mark, which YAML reads as a collection or refuses."""
    return line.value.startswith(mark) and bool(line.key or line.dashes or mark != "{{")


def _is_jinja(line: OpenLine) -> bool:
    return line.value.startswith("{%") or (
        line.value[:1] not in ("'", '"') and "{%" in _without_comment(line)
    )


def _without_comment(line: OpenLine) -> str:
    return _COMMENT.split(line.key + line.gap + line.value, maxsplit=1)[0]
