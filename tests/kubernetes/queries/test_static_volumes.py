"""Which PersistentVolumes in the files fit a claim template, and where they can be used."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.static_volumes import hosts_of, is_static, misfit
from tests.support.manifests import bundle_of, object_of, stateful_set

HOSTNAME = "kubernetes.io/hostname"


def hosts(*terms: str) -> frozenset[str] | None:
    listed = ", ".join(f"{{matchExpressions: [{term}]}}" for term in terms)
    return hosts_of(object_of(f"spec: {{nodeAffinity: {{required: {{nodeSelectorTerms: [{listed}]}}}}}}"))


def requirement(operator: str, *values: str, key: str = HOSTNAME) -> str:
    return f"{{key: {key}, operator: {operator}, values: [{', '.join(values)}]}}"


@pytest.mark.parametrize(
    ("terms", "names"),
    [
        ([requirement("In", "a")], {"a"}),
        ([requirement("In", "a", "b")], {"a", "b"}),
        ([requirement("In", "a"), requirement("In", "b")], {"a", "b"}),
        ([f"{requirement('In', 'x', key='zone')}, {requirement('In', 'a')}"], {"a"}),
        ([requirement("NotIn", "a")], None),
        ([requirement("Exists")], None),
        ([requirement("In", "a", key="zone")], None),
        ([requirement("In", "a"), requirement("In", "x", key="zone")], None),
        ([], None),
    ],
)
def test_hosts_are_known_if_each_term_names_them(terms: list[str], names: set[str] | None) -> None:
    assert hosts(*terms) == names


CLAIM = (
    "{metadata: {name: data}, spec: {storageClassName: local, accessModes: [ReadWriteOnce],"
    " selector: {matchLabels: {tier: db}}, resources: {requests: {storage: 10Gi}}}}"
)
VOLUME = """\
metadata: {name: pv, labels: {tier: db}}
spec:
  storageClassName: local
  accessModes: [ReadWriteOnce, ReadOnlyMany]
  capacity: {storage: 10Gi}
  claimRef: {name: data-db-0, namespace: shop}
  nodeAffinity:
    required: {nodeSelectorTerms: [{matchExpressions: [{key: disk, operator: In, values: [ssd]}]}]}
"""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("", ""), ""),
        (("storageClassName: local", "storageClassName: other"), "its class is `other`"),
        (("storage: 10Gi", "storage: 9Gi"), "it has 9Gi of 10Gi"),
        (("storage: 10Gi", "storage: 11Gi"), ""),
        (("{storage: 10Gi}", "{}"), ""),
        (("[ReadWriteOnce, ReadOnlyMany]", "[ReadOnlyMany]"), "it does not allow ReadWriteOnce"),
        (("  claimRef", "  volumeMode: Block\n  claimRef"), "its volume mode is Block"),
        (("  claimRef", "  volumeMode: Filesystem\n  claimRef"), ""),
        (("name: data-db-0", "name: data-db-1"), "it is reserved for the claim `data-db-1`"),
        (("namespace: shop", "namespace: web"), "it is reserved for the claim `data-db-0`"),
        ((", namespace: shop}", "}"), ""),
        (("claimRef: {name: data-db-0, namespace: shop}", "claimRef: {}"), ""),
        (("tier: db", "tier: web"), "the claim's selector does not match `pv`"),
        (("values: [ssd]", "values: [hdd]"), "its node is not one that the pods' `nodeSelector` allows"),
        (("key: disk", "key: zone"), ""),
    ],
)
def test_a_volume_that_does_not_fit_says_why(change: tuple[str, str], reason: str) -> None:
    spec = f"{{template: {{spec: {{nodeSelector: {{disk: ssd}}}}}}, volumeClaimTemplates: [{CLAIM}]}}"
    stateful = object_of(stateful_set("db", spec, namespace="shop"))
    claim = stateful.at("spec.volumeClaimTemplates[0]")
    assert misfit(object_of(VOLUME.replace(*change)), claim, stateful) == reason


@pytest.mark.parametrize(
    ("class_name", "files", "complete", "static"),
    [
        ("''", "", False, True),
        ("null", "", False, False),
        ("local", "provisioner: kubernetes.io/no-provisioner", False, True),
        ("local", "provisioner: example.com/csi", False, False),
        ("local", "", False, False),
        ("local", "", True, False),
    ],
)
def test_a_claim_is_static_if_nothing_creates_its_volumes(
    class_name: str, files: str, complete: bool, static: bool
) -> None:
    texts = {"set.yaml": stateful_set("db")}
    if files:
        texts["class.yaml"] = f"apiVersion: v1\nkind: StorageClass\nmetadata: {{name: local}}\n{files}\n"
    claim = object_of(f"spec: {{storageClassName: {class_name}}}")
    assert is_static(claim, bundle_of(texts, complete=complete)) is static


def test_a_class_without_a_file_is_static_if_a_volume_of_all_files_has_it() -> None:
    volume = "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: pv}\nspec: {storageClassName: local}\n"
    claim = object_of("spec: {storageClassName: local}")
    assert is_static(claim, bundle_of({"pv.yaml": volume}, complete=True))
    assert not is_static(claim, bundle_of({"pv.yaml": volume}))
