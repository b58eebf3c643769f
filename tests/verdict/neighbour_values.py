"""Values that fields of one kind are tried with, good and bad ones side by side."""

from __future__ import annotations

import base64
from typing import Any

DELETE = "<delete>"

LONG_LABEL, LONGER_LABEL = "a" * 63, "a" * 64
LONG_NAME, LONGER_NAME = "a" * 253, "a" * 254

NAMES = [
    "web",
    "0web",
    "Web",
    "a.b",
    "a_b",
    "-a",
    "a-",
    "",
    LONG_LABEL,
    LONGER_LABEL,
    LONG_NAME,
    LONGER_NAME,
    "é",
]
LABELS: list[Any] = [
    *({"a": "b"}, {"a b": "c"}, {"a": "b c"}, {"example.com/a": "b"}, {"/a": "b"}, {"a/": "b"}, {"": "x"}),
    *({"a": "x" * 64}, {"x" * 64: "a"}, {"a": ""}, {}, {"A.b/c-d": "e_F"}, {"a/b/c": "d"}, None),
]
SELECTORS: list[Any] = [
    *({}, None, {"matchLabels": {"a": "b"}}, {"matchLabels": {"a b": "c"}}, {"matchLabels": {"a": "b c"}}),
    {"matchExpressions": [{"key": "a", "operator": "In", "values": ["b", "c d"]}]},
    {"matchExpressions": [{"key": "a", "operator": "In"}, {"key": "", "operator": "Exists"}]},
    {"matchExpressions": [{"key": "a", "operator": "Exists", "values": ["b"]}]},
    {
        "matchExpressions": [
            {"key": "a", "operator": "in", "values": ["b"]},
            {"operator": "NotIn", "values": []},
        ]
    },
    {"matchExpressions": [{"key": "a", "values": ["b"]}, {"key": "a/b/c", "operator": "DoesNotExist"}]},
]
PORTS = [0, 1, 80, 65535, 65536, -1, 10250]
NAMED_PORTS = [*PORTS, "http", "80", "HTTP", "a--b", "-a", "", "a-very-long-port", "fifteen-letters", None]
BOOLEANS = [True, False, None]
ADDRESSES = [
    *(
        "10.0.0.1",
        "010.0.0.1",
        "10.0.0",
        "10.0.0.256",
        "x",
        "",
        "None",
        "none",
        "::1",
        "fd00::1",
        "FD00::1",
        "::",
    ),
    *(
        "::ffff:10.0.0.1",
        "127.0.0.1",
        "169.254.1.1",
        "224.0.0.5",
        "0.0.0.0",
        "fe80::1",
        "ff02::1",
        "fd00:0:0::1",
    ),
    *("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:9", "fd00::00001", "fe80::1%eth0", " 10.0.0.1", "192.168.1.1"),
]
BLOCKS = [
    *(
        "10.0.0.0/8",
        "10.0.0.1/8",
        "10.0.0.0/33",
        "10.0.0.0",
        "x",
        "",
        " 10.0.0.0/8 ",
        "010.0.0.0/8",
        "10.0.0.0/08",
    ),
    *(
        "fd00::/8",
        "FD00::/8",
        "fd00::1/8",
        "::/0",
        "0.0.0.0/0",
        "::ffff:10.0.0.0/104",
        "10.0.0.0/-1",
        "10.0.0.0/",
    ),
]
CLASS_NAMES = ["fast", "", "Bad_Name", "x.y", "a b", None, LONGER_NAME]
QUANTITIES = ["1Gi", "0", "-1", "1m", "1500m", "1e3", 5, 0, None, "10G"]
AMOUNTS = [
    0,
    1,
    -1,
    "50%",
    "0%",
    "100%",
    "101%",
    "1000000000000%",
    "x",
    "50",
    "%",
    "-1%",
    "",
    "5.5%",
    None,
    "050%",
]
MODES: list[Any] = [
    *([], None, ["ReadWriteOnce"], ["ReadWriteMany", "ReadOnlyMany"], ["RWO"], ["readwriteonce"], [""]),
    *(["ReadWriteOncePod"], ["ReadWriteOncePod", "ReadWriteOnce"], ["ReadWriteOncePod", "x"], DELETE),
]


def cased(*values: str) -> list[Any]:
    """Returns the values, wrong spellings of them, nothing and null."""
    return [*values, *(value.lower() for value in values), values[0].upper(), "", "x", None]


def encoded(text: str) -> str:
    """Returns a text in base64."""
    return base64.b64encode(text.encode()).decode()
