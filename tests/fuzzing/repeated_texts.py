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


UPGRADED = {
    "StatefulSets": (
        "",
        "---\n" + SET.replace("name: web", "name: web%d", 1) + POD.replace(": web}", ": web%d}"),
    ),
    "StatefulSets of many pods": (
        "",
        "---\n" + SET.replace("name: web", "name: web%d", 1) + "  replicas: 70\n" + POD,
    ),
    "StatefulSets with fields behind gates": (
        "",
        "---\n"
        + SET.replace("name: web", "name: web%d", 1)
        + "  ordinals: {start: 1}\n  updateStrategy: {rollingUpdate: {maxUnavailable: 2}}\n  replicas: 5\n"
        + POD.replace("    spec:\n", "    spec:\n      hostUsers: false\n"),
    ),
    "APIs that were removed": (
        "",
        "---\napiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: a%d}\n"
        "spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}\n",
    ),
}
"""Manifests for which an upgrade of the control plane changes something, or could."""


def _live_set(name: str, spec: str = "") -> str:
    return (
        "- {apiVersion: apps/v1, kind: StatefulSet, "
        f"metadata: {{name: {name}, uid: u-{name}, generation: 1}}, "
        f"spec: {{{spec}serviceName: web, selector: {{matchLabels: {{app: web}}}}, "
        "template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: x}]}}}, "
        "status: {observedGeneration: 1, currentRevision: r-1, updateRevision: r-1}}\n"
    )


def _live_pod(name: str, owner: str, status: str, revision: str = "r-1") -> str:
    labels = f"{{app: web, controller-revision-hash: {revision}}}"
    reference = f"{{kind: StatefulSet, name: {owner}, uid: u-{owner}, controller: true}}"
    return (
        f"- {{apiVersion: v1, kind: Pod, metadata: {{name: {name}, labels: {labels}, "
        f"ownerReferences: [{reference}]}}, status: {{{status}}}}}\n"
    )


_LIST = "apiVersion: v1\nkind: List\nitems:\n"
_READY = "phase: Running, conditions: [{type: Ready, status: 'True'}]"
_STUCK = "phase: Pending, containerStatuses: [{name: web, state: {waiting: {reason: ImagePullBackOff}}}]"
_WEB = _LIST + _live_set("web", "replicas: 400, podManagementPolicy: Parallel, ")

SNAPSHOTS = {
    "StatefulSets": (_LIST, _live_set("web%d")),
    "StatefulSets of many pods": (_LIST, _live_set("web%d", "replicas: 75, ")),
    "StatefulSets that are stuck": (
        _LIST,
        _live_set("web%d", "replicas: 3, ") + _live_pod("web%d-0", "web%d", _STUCK),
    ),
    "pods": (_WEB, _live_pod("web-%d", "web", "phase: Pending")),
    "pods that are stuck": (_WEB, _live_pod("web-%d", "web", _STUCK)),
    "pods of their own revisions": (_WEB, _live_pod("web-%d", "web", _STUCK, "r-%d")),
    "claims": (
        _WEB,
        "- {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data-web-%d}}\n",
    ),
    "revisions": (
        _WEB,
        "- {apiVersion: apps/v1, kind: ControllerRevision, revision: %d, metadata: {name: web-%d, "
        "ownerReferences: [{kind: StatefulSet, name: web, uid: u-web, controller: true}]}}\n",
    ),
    "events": (
        _WEB + _live_pod("web-0", "web", "phase: Pending"),
        "- {apiVersion: v1, kind: Event, metadata: {name: e%d}, involvedObject: {kind: Pod, name: web-0}, "
        "reason: FailedScheduling, type: Warning, message: x%d}\n",
    ),
    "nodes": (
        _WEB + _live_pod("web-0", "web", _READY),
        "- {apiVersion: v1, kind: Node, metadata: {name: n%d}, "
        "spec: {taints: [{key: a, effect: NoSchedule}]}}\n",
    ),
}
"""What ``kubectl get`` could print, and what only an attacker writes."""

MISSING = {
    "missing pods": (
        _LIST + _live_set("web", "replicas: 25000, "),
        _live_pod("web-%d", "web", "phase: Pending"),
    ),
}
"""A snapshot that lacks as many pods as can be planned."""

POLICY = """\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: policy}
spec:
  matchConstraints:
    resourceRules:
    - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [statefulsets]}
"""
POLICIES = {
    "validations": (POLICY + "  validations:\n", "  - expression: object.spec.replicas < %d\n"),
    "variables": (
        POLICY
        + "  validations: [{expression: variables.v9.size() > 0}]\n  variables:\n"
        + "  - {name: v0, expression: \"'x'\"}\n",
        "  - {name: v1%d, expression: variables.v0 + variables.v0}\n",
    ),
    "terms of an expression": (
        POLICY + "  validations:\n  - expression: >-\n      true\n",
        "      && object.spec.replicas < 1%d\n",
    ),
}
"""Policies, which are evaluated on one StatefulSet."""


def repeated(head: str, lines: str, times: int) -> bytes:
    """Returns the head and so many repetitions of some lines, in which %d is their number."""
    return (head + "".join(lines.replace("%d", str(each)) for each in range(times))).encode()
