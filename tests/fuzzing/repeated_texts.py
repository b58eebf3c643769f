"""Texts in which one mistake, or one harmless line, is repeated thousands of times."""

from __future__ import annotations

SET = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: web}\nspec:\n  serviceName: web\n"
POD = """\
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: registry.example.com/web:1.2.3
"""
HOSTILE = {
    "duplicate keys": (SET, "  x: [1]\n"),
    "repeated entries": (SET, "  template: {}\n"),
    "unknown keys": (SET, "  k%d: 1\n"),
    "anchors": (SET, "  k%d: &a%d 1\n"),
    "ignores": (SET, "# stslint: ignore=STS101\n"),
    "here-documents": ("#!/bin/sh\nkubectl apply -f - <<X\n" + SET, "cat <<EOF\n"),
    "open brackets": (SET + "  x: ", "["),
    "broken lines": (SET, "- a: b\n  c\n"),
    "documents": (SET, "---\nkind: StatefulSet\n"),
    "equal ports": (SET + POD + "        ports:\n", "        - {containerPort: 80}\n"),
    "named ports": (SET + POD + "        ports:\n", "        - {containerPort: 80, name: a%d}\n"),
    "containers": (SET + POD, "      - {name: a%d, image: b}\n"),
    "network policies": (
        SET + POD,
        "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a%d}\n"
        "spec: {podSelector: {}, ingress: []}\n",
    ),
    "ignores for a file": (SET, "# stslint: ignore-file=STS101\n"),
    "ignores of no rule": (SET, "# stslint: ignore=x\n"),
    "unknown rules in one ignore": (SET + "# stslint: ignore=STS101", ",STT%d"),
    "ignores of unknown rules": (SET, "  # stslint: ignore=STT%d\n"),
    "rules in one ignore": (SET + "# stslint: ignore=STS101", ",STS101"),
    "unknown fields of containers": (SET + POD, "      - {x: 1}\n"),
    "claim templates": (SET + POD + "  volumeClaimTemplates:\n", "  - {x: 1}\n"),
    "ignored objects": (
        "",
        "---\napiVersion: apps/v1\nkind: statefulset\n"
        "metadata: {annotations: {stslint.dev/ignore: STS002}}\n",
    ),
    "aliases": ("a: &a {name: x, imag: y}\n" + SET + POD, "      - *a\n"),
    "resource claims": (SET + POD + "        resources:\n          claims:\n", "          - {name: a%d}\n"),
    "volumes": (SET + "  template:\n    spec:\n      volumes:\n", "      - {name: a%d}\n"),
}


PLANNED = {
    **{name: HOSTILE[name] for name in ("unknown keys", "unknown fields of containers", "claim templates")},
    "sets of a misspelled kind": (
        "",
        "---\napiVersion: apps/v1\nkind: StatefulSett\nmetadata: {name: a%d}\n",
    ),
    "items of a misspelled kind": (
        "apiVersion: v1\nkind: List\nitems:\n",
        "- {apiVersion: apps/v1, kind: statefulset, metadata: {name: a%d}}\n",
    ),
    "topology spread constraints": (
        SET + POD + "      topologySpreadConstraints:\n",
        "      - {maxSkew: 0, topologyKey: a%d, whenUnsatisfiable: x}\n",
    ),
}


BROKEN = {
    **{
        f"{name} in a container": (SET + POD, f"        {line}\n")
        for name, line in {
            "open brackets": "a: [",
            "lines without a colon": "key",
            "unclosed quotes": 'a: "x',
            "quotes in a value": "k%d: it's 'x' y",
            "tabs": "\tk%d: 1",
            "missing spaces": "k%d:1",
            "unknown aliases": "k%d: *a%d",
            "templates": "k%d: {{ .x }",
        }.items()
    },
    **{
        f"documents with {name}": ("", f"---\n{text}\n")
        for name, text in {
            "an open bracket": "a: [",
            "a tab": "\ta: b",
            "an unclosed quote": '"',
            "a scalar": "a",
            "a duplicate key": "a: 1\na: 2",
            "an open bracket of their own": "a%d: [",
            "a tab of their own": "\ta%d: b",
            "an unclosed quote of their own": '"%d',
            "a missing space": "kind:StatefulSet\na: %d",
            "a wide colon": "kind： StatefulSet\na: %d",
            "a misspelled kind": "apiVersion: apps/v1\nkind: statefulset\nspec: {replica: 1}",
            "a list before a key": "- a\nb%d",
        }.items()
    },
    "JSON documents with a misspelled kind": ("", '{"apiVersion": "apps/v1", "kind": "statefulset"}\n'),
    "here-documents with a misspelled kind": (
        "#!/bin/sh\n",
        "kubectl apply -f - <<X\napiVersion: apps/v1\nkind: statefulset\nX\n",
    ),
    "here-documents with a tab of their own": (
        "#!/bin/sh\n",
        "kubectl apply -f - <<X\nkind: StatefulSet\n\ta%d: b\nX\n",
    ),
    "documents with two mistakes of their own": ("", "---\nkind:StatefulSet\nmetadata:\n\tname: a%d\n"),
    "lines of their own without a colon": (SET + POD, "        key%d\n"),
    "JSON documents with a missing comma": ("", '{"kind": "StatefulSet" "a": %d}\n'),
    "lists in a flow": (SET + POD + "        args: [", "[a%d, {b: "),
    "empty containers": (SET + POD, "      - {}\n"),
    "misspelled fields of containers": (SET + POD, "      - {nam: a%d, imag: b}\n"),
    "misspelled environment": (SET + POD + "        env:\n", "        - {x: 1}\n"),
    "named claim templates": (SET + POD + "  volumeClaimTemplates:\n", "  - metadata: {name: a%d}\n"),
    "empty claim templates": (SET + POD + "  volumeClaimTemplates:\n", "  - {}\n"),
    "claim templates that are null": (SET + POD + "  volumeClaimTemplates:\n", "  -\n"),
    "ports that are no numbers": (SET + POD + "        ports:\n", "        - {containerPort: a}\n"),
}
"""Texts with a mistake in each line."""


PAGES = {
    "blocks with a misspelled kind": (
        "# Databases\n",
        "```yaml\napiVersion: apps/v1\nkind: statefulset\n```\n",
    ),
    "blocks with a tab of their own": (
        "# Databases\n",
        "```yaml\napiVersion: apps/v1\nkind: StatefulSet\n\ta%d: b\n```\n",
    ),
    "blocks with an open bracket of their own": (
        "# Databases\n",
        "```yaml\nkind: StatefulSet\na%d: [\n```\n",
    ),
    "blocks with an ignore for the page": (
        "# Databases\n",
        "```yaml\napiVersion: apps/v1\nkind: StatefulSet # stslint: ignore-file=STS101\n```\n",
    ),
}
"""Texts of Markdown."""


def repeated(head: str, lines: str, times: int) -> bytes:
    """Returns the head and so many repetitions of some lines, in which %d is their number."""
    return (head + "".join(lines.replace("%d", str(each)) for each in range(times))).encode()
