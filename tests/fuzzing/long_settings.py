"""StatefulSets of each known application in which one of its settings is absurdly long."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from tests.fuzzing.long_values import as_yaml, long_text
from tests.support.paths import ROOT

PLACES = (
    *("variable", "argument", "next argument", "script", "probe", "words of the probe", "arguments"),
    *("file", "setting in a file", "setting in each line", "tag", "image", "mount path"),
)
"""What is long, as ``manifest`` names it."""

_HEADS = ("", "", "", "web-0.web:1,", "a-", "-Xmx1", "1", "http://", "--a=", "/", '"', "'")
_TAGS = ("3.9", "16.4", "8.15.0", "2.11.1", "7.2", "latest", "v1.2.3", "26.0")


@cache
def families() -> Mapping[str, Any]:
    """Returns the data of the applications by their name."""
    folder = ROOT / "stslint" / "applications" / "data"
    read = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json")))
    return {data["family"]: data for data in read if "images" in data}


@cache
def _settings(family: str) -> tuple[str, ...]:
    found = {text.lstrip("!").partition("~")[0] for text in _texts(families()[family])}
    return tuple(sorted(text for text in found if text.startswith(("env:", "arg:", "key:"))))


@cache
def _words(family: str) -> tuple[str, ...]:
    """Returns the words that the expressions for commands and files look for."""
    facts = [fact for section in families()[family].values() if isinstance(section, list) for fact in section]
    told = [str(fact.get(key, "")) for fact in facts for key in ("text", "contains", "unless")]
    return tuple(re.findall(r"[\w/.-]{2,}", " ".join(re.sub(r"\\.", " ", text) for text in told))) or ("a",)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def manifest(family: str, place: str, piece: str, size: int, chance: random.Random) -> bytes:
    """Returns a StatefulSet with its Service and its ConfigMap, in which one place repeats a piece."""
    known = _settings(family)
    text = chance.choice(_HEADS) + long_text(piece, size)
    variables = {each[4:]: "a" for each in known if each.startswith("env:")}
    arguments = [
        each[4:] + ("a" if each.endswith("=") else "=a") for each in known if each.startswith("arg:")
    ]
    lines = [each[4:] for each in known if each.startswith("key:")]
    image, tag = chance.choice(chance.choice(families()[family]["images"])["names"]), chance.choice(_TAGS)
    container: dict[str, Any] = {"name": "db", "volumeMounts": [{"name": "conf", "mountPath": "/etc/conf"}]}
    probe, mount_path = ["sh", "-c", "true"], "/data"
    if place == "variable":
        variables[chance.choice(list(variables) or ["A"])] = text
    elif place == "argument":
        arguments.append(f"{chance.choice(arguments or ['--a=a'])[:-1]}{text}")
    elif place == "next argument":
        arguments += [chance.choice(arguments or ["--a=a"]).partition("=")[0], text]
    elif place == "arguments":
        arguments = _numbered(chance.choice(arguments or ["--a=a"]), size)
    elif place == "script":
        container["command"] = ["sh", "-c", f"{' '.join(arguments)}\n{text}"]
    elif place == "probe":
        probe[2] = text
    elif place == "words of the probe":
        word = chance.choice(_words(family))
        probe[2] = long_text(word + chance.choice(" -/.;\n"), size) + chance.choice(["", word])
    elif place == "file":
        lines.append(text)
    elif place == "setting in a file":
        lines = [f"{chance.choice(lines or ['a'])}: {text}"]
    elif place == "setting in each line":
        lines = _numbered(f"{chance.choice(lines or ['a'])}: a", size, chance.random() < 0.5)
    elif place == "tag":
        tag = text
    elif place == "image":
        image = f"{text}/{image}"
    elif place == "mount path":
        mount_path = text
    container |= {"image": f"{image}:{tag}", "args": arguments, "ports": [{"containerPort": 5432}]}
    container["env"] = [{"name": name, "value": value} for name, value in variables.items()]
    container |= {name: {"exec": {"command": probe}} for name in ("livenessProbe", "readinessProbe")}
    container["volumeMounts"].append({"name": "data", "mountPath": mount_path})
    return as_yaml(
        _objects(container, "\n".join(f"{line}: a" if ":" not in line else line for line in lines))
    )


def _numbered(line: str, size: int, same: bool = False) -> list[str]:
    """Returns as many lines as fit into a number of bytes, all the same or each with its number."""
    count = size // (len(line) + 8)
    return [line if same else f"{line}{number}" for number in range(count)]


def _objects(container: Mapping[str, Any], file: str) -> list[Any]:
    labels = {"app": "web"}
    volumes = [{"name": "conf", "configMap": {"name": "conf"}}]
    template = {"metadata": {"labels": labels}, "spec": {"containers": [container], "volumes": volumes}}
    claim = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
    spec = {"replicas": 3, "serviceName": "web", "selector": {"matchLabels": labels}, "template": template}
    spec["volumeClaimTemplates"] = [{"metadata": {"name": "data"}, "spec": claim}]
    ports = {"clusterIP": "None", "selector": labels, "ports": [{"port": 5432}]}
    return [
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": ports},
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "conf"},
            "data": {"a.conf": file or "a"},
        },
        {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "web"}, "spec": spec},
    ]
