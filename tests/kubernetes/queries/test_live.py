"""The manifest that a live object is stored from."""

from __future__ import annotations

from stslint.kubernetes.queries.live import LAST_APPLIED, as_manifest
from tests.support.manifests import object_of

LIVE = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  uid: a
  resourceVersion: "1"
  creationTimestamp: "2024-01-01T00:00:00Z"
  annotations: {ANNOTATIONS}
spec: {replicas: 1}
status: {replicas: 1}
"""


def annotations_of(written: str) -> object:
    return as_manifest(object_of(LIVE.replace("ANNOTATIONS", written))).at("metadata.annotations").plain()


def test_only_the_annotation_of_kubectl_is_removed() -> None:
    assert annotations_of(f"{LAST_APPLIED}: '{{}}', owner: shop") == {"owner": "shop"}
    assert annotations_of("owner: shop") == {"owner": "shop"}


def test_no_empty_annotations_remain() -> None:
    manifest = as_manifest(object_of(LIVE.replace("ANNOTATIONS", f"{LAST_APPLIED}: '{{}}'")))
    assert list(manifest.get("metadata").entries()) == ["name"]
    assert list(manifest.entries()) == ["apiVersion", "kind", "metadata", "spec"]
