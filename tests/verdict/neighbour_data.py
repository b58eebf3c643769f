"""For each field of a ConfigMap, a Secret and a ServiceAccount the values that the generator tries."""

from __future__ import annotations

from typing import Any

from tests.verdict.neighbour_values import BOOLEANS, LONGER_NAME, encoded

CONFIG: dict[str, list[Any]] = {
    "data": [
        *(
            {},
            None,
            {"a": "b"},
            {"bad key": "x"},
            {"": "x"},
            {"..a": "x"},
            {".": "x"},
            {"a": None},
            {LONGER_NAME: "x"},
        ),
        *({"a": "x" * 1048576}, {"a": "x" * 1048577}, {"A_b.c-d": "x"}, {"é": "x"}, {"a": "é" * 524289}),
    ],
    "binaryData": [{"a": encoded("b")}, {"bad key": ""}, {"a": None}, {"shared": "YQ=="}],
    "immutable": BOOLEANS,
}

_TYPES = (
    *(
        "Opaque",
        "",
        "x",
        "kubernetes.io/service-account-token",
        "kubernetes.io/dockercfg",
        "kubernetes.io/tls",
    ),
    *("kubernetes.io/dockerconfigjson", "kubernetes.io/basic-auth", "kubernetes.io/ssh-auth"),
)
_LOGINS = [
    "{}",
    "null",
    "[]",
    '{"auths": {}}',
    "x",
    "",
    '{"a": 1e999}',
    '{"a": NaN}',
    '"a"',
    "1",
    '{"a":1}x',
    '{"a": "\t"}',
]
_PEM = "-----BEGIN CERTIFICATE-----\nMAMCAQA=\n-----END CERTIFICATE-----\n"

SECRET: dict[str, list[Any]] = {
    "metadata|annotations": [
        {"kubernetes.io/service-account.name": "a"},
        {"kubernetes.io/service-account.name": ""},
    ],
    "type": list(_TYPES),
    "data": [
        *(
            {},
            None,
            {"bad key": "YQ=="},
            {"a": "YQ=="},
            {"a": None},
            {"tls.crt": "", "tls.key": ""},
            {"tls.crt": ""},
        ),
        *({".dockerconfigjson": encoded(login)} for login in _LOGINS),
        *({".dockercfg": encoded(login)} for login in _LOGINS[:5]),
        *({"username": "YQ=="}, {"password": ""}, {"ssh-privatekey": ""}, {"ssh-privatekey": "YQ=="}),
        *(
            {"tls.crt": encoded(_PEM), "tls.key": encoded(_PEM)},
            {"tls.crt": encoded("x" + _PEM), "tls.key": ""},
        ),
        {"tls.crt": encoded(_PEM.replace("CERTIFICATE", "PRIVATE KEY")), "tls.key": encoded(_PEM)},
    ],
    "stringData": [
        *({"a": "b"}, {"bad key": "x"}, {".dockerconfigjson": "{}"}, {".dockerconfigjson": "x"}, {"a": None}),
        *({"tls.crt": _PEM, "tls.key": "x"}, {"a": "x" * 1048577}, {"ssh-privatekey": ""}),
    ],
    "immutable": BOOLEANS,
}

ACCOUNT: dict[str, list[Any]] = {
    "metadata|annotations": [{"kubernetes.io/enforce-mountable-secrets": "true"}],
    "secrets": [[], [{"name": "A_"}], [{}]],
    "imagePullSecrets": [[{"name": ""}], [{}]],
    "automountServiceAccountToken": BOOLEANS,
}
