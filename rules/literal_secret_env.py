"""A secret is in plain text in the manifest: everyone who can read the manifest can use it.

The value stays in the Git history forever. It appears in `kubectl get -o yaml` and in every revision of the
StatefulSet, and changing it restarts the pods.

> Secrets are similar to ConfigMaps but are specifically intended to hold confidential data.

The rule recognizes a secret by the end of the variable name (`PASSWORD`, `SECRET`, `TOKEN`, `API_KEY` and
similar). It does not report values that are file names, switches, options, references (`$(NAME)`, `${NAME}`),
addresses, names of Secrets or placeholders, and not etcd's `ETCD_INITIAL_CLUSTER_TOKEN`, which only names the
cluster.

## Bad

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: mysql:8.4
        env:
        - name: MYSQL_ROOT_PASSWORD
          value: hunter2  # error: `MYSQL_ROOT_PASSWORD`
        - name: S3_SECRET_ACCESS_KEY
          value: wJalrXUtnFEMI/K7MDENG  # error: `S3_SECRET_ACCESS_KEY`
        - {name: authToken, value: a81f00d}  # error: `authToken`
```

## Good

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: mysql:8.4
        env:
        - name: MYSQL_ROOT_PASSWORD
          valueFrom: {secretKeyRef: {name: db, key: root-password}}
        - name: S3_SECRET_ACCESS_KEY
          valueFrom: {secretKeyRef: {name: s3, key: secret-access-key}}
        - {name: authToken, valueFrom: {secretKeyRef: {name: api, key: token}}}
```

Names of files, references, and texts that are not secrets:

```yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
      - name: db
        image: mysql:8.4
        env:
        - name: MYSQL_ROOT_PASSWORD
          valueFrom:
            secretKeyRef: {name: db, key: root-password}
        - name: MYSQL_PASSWORD_FILE
          value: /run/secrets/password
        - name: REPLICATION_PASSWORD
          value: $(MYSQL_ROOT_PASSWORD)
        - name: MYSQL_ALLOW_EMPTY_PASSWORD
          value: "yes"
        - name: TLS_PRIVATE_KEY
          value: /etc/tls/tls.key
        - name: CACHE_KEY
          value: by-host
        - name: SECRET_NAME
          value: db
        - name: ADMIN_PASSWORD
          value: ""
        - name: API_TOKEN
          value: <token>
        - name: ETCD_INITIAL_CLUSTER_TOKEN
          value: etcd-cluster-1
        - name: ETCD_AUTH_TOKEN
          value: jwt,priv-key=/opt/etcd/token.pem,sign-method=RS256
        - name: WEBHOOK_SECRET
          value: operator-webhook-cert
```
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from stslint.kubernetes.queries.container_env import env_entries
from stslint.kubernetes.queries.objects import all_containers
from stslint.rule_api import Answer, Bundle, Node, Problem, pattern

ID = "STS602"
SEVERITY = "warning"
SOURCE = "https://kubernetes.io/docs/concepts/configuration/secret/"
FRAGMENTS = True
FIELDS = ("env",)

_SECRET_NAME = pattern(
    r"(?:^|_)(?:password|passwd|passphrase|pwd|pass|secret|token|apikey"
    r"|(?:api|access|secret|private|encryption|signing|master|account)_key)\Z"
)
_NAMES_A_CLUSTER = pattern(r"(?:^|_)initial_cluster_token\Z")
_OPTIONS = pattern(r"[\w-]+(?:,[\w-]+=[^,]*)+\Z|(?:[\w-]+=[^,]*,)+[\w-]+=[^,]*\Z")
"""Options after a comma, such as etcd's `jwt,priv-key=/etc/jwt.pem,sign-method=RS256`."""
_NAME_OF_SECRET = pattern(
    r"[a-z0-9]+(?:-[a-z0-9]+)*-(?:auth|cert|certs|certificate|config|creds|credentials|keys?|secrets?|tls|token)\Z"
)
_HUMP = pattern(r"(?<=[a-z0-9])(?=[A-Z])")
_NO_SECRET = pattern(r"\$[({A-Za-z_]|<.*>|\{\{|https?://|\.{0,2}/[\w.-]+(?:/|\Z)|\w+:/|%\w+%\Z")
_SWITCHES = frozenset(
    (
        "yes",
        "no",
        "true",
        "false",
        "on",
        "off",
        "none",
        "null",
        "0",
        "1",
        "enabled",
        "disabled",
        "simple",
        '""',
        "''",
    )
)


def check(stateful_set: Node, bundle: Bundle) -> Iterator[Answer]:
    for container in all_containers(stateful_set):
        for entry in env_entries(container):
            if _is_secret(entry.name, entry.text) and entry.text not in bundle.derived(_secrets):
                yield Problem(
                    entry.value,
                    f"`{entry.name}` contains a secret in plain text: "
                    "whoever can read the manifest can use it",
                    help="store the value in a Secret, and refer to it with `valueFrom.secretKeyRef`",
                )


def _is_secret(name: str, value: str) -> bool:
    words = _words_of_a_secret(name) if value.strip() else ""
    if not words:
        return False
    if _OPTIONS.match(value.strip()) or (words.endswith("secret") and _NAME_OF_SECRET.match(value.strip())):
        return False
    return value.strip().lower() not in _SWITCHES and not _NO_SECRET.match(value.strip())


@lru_cache(maxsize=1024)
def _words_of_a_secret(name: str) -> str:
    """Returns the words of a variable's name, if they promise a secret."""
    words = _HUMP.sub("_", name).replace("-", "_").replace(".", "_").lower()
    return words if _SECRET_NAME.search(words) and not _NAMES_A_CLUSTER.search(words) else ""


def _secrets(bundle: Bundle) -> frozenset[str]:
    """Returns the names of the Secrets among the files: a variable that holds one of them holds no secret."""
    return frozenset(document.name for document in bundle.of_kind("Secret"))
