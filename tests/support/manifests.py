"""Short ways to a bundle of manifests."""

from __future__ import annotations

from stslint.kubernetes.schema.versions import NEWEST
from stslint.model import Bundle, Node, Source
from stslint.sources.yaml.recovery import read

STATEFUL_SET = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: web\n"
SERVICE = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n"


def bundle_of(
    files: dict[str, str], *, version: str = NEWEST, complete: bool = False, context: tuple[str, ...] = ()
) -> Bundle:
    """Returns the documents of texts by file name; the files named in ``context`` are only seen."""
    documents = [
        document
        for name, text in files.items()
        for document in read(Source(name, text, context=name in context))
    ]
    return Bundle(tuple(documents), version, complete)


def object_of(text: str) -> Node:
    """Returns the one object of a text."""
    (document,) = read(Source("one.yaml", text))
    return document.root


def stateful_set(name: str, spec: str = "{}", *, namespace: str = "") -> str:
    """Returns a StatefulSet with a spec in flow style."""
    where = f", namespace: {namespace}" if namespace else ""
    return f"apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: {name}{where}}}\nspec: {spec}\n"


def service(name: str, spec: str = "{}", *, namespace: str = "") -> str:
    """Returns a Service with a spec in flow style."""
    where = f", namespace: {namespace}" if namespace else ""
    return f"apiVersion: v1\nkind: Service\nmetadata: {{name: {name}{where}}}\nspec: {spec}\n"


MISTYPED_SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
  servicename: web
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "registry.example.com/web:1.2.3"}]}
"""
"""A StatefulSet whose `serviceName` is mistyped, which a fix corrects."""
