"""Generates realistic manifests of single objects, for every kind in the benchmark trees."""

from __future__ import annotations

import random
from collections.abc import Callable

Writer = Callable[[random.Random, str], str]

WORDS = ("orders", "cart", "search", "mail", "audit", "ledger", "stock", "session", "price", "report")
_IMAGES = ("postgres:16.4", "redis:7.4.1", "nginx:1.27.2", "registry.example.com/app:2.14.0")


def meta(name: str, chance: random.Random) -> str:
    """Returns the metadata of an object; all objects of an application share its labels."""
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
        f"        - name: SETTING_{number}\n"
        f'          value: "{chance.choice(WORDS)}-{chance.randrange(999)}"\n'
        for number in range(chance.randrange(2, 12))
    )


def pod(name: str, chance: random.Random, volume: str) -> str:
    """Returns a realistic pod template with one container."""
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
    """Returns a StatefulSet whose only finding, with its Service and PodDisruptionBudget, can be STS405."""
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
        f"    {chance.choice(WORDS)}_{number} = {chance.random():.6f}\n"
        for number in range(chance.randrange(5, 80))
    )
    return f"apiVersion: v1\nkind: ConfigMap\n{meta(name, chance)}data:\n  app.conf: |\n{lines}"


def ingress(chance: random.Random, name: str) -> str:
    """Returns an Ingress with a few paths."""
    paths = "".join(
        f"      - path: /{chance.choice(WORDS)}/{number}\n        pathType: Prefix\n        backend:\n"
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
        f'- apiGroups: ["{group}"]\n  resources: ["{chance.choice(WORDS)}s"]\n'
        '  verbs: ["get", "list", "watch"]\n'
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


def definition(chance: random.Random, name: str) -> str:
    """Returns a CustomResourceDefinition of about 45 KB, the bulk of many large repositories."""
    group = f"{name}.example.com"
    fields = "".join(_property(chance, number) for number in range(chance.randrange(60, 150)))
    return f"""apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: things.{group}
spec:
  group: {group}
  names:
    kind: Thing
    plural: things
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
{fields}"""


def _property(chance: random.Random, number: int) -> str:
    word, other = chance.choice(WORDS), chance.choice(WORDS)
    return f"""              {word}{number}:
                description: The {word} of the {other}, which has to be known before the {other} can be
                  served; left out, it is that of the {chance.choice(WORDS)}.
                type: object
                properties:
                  {other}:
                    type: array
                    items:
                      type: string
                  limit:
                    format: int32
                    type: integer
"""
