"""What the roles in the files allow to the pods of a StatefulSet."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.rbac import allows
from tests.support.manifests import bundle_of, stateful_set

ROLE = """\
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: shop}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
"""
BINDING = """\
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader, namespace: shop}
subjects: [{kind: ServiceAccount, name: default, namespace: shop}]
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
"""
OF_ANOTHER = BINDING.replace("name: default", "name: other")
ELSEWHERE = BINDING.replace(
    "metadata: {name: reader, namespace: shop}", "metadata: {name: reader, namespace: web}"
)
CLUSTER_ROLE = ROLE.replace("kind: Role", "kind: ClusterRole").replace(", namespace: shop", "")
CLUSTER_BINDING = BINDING.replace("kind: RoleBinding", "kind: ClusterRoleBinding").replace(
    "kind: Role,", "kind: ClusterRole,"
)


@pytest.mark.parametrize(
    ("files", "verb", "allowed"),
    [
        ([], "get", False),
        ([ROLE, BINDING], "get", True),
        ([ROLE, BINDING], "delete", False),
        ([BINDING], "get", None),
        ([ROLE, OF_ANOTHER], "get", False),
        ([ROLE, ELSEWHERE], "get", False),
        ([CLUSTER_ROLE, CLUSTER_BINDING], "get", True),
        ([CLUSTER_BINDING], "get", None),
        ([ROLE, BINDING, CLUSTER_BINDING], "delete", None),
    ],
)
def test_a_permission_needs_a_role_and_a_binding_of_the_account(
    files: list[str], verb: str, allowed: bool | None
) -> None:
    texts = {f"{number}.yaml": text for number, text in enumerate(files)}
    bundle = bundle_of({"set.yaml": stateful_set("db", namespace="shop"), **texts})
    assert allows(bundle.documents[0].root, verb, "pods", bundle) is allowed
