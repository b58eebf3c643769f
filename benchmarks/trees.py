"""Writes trees of manifests to measure with: the same seed gives the same bytes.

``python benchmarks/trees.py FOLDER --files 1000`` writes a repository of mixed kinds in folders of one
application each, a tenth of the files with a StatefulSet; ``--sets`` writes nothing but StatefulSets and
their Services, ``--stream`` one file of many documents.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator
from pathlib import Path

Writer = Callable[[random.Random, str], str]

FILES_OF_AN_APPLICATION = 10
"""One of them is a StatefulSet, and one its Service."""

_WORDS = ("orders", "cart", "search", "mail", "audit", "ledger", "stock", "session", "price", "report")
_IMAGES = ("postgres:16.4", "redis:7.4.1", "nginx:1.27.2", "registry.example.com/app:2.14.0")


def meta(name: str, chance: random.Random) -> str:
    """Returns the metadata that all objects of an application share."""
    part = chance.choice(("api", "worker", "storage"))
    return f"""metadata:
  name: {name}
  namespace: {name.partition("-")[0]}
  labels:
    app.kubernetes.io/name: {name}
    app.kubernetes.io/instance: {name}
    app.kubernetes.io/component: {part}
    app.kubernetes.io/managed-by: hand
"""


def _environment(chance: random.Random) -> str:
    return "".join(
        f"        - name: SETTING_{number}\n          value: {chance.choice(_WORDS)}-{chance.random()}\n"
        for number in range(chance.randrange(2, 12))
    )


def pod(name: str, chance: random.Random, volume: str) -> str:
    """Returns a pod template with one container, as people write them."""
    return f"""  template:
    metadata:
      labels:
        app.kubernetes.io/name: {name}
    spec:
      serviceAccountName: {name}
      terminationGracePeriodSeconds: {chance.randrange(30, 120)}
      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        fsGroup: 10001
        fsGroupChangePolicy: OnRootMismatch
      containers:
      - name: main
        image: {chance.choice(_IMAGES)}
        imagePullPolicy: IfNotPresent
        args: ["--config=/etc/app/config.yaml", "--listen=0.0.0.0:8080"]
        env:
{_environment(chance)}        ports:
        - name: http
          containerPort: 8080
        readinessProbe:
          httpGet:
            path: /ready
            port: http
          periodSeconds: 5
        livenessProbe:
          httpGet:
            path: /live
            port: 8080
        resources:
          requests:
            cpu: {chance.randrange(50, 900)}m
            memory: {chance.randrange(64, 2048)}Mi
          limits:
            memory: {chance.randrange(2048, 4096)}Mi
        volumeMounts:
        - name: data
          mountPath: /data
        - name: config
          mountPath: /etc/app
          readOnly: true
      volumes:
{volume}      - name: config
        configMap:
          name: {name}
"""


def _selector(name: str) -> str:
    return f"  selector:\n    matchLabels:\n      app.kubernetes.io/name: {name}\n"


def stateful_set(chance: random.Random, name: str) -> str:
    """Returns a StatefulSet that no rule has a word against, but for the storage class it leaves open."""
    return f"""apiVersion: apps/v1
kind: StatefulSet
{meta(name, chance)}spec:
  serviceName: {name}
  replicas: {chance.randrange(1, 6)}
  updateStrategy:
    type: RollingUpdate
{_selector(name)}{pod(name, chance, "")}  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
      storageClassName: fast
      resources:
        requests:
          storage: {chance.randrange(1, 500)}Gi
"""


def deployment(chance: random.Random, name: str) -> str:
    """Returns a Deployment."""
    return f"""apiVersion: apps/v1
kind: Deployment
{meta(name, chance)}spec:
  replicas: {chance.randrange(1, 6)}
{_selector(name)}{pod(name, chance, "      - name: data" + chr(10) + "        emptyDir: {}" + chr(10))}"""


def service(chance: random.Random, name: str) -> str:
    """Returns a headless Service."""
    return f"""apiVersion: v1
kind: Service
{meta(name, chance)}spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    app.kubernetes.io/name: {name}
  ports:
  - name: http
    port: 8080
    targetPort: 8080
