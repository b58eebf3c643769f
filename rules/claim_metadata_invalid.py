"""A claim template has an invalid label or annotation, so its claims cannot be created.

The API server accepts the StatefulSet without validating the metadata of its claim templates. When the
controller creates the claim of the first pod, the API server refuses it, and the StatefulSet stays at zero
pods with `FailedCreate` events.

> Valid label value: must be 63 characters or less (can be empty), unless empty, must begin and end with an
> alphanumeric character ([a-z0-9A-Z]), could contain dashes (-), underscores (_), dots (.), and
> alphanumerics between.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
      labels:
        team: billing & payments  # error: `team: billing & payments` is invalid
        a/b/c: "1"  # error: a/b/c
      annotations:
        -bad: "anything"  # error: annotation
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
  - metadata:
      name: data
      labels:
        team: billing-payments
        app.kubernetes.io/name: db
      annotations:
        example.com/Note: anything & everything
```
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.objects import claim_templates
from stslint.kubernetes.values.names import label_value, qualified_name
from stslint.rule_api import Answer, Bundle, Node, Problem

ID = "STS204"
SEVERITY = "error"
SOURCE = "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set"
FRAGMENTS = True
FIELDS = ("volumeClaimTemplates",)

HELP = "fix it before the StatefulSet is created: claim templates are immutable"


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for claim in claim_templates(stateful_set):
        metadata = claim.get("metadata")
        for key, node in metadata.get("labels").entries().items():
            yield from _label(key, node)
        for key, node in metadata.get("annotations").entries().items():
            fault = qualified_name(key.lower())
            if fault:
                yield _refused(node, f"the annotation `{key}` is invalid ({fault})", "key")


def _label(key: str, node: Node) -> Iterator[Problem]:
    fault = qualified_name(key)
    if fault:
        yield _refused(node, f"the label `{key}` is invalid ({fault})", "key")
    elif value_fault := label_value(node.string()):
        yield _refused(node, f"the label `{key}: {node.string()}` is invalid ({value_fault})", "value")


def _refused(node: Node, fault: str, part: str) -> Problem:
    on_key = part == "key"
    return Problem(
        node, f"{fault}: the API server refuses the claim", help=HELP, on="key" if on_key else "value"
    )
