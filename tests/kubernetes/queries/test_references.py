"""What a pod only names, and when its absence is certain."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.kustomizations import filled_in_images, generated_config_maps
from stslint.kubernetes.queries.references import is_absent, may_be_renamed, named_claims, needed_config_maps
from stslint.model import Bundle, Node
from tests.support.manifests import bundle_of, stateful_set

POD = """{template: {spec: {
  volumes: [
    {name: a, configMap: {name: volume}},
    {name: b, projected: {sources: [{secret: {name: no}}, {configMap: {name: projected}}]}},
    {name: c, configMap: {name: spare, optional: true}},
    {name: d, persistentVolumeClaim: {claimName: shared}},
    {name: data, persistentVolumeClaim: {claimName: replaced}}],
  initContainers: [{name: i, envFrom: [{prefix: X_}, {configMapRef: {name: all}}]}],
  containers: [{name: c, env: [{name: A, value: b},
    {name: B, valueFrom: {configMapKeyRef: {name: one, key: b}}}]}]}},
  volumeClaimTemplates: [{metadata: {name: data}}]}"""
KUSTOMIZATION = """resources: [db.yaml]
images: [{name: redis, newTag: "8.2"}, {name: nginx, newName: web}, {name: db, digest: "sha256:0"}]
configMapGenerator: [{name: made}]
"""


def seen(*more: str, complete: bool = True) -> tuple[Node, Bundle]:
    files = {"db.yaml": stateful_set("db", POD)} | {f"{at}.yaml": text for at, text in enumerate(more)}
    bundle = bundle_of(files, complete=complete)
    return bundle.documents[0].root, bundle


def test_a_pod_needs_the_config_maps_that_it_does_not_call_optional() -> None:
    root, _ = seen()
    assert [name.string() for name in needed_config_maps(root)] == ["volume", "projected", "all", "one"]


def test_a_claim_template_takes_the_place_of_a_volume() -> None:
    root, _ = seen()
    assert [name.string() for name in named_claims(root)] == ["shared"]


@pytest.mark.parametrize(("complete", "expected"), [(True, True), (False, False)])
def test_only_a_complete_run_knows_that_something_is_absent(complete: bool, expected: bool) -> None:
    root, bundle = seen(complete=complete)
    (claim,) = named_claims(root)
    assert is_absent("PersistentVolumeClaim", claim, root, bundle) is expected


def test_siblings_are_not_absent() -> None:
    root, bundle = seen("{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: shared}}")
    (claim,) = named_claims(root)
    assert not is_absent("PersistentVolumeClaim", claim, root, bundle)


@pytest.mark.parametrize("name", ["", '"${CLAIM}"', '"<claim>"'])
def test_a_name_that_is_still_to_come_is_not_absent(name: str) -> None:
    pod = f"{{template: {{spec: {{serviceAccountName: {name}}}}}}}"
    bundle = bundle_of({"db.yaml": stateful_set("db", pod)}, complete=True)
    root = bundle.documents[0].root
    assert not is_absent("ServiceAccount", root.at("spec.template.spec.serviceAccountName"), root, bundle)


def test_a_kustomization_says_what_it_makes() -> None:
    _, bundle = seen(KUSTOMIZATION)
    assert filled_in_images(bundle) == {"redis", "db"}
    assert generated_config_maps(bundle) == {"made"}
    assert not may_be_renamed(bundle)


@pytest.mark.parametrize("line", ["namePrefix: shop-", "nameSuffix: -v2"])
def test_a_kustomization_may_rename_everything(line: str) -> None:
    _, bundle = seen(f"{KUSTOMIZATION}{line}\n")
    assert may_be_renamed(bundle)
