"""The tools to compare with (peers): where they are, how they are built, and what they need to run offline.

Each peer is built once from its Go module, or found on the ``PATH``. A peer that is not available is reported
with the reason and skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

KUBERNETES = "1.37"

MODULES = {
    "kubeconform": "github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0",
    "kube-linter": "golang.stackrox.io/kube-linter/cmd/kube-linter@v0.8.3",
    "kube-score": "github.com/zegl/kube-score/cmd/kube-score@v1.20.0",
    "flux-schema": "github.com/fluxcd/flux-schema/cmd/flux-schema@v0.11.0",
}

Command = Callable[[Path], list[str]]


class Peer(NamedTuple):
    """A tool and the command that checks a folder, or the reason why the tool is not available."""

    name: str
    command: Command | None
    reason: str = ""


def peers(workshop: Path) -> list[Peer]:
    """Returns all peers. Programs and schemas that are built for them are stored in ``workshop``."""
    return [_peer(name, workshop) for name in MODULES]


def _peer(name: str, workshop: Path) -> Peer:
    try:
        program = _program(name, workshop)
        return Peer(name, _command(name, program, workshop))
    except (OSError, ImportError, subprocess.CalledProcessError) as error:
        output = getattr(error, "stderr", None) or str(error)
        return Peer(name, None, output.strip().splitlines()[-1])


def _program(name: str, workshop: Path) -> str:
    """Returns the path of the program of a peer, and builds it first if necessary."""
    built = workshop / "bin" / name
    if built.exists():
        return str(built)
    found = shutil.which(name)
    if found:
        return found
    environment = {**os.environ, "GOBIN": str(built.parent), "GOFLAGS": "-mod=mod"}
    subprocess.run(
        ["go", "install", MODULES[name]], env=environment, check=True, capture_output=True, text=True
    )
    return str(built)


def _command(name: str, program: str, workshop: Path) -> Command:
    if name == "kubeconform":
        location = f"{schemas(workshop)}/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json"
        words = [program, "-strict", "-ignore-missing-schemas", "-schema-location", location]
        return lambda path: [*words, str(path)]
    if name == "kube-linter":
        return lambda path: [program, "lint", str(path)]
    if name == "kube-score":
        return lambda path: [program, "score", *_manifests(path)]
    location = f"{schemas(workshop)}/{{{{.Kind}}}}{{{{.KindSuffix}}}}.json"
    return lambda path: [
        program,
        "validate",
        "--skip-missing-schemas",
        "--schema-location",
        location,
        str(path),
    ]


def _manifests(path: Path) -> list[str]:
    return [str(each) for each in sorted(path.rglob("*.yaml"))] if path.is_dir() else [str(path)]


def schemas(workshop: Path) -> Path:
    """Returns a folder of strict schemas for the peers: one file for each kind, with all references resolved.

    The schemas are derived from the PyPI package kubernetes-validate. Raises ImportError if it is missing.
    """
    folder = workshop / f"schemas-{KUBERNETES}"
    if not folder.is_dir():
        package = find_spec("kubernetes_validate")
        if package is None or package.origin is None:
            raise ImportError("its schemas come from the package kubernetes-validate, which is not installed")
        source = Path(package.origin).parent / "kubernetes-json-schema" / f"v{KUBERNETES}.0-local-strict"
        partial = folder.with_suffix(".partial")
        partial.mkdir(parents=True, exist_ok=True)
        definitions = json.loads((source / "_definitions.json").read_text())["$defs"]
        for path in source.glob("*-*.json"):
            schema = json.loads(path.read_text())
            if "x-kubernetes-group-version-kind" in schema:
                (partial / path.name).write_text(json.dumps(_written_out(schema, definitions, ())))
        partial.rename(folder)
    return folder


def _written_out(schema: Any, definitions: dict[str, Any], above: tuple[str, ...]) -> Any:
    """Returns a schema with all references resolved; a recursive reference is replaced by an empty schema."""
    if isinstance(schema, list):
        return [_written_out(each, definitions, above) for each in schema]
    if not isinstance(schema, dict):
        return schema
    target = schema.get("$ref")
    if isinstance(target, str):
        name = target.rpartition("/")[2]
        if name in above:
            return {}
        return _written_out(definitions[name], definitions, (*above, name))
    return {
        key: _written_out(each, definitions, above)
        for key, each in schema.items()
        if key not in ("$id", "$schema", "description") or isinstance(each, dict)
    }