"""


def config_map(chance: random.Random, name: str) -> str:
    """Returns a ConfigMap with a file in it."""
    lines = "".join(
        f"    {chance.choice(_WORDS)}_{number} = {chance.random():.6f}\n"
        for number in range(chance.randrange(5, 80))
    )
    return f"apiVersion: v1\nkind: ConfigMap\n{meta(name, chance)}data:\n  app.conf: |\n{lines}"


def ingress(chance: random.Random, name: str) -> str:
    """Returns an Ingress with a few paths."""
    paths = "".join(
        f"      - path: /{chance.choice(_WORDS)}/{number}\n        pathType: Prefix\n        backend:\n"
        f"          service:\n            name: {name}\n            port:\n              number: 8080\n"
        for number in range(chance.randrange(1, 9))
    )
    return (
        f"apiVersion: networking.k8s.io/v1\nkind: Ingress\n{meta(name, chance)}"
        f"spec:\n  rules:\n  - host: {name}.example.com\n    http:\n      paths:\n{paths}"
    )


def role(chance: random.Random, name: str) -> str:
    """Returns a Role and its binding."""
    rules = "".join(
        f'- apiGroups: ["{group}"]\n  resources: ["{chance.choice(_WORDS)}s"]\n  verbs: ["get", "list"]\n'
        for group in ("", "apps", "batch")
    )
    return (
        f"apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\n{meta(name, chance)}rules:\n{rules}---\n"
        f"apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\n{meta(name, chance)}"
        f"roleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: {name}\n"
        f"subjects:\n- kind: ServiceAccount\n  name: {name}\n"
    )


def account(chance: random.Random, name: str) -> str:
    """Returns a ServiceAccount."""
    return f"apiVersion: v1\nkind: ServiceAccount\n{meta(name, chance)}automountServiceAccountToken: false\n"


def budget(chance: random.Random, name: str) -> str:
    """Returns a PodDisruptionBudget."""
    return (
        f"apiVersion: policy/v1\nkind: PodDisruptionBudget\n{meta(name, chance)}"
        f"spec:\n  maxUnavailable: 1\n{_selector(name)}"
    )


def cron_job(chance: random.Random, name: str) -> str:
    """Returns a CronJob."""
    return f"""apiVersion: batch/v1
kind: CronJob
{meta(name, chance)}spec:
  schedule: "{chance.randrange(60)} 3 * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
          - name: main
            image: {chance.choice(_IMAGES)}
            command: ["/bin/sh", "-c", "exec /bin/backup --target=/backup"]
"""


OTHERS: tuple[Writer, ...] = (
    deployment, deployment, deployment, service, service, config_map, config_map, ingress, role, account,
    budget, cron_job,
)  # fmt: skip


def repository(files: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yields the paths and texts of a repository of mixed kinds."""
    chance = random.Random(seed)
    for number in range(files):
        index, part = divmod(number, FILES_OF_AN_APPLICATION)
        application = f"{_WORDS[index // 10 % len(_WORDS)]}-{index}"
        writer = (stateful_set, service)[part] if part < 2 else chance.choice(OTHERS)
        name = application if part < 2 else f"{application}-{part}"
        path = f"{application.partition('-')[0]}/{application}/{part}-{writer.__name__}.yaml"
        yield path, writer(chance, name)


def sets_with_services(number: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yields files of one StatefulSet and its Service each, a hundred to a folder."""
    chance = random.Random(seed)
    for index in range(number):
        name = f"{_WORDS[index % len(_WORDS)]}-{index}"
        yield f"{index // 100:04}/{name}.yaml", f"{service(chance, name)}---\n{stateful_set(chance, name)}"


def one_set(seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yields one file of one StatefulSet."""
    yield "web.yaml", stateful_set(random.Random(seed), "web-0")


def stream(documents: int, seed: int = 1) -> str:
    """Returns one text of that many documents of mixed kinds."""
    chance = random.Random(seed)
    writers: tuple[Writer, ...] = (stateful_set, deployment, config_map, service)
    return "---\n".join(
        writers[number % len(writers)](chance, f"{_WORDS[number % len(_WORDS)]}-{number // len(writers)}")
        for number in range(documents)
    )


def write(folder: Path, files: Iterator[tuple[str, str]]) -> int:
    """Writes files below a folder and returns their bytes."""
    size = 0
    for path, text in files:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        size += target.write_text(text, encoding="utf-8")
    return size


def main() -> None:
    """Writes what the command line asks for and says how much that is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    shape = parser.add_mutually_exclusive_group(required=True)
    shape.add_argument("--files", type=int, help="files of mixed kinds")
    shape.add_argument("--sets", type=int, help="StatefulSets, each with its Service in one file")
    shape.add_argument("--stream", type=int, help="documents of one file")
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    if words.files:
        files = repository(words.files, words.seed)
    elif words.sets:
        files = sets_with_services(words.sets, words.seed)
    else:
        files = iter([("stream.yaml", stream(words.stream, words.seed))])
    print(f"{write(words.folder, files):,} bytes")


if __name__ == "__main__":
    main()
