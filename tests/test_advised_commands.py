"""Commands that stslint advises: complete, and in the namespace of their object."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.runners import Run

ROOT = Path(__file__).parent.parent
VERBS = (
    "annotate|apply edit-last-applied|delete|describe|edit|exec|label|patch|rollout restart|scale|uncordon"
)
COMMAND = re.compile(rf"kubectl (?:{VERBS})\b[^`\n]*")
CLUSTER_WIDE = re.compile(r"kubectl (delete node|uncordon|patch pv)\b")
"""Commands on objects that have no namespace."""

OLD = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: pg
  namespace: prod
spec:
  serviceName: pg
  replicas: 3
  selector:
    matchLabels: {app: pg}
  template:
    metadata:
      labels: {app: pg}
    spec:
      containers:
      - name: postgres
        image: postgres:16.3
        envFrom:
        - configMapRef: {name: pg}
        volumeMounts:
        - {name: data, mountPath: /data}
  volumeClaimTemplates:
  - metadata: {name: data}
    spec:
      accessModes: [ReadWriteOnce]
      resources: {requests: {storage: 10Gi}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: pg, namespace: prod}
data: {KEY: one}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: pg, namespace: prod}
spec:
  maxReplicas: 5
  scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: pg}
"""

CHANGES = {
    "image": ("16.3", "16.4"),
    "larger claims": ("10Gi", "20Gi"),
    "smaller claims": ("10Gi", "5Gi"),
    "another claim": ("{name: data}\n", "{name: wal}\n"),
    "a label of claims": ("metadata: {name: data}\n", "metadata: {name: data, labels: {a: b}}\n"),
    "another Service": ("serviceName: pg", "serviceName: other"),
    "another policy": ("  replicas: 3", "  podManagementPolicy: Parallel\n  replicas: 3"),
    "configuration": ("KEY: one", "KEY: two"),
    "no replicas": ("  replicas: 3\n", ""),
}


def commands_of(text: str) -> list[str]:
    """Returns the commands in a text that change or show one object of a namespace."""
    return [each.strip() for each in COMMAND.findall(text) if not CLUSTER_WIDE.match(each)]


def texts_in(path: Path) -> Iterator[str]:
    """Yields the texts of a module, without its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_code_writes_no_command_without_the_function_that_adds_the_namespace() -> None:
    modules = [*ROOT.glob("rules/*.py"), *ROOT.glob("stslint/**/*.py")]
    written = {path.name: commands_of("\n".join(texts_in(path))) for path in modules}
    assert {name: found for name, found in written.items() if found} == {
        "identity.py": ["kubectl delete pvc"],  # it adds the namespace after the kind
    }


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_every_command_names_the_namespace(change: str, stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(OLD.replace(*CHANGES[change]), encoding="utf-8")
    shown = "".join(
        stslint(*words, "new.yaml").stdout
        for words in (
            ("plan", "--from", "old.yaml"),
            ("plan", "--from", "old.yaml", "--bad-revision"),
            ("check", "--against", "old.yaml", "--select", "STS"),
        )
    )
    bare = [each for each in commands_of(shown) if "pg" in each and " -n prod" not in each]
    assert bare == []


WHAT_IFS = ("--replicas 1", "--delete", "--delete --orphan", "--lose-node pg-1", "--not-ready pg-1")


@pytest.mark.slow
@pytest.mark.parametrize("words", WHAT_IFS)
def test_commands_after_a_what_if_name_the_namespace(words: str, stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text(OLD, encoding="utf-8")
    found = commands_of(stslint("plan", "old.yaml", *words.split()).stdout)
    assert all(" -n prod" in each for each in found)
    assert found or words == "--delete --orphan"


@pytest.mark.slow
def test_the_way_to_larger_claims_can_be_pasted(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(OLD.replace("10Gi", "20Gi"), encoding="utf-8")
    shown = stslint("plan", "--from", "old.yaml", "new.yaml").stdout
    grow, recreate = re.findall(r"`([^`]*kubectl [^`]+)`", shown)[:2]
    assert recreate == "kubectl delete statefulset pg --cascade=orphan -n prod"
    script = f'kubectl() {{ echo "$*"; }}\n{grow}\n'
    ran = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
    patch = '{"spec":{"resources":{"requests":{"storage":"20Gi"}}}}'
    assert ran.stdout.splitlines() == [f"patch pvc data-pg-{i} -p {patch} -n prod" for i in range(3)]
