"""The real kubectl, if it is installed, with an API server on the loopback interface.

``scripts/try_kubectl.py`` builds a kubectl of a chosen version and runs these tests with it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.fake_api_server import serving, write_kubeconfig
from tests.support.snapshots import Workload, node, waiting

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed"),
]

Kubectl = Callable[..., "subprocess.CompletedProcess[str]"]
_NEW = {"containers": [{"image": "registry.example.com/app:2"}]}
DB = Workload("db", {"a": {}, "b": _NEW}, namespace="db")
SERVICE = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": DB.metadata("db"),
    "spec": {"clusterIP": "None", "selector": {"app": "db"}, "ports": [{"port": 5432}]},
}
MANIFEST = """apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: db}
spec:
  replicas: 2
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers:
      - {name: db, image: "registry.example.com/app:IMAGE"}
"""


def objects(*, broken: bool = False) -> list[Any]:
    status = waiting("ImagePullBackOff", "not found") if broken else None
    update = "b" if broken else "a"
    pods = [DB.pod(0), DB.pod(1, update, status=status)]
    claims = [*DB.claims(0, 1), DB.volume(0), DB.volume(1)]
    return [DB.stateful_set(2, update=update), *DB.revisions(), *pods, *claims, node("worker-1"), SERVICE]


@pytest.fixture
def kubectl(tmp_path: Path) -> Kubectl:
    """Runs kubectl against the server of the test, with the programs of this Python on PATH."""
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("KUBE")},
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "HOME": str(tmp_path),
        "KUBECONFIG": str(tmp_path / "config"),
        "KUBECTL_EXTERNAL_DIFF": "stslint kubectl-diff",
    }

    def run(address: str, *words: str) -> subprocess.CompletedProcess[str]:
        write_kubeconfig(tmp_path / "config", address)
        return subprocess.run(
            ["kubectl", *words], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120
        )

    return run


def manifest(tmp_path: Path, image: str) -> str:
    path = tmp_path / "db.yaml"
    path.write_text(MANIFEST.replace("IMAGE", image), encoding="utf-8")
    return str(path)


def test_kubectl_reads_what_the_server_serves(kubectl: Kubectl) -> None:
    with serving(objects()) as address:
        done = kubectl(address, "get", "sts,svc,pods,pvc", "-n", "db", "-o", "name")
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) >= {"statefulset.apps/db", "service/db", "pod/db-0", "pod/db-1"}


def test_kubectl_diff_shows_the_plan_of_a_change(kubectl: Kubectl, tmp_path: Path) -> None:
    with serving(objects()) as address:
        done = kubectl(address, "diff", "-f", manifest(tmp_path, "2"))
    assert done.returncode == 1, done.stderr
    assert "-      - image: registry.example.com/app:1" in done.stdout
    assert "image registry.example.com/app:1 -> registry.example.com/app:2" in done.stdout
    assert "db-1  deleted, recreated on the new revision" in done.stdout


def test_kubectl_diff_without_a_change_is_silent(kubectl: Kubectl, tmp_path: Path) -> None:
    with serving(objects()) as address:
        done = kubectl(address, "diff", "-f", manifest(tmp_path, "1"))
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_kubectl_diff_of_a_new_set_shows_its_plan(kubectl: Kubectl, tmp_path: Path) -> None:
    with serving([SERVICE]) as address:
        done = kubectl(address, "diff", "-f", manifest(tmp_path, "1"))
    assert done.returncode == 1, done.stderr
    assert "+kind: StatefulSet" in done.stdout
    assert "db-0  created" in done.stdout


def test_kubectl_diff_that_fails_ends_above_1(kubectl: Kubectl, tmp_path: Path) -> None:
    with serving(objects(), forbidden=["statefulsets"]) as address:
        done = kubectl(address, "diff", "-f", manifest(tmp_path, "2"))
    assert done.returncode > 1
    assert "forbidden" in done.stderr


def test_kubectl_finds_the_plugin(kubectl: Kubectl) -> None:
    done = kubectl("http://127.0.0.1:1", "plugin", "list")
    assert done.returncode == 0, done.stderr
    assert "kubectl-stslint" in done.stdout


def test_the_plugin_diagnoses_what_runs(kubectl: Kubectl) -> None:
    with serving(objects(broken=True)) as address:
        done = kubectl(address, "stslint", "diagnose", "-n", "db")
    assert done.returncode == 1, done.stderr
    assert "db in db: stuck" in done.stdout
    assert "container `app` is in ImagePullBackOff" in done.stdout
    assert "kubectl rollout undo statefulset/db --to-revision=1 -n db" in done.stdout


def test_the_plugin_plans_a_manifest_from_what_runs(kubectl: Kubectl, tmp_path: Path) -> None:
    with serving(objects()) as address:
        done = kubectl(address, "stslint", "plan", manifest(tmp_path, "2"), "-n", "db")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "db-1  deleted, recreated on the new revision" in done.stdout


def test_the_plugin_works_without_access_to_nodes_and_quotas(kubectl: Kubectl) -> None:
    closed = ["nodes", "resourcequotas", "horizontalpodautoscalers", "storageclasses"]
    with serving(objects(), forbidden=closed) as address:
        done = kubectl(address, "stslint", "diagnose", "--all-namespaces")
    assert done.returncode == 0, done.stderr
    assert "db in db: settled" in done.stdout
    assert "kubectl may not list all" in done.stderr
    assert "Traceback" not in done.stderr
