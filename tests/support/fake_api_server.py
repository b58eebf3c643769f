"""An API server on the loopback interface that knows enough for ``kubectl get`` and ``kubectl diff``.

It serves the objects that it is given, over HTTP and without authentication: discovery, lists, single
objects, and dry runs of POST and PATCH. It stores nothing.
"""

from __future__ import annotations

import copy
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

Json = dict[str, Any]


class Resource(NamedTuple):
    """A kind as the API server serves it."""

    version: str
    plural: str
    kind: str
    namespaced: bool = True
    short: str = ""


RESOURCES = (
    Resource("v1", "pods", "Pod", short="po"),
    Resource("v1", "services", "Service", short="svc"),
    Resource("v1", "events", "Event", short="ev"),
    Resource("v1", "resourcequotas", "ResourceQuota", short="quota"),
    Resource("v1", "persistentvolumeclaims", "PersistentVolumeClaim", short="pvc"),
    Resource("v1", "persistentvolumes", "PersistentVolume", namespaced=False, short="pv"),
    Resource("v1", "nodes", "Node", namespaced=False, short="no"),
    Resource("apps/v1", "statefulsets", "StatefulSet", short="sts"),
    Resource("apps/v1", "controllerrevisions", "ControllerRevision"),
    Resource("policy/v1", "poddisruptionbudgets", "PodDisruptionBudget", short="pdb"),
    Resource("autoscaling/v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", short="hpa"),
    Resource("storage.k8s.io/v1", "storageclasses", "StorageClass", namespaced=False, short="sc"),
)
VERBS = ["get", "list", "create", "patch"]


@contextmanager
def serving(objects: Sequence[Json], forbidden: Sequence[str] = ()) -> Iterator[str]:
    """Serves objects and yields the address; the plurals in ``forbidden`` may not be listed."""

    class Handler(_Handler):
        stored = tuple(objects)
        closed = frozenset(forbidden)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def write_kubeconfig(path: Path, address: str) -> None:
    """Writes a kubeconfig whose current context is the server at an address."""
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "fake",
        "clusters": [{"name": "fake", "cluster": {"server": address}}],
        "users": [{"name": "nobody", "user": {}}],
        "contexts": [{"name": "fake", "context": {"cluster": "fake", "user": "nobody"}}],
    }
    path.write_text(json.dumps(config), encoding="utf-8")


class _Handler(BaseHTTPRequestHandler):
    stored: tuple[Json, ...] = ()
    closed: frozenset[str] = frozenset()

    def do_GET(self) -> None:
        parts = urlsplit(self.path).path.strip("/").split("/")
        found = _discovery(parts)
        if found is None:
            found = self._objects(parts)
        self._answer(found or _status(404, "NotFound", self.path))

    def do_POST(self) -> None:
        self._dry_run(self._body())

    def do_PATCH(self) -> None:
        found = self._objects(urlsplit(self.path).path.strip("/").split("/"))
        if found is None or found.get("kind") == "Status":
            self._answer(found or _status(404, "NotFound", self.path))
            return
        merged = _merged(found, self._body())
        if not merged["metadata"].get("annotations"):
            merged["metadata"].pop("annotations", None)
        if merged.get("spec") != found.get("spec"):
            merged["metadata"]["generation"] = merged["metadata"].get("generation", 0) + 1
        self._dry_run(merged)

    def _dry_run(self, answer: Json) -> None:
        dry = parse_qs(urlsplit(self.path).query).get("dryRun") == ["All"]
        self._answer(answer if dry else _status(405, "MethodNotAllowed", "only dry runs are served"))

    def _body(self) -> Json:
        body: Json = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        return body

    def _objects(self, parts: list[str]) -> Json | None:
        """Returns a list or an object: after the version comes ``[namespaces/N/]PLURAL[/NAME]``."""
        size = 2 if parts[0] == "api" else 3
        version, rest = "/".join(parts[1:size]), parts[size:]
        namespace = rest[1] if len(rest) > 2 and rest[0] == "namespaces" else None
        rest = rest[2:] if namespace else rest
        resource = next(
            (each for each in RESOURCES if [each.version, each.plural] == [version, *rest[:1]]), None
        )
        if resource is None:
            return None
        if resource.plural in self.closed:
            return _status(403, "Forbidden", f"{resource.plural} is forbidden")
        items = [
            each
            for each in self.stored
            if each["kind"] == resource.kind and namespace in (None, each["metadata"].get("namespace"))
        ]
        if len(rest) == 1:
            head = {
                "apiVersion": version,
                "kind": f"{resource.kind}List",
                "metadata": {"resourceVersion": "1"},
            }
            return {**head, "items": items}
        return next((each for each in items if each["metadata"]["name"] == rest[1]), None)

    def _answer(self, answer: Json) -> None:
        data = json.dumps(answer).encode()
        self.send_response(answer["code"] if answer.get("kind") == "Status" else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Writes no log."""


def _discovery(parts: list[str]) -> Json | None:
    """Returns what the server offers, in the form that every kubectl reads; None for any other path."""
    if parts == ["version"]:
        return {"major": "1", "minor": "37", "gitVersion": "v1.37.2"}
    if parts == ["api"]:
        return {"kind": "APIVersions", "versions": ["v1"]}
    groups = dict.fromkeys(each.version for each in RESOURCES if "/" in each.version)
    if parts == ["apis"]:
        return {"kind": "APIGroupList", "apiVersion": "v1", "groups": [_group(version) for version in groups]}
    version = "/".join(parts[1:])
    if version not in groups and version != "v1":
        return None
    resources = [_resource(each) for each in RESOURCES if each.version == version]
    return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": version, "resources": resources}


def _group(version: str) -> Json:
    name, number = version.split("/")
    known = {"groupVersion": version, "version": number}
    return {"name": name, "versions": [known], "preferredVersion": known}


def _resource(each: Resource) -> Json:
    known = {"name": each.plural, "singularName": each.kind.lower(), "kind": each.kind, "verbs": VERBS}
    return {**known, "namespaced": each.namespaced, "shortNames": [each.short] if each.short else []}


def _status(code: int, reason: str, message: str) -> Json:
    head = {"kind": "Status", "apiVersion": "v1", "status": "Failure"}
    return {**head, "code": code, "reason": reason, "message": message}


def _merged(old: Any, new: Any) -> Any:
    """Returns an object with a strategic merge patch applied: lists of named things are merged by name."""
    if isinstance(old, dict) and isinstance(new, dict):
        kept = {key: value for key, value in old.items() if key not in new}
        changed = {
            key: _merged(old.get(key), value)
            for key, value in new.items()
            if value is not None and not key.startswith("$")
        }
        return {**kept, **changed}
    if isinstance(old, list) and isinstance(new, list) and all(_is_named(each) for each in (*old, *new)):
        named = {each["name"]: each for each in old}
        return list(
            {**named, **{each["name"]: _merged(named.get(each["name"], {}), each) for each in new}}.values()
        )
    return copy.deepcopy(new)


def _is_named(item: Any) -> bool:
    return isinstance(item, dict) and "name" in item
