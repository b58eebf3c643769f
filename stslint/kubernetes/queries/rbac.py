"""What the ServiceAccount of a pod may do, as far as the roles in the checked files say it.

Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stslint.kubernetes.queries.objects import home_namespace, pod_spec
from stslint.model import Bundle, Document, Node

_BINDINGS = ("RoleBinding", "ClusterRoleBinding")
_GROUPS = ("system:serviceaccounts", "system:authenticated")


def account_of(root: Node) -> str:
    """Returns the name of the ServiceAccount that the pods of a workload use."""
    spec = pod_spec(root)
    return spec.get("serviceAccountName").string() or spec.get("serviceAccount").string("default")


def mounts_token(root: Node, bundle: Bundle) -> Node | None:
    """Returns the setting that keeps the token of the ServiceAccount out of the pods, or nothing."""
    own = pod_spec(root).get("automountServiceAccountToken")
    account = bundle.find("ServiceAccount", home_namespace(root, bundle), account_of(root))
    inherited = account.root.get("automountServiceAccountToken") if account is not None else own
    deciding = own if own else inherited
    return deciding if deciding.value is False else None


def allows(root: Node, verb: str, resource: str, bundle: Bundle) -> bool | None:
    """Returns whether a role gives the pods a permission, or None if a role is not among the files."""
    unknown = False
    for binding in _bindings_of(root, bundle):
        reference = binding.root.get("roleRef")
        kind, name = reference.get("kind").string(), reference.get("name").string()
        role = bundle.find(kind, binding.home if kind == "Role" else "", name)
        if role is None:
            unknown = True
        elif any(_covers(rule, verb, resource) for rule in role.root.get("rules").elements()):
            return True
        elif role.root.get("aggregationRule"):
            unknown = True
    return None if unknown else False


def _bindings_of(root: Node, bundle: Bundle) -> Iterator[Document]:
    home, account = home_namespace(root, bundle), account_of(root)
    for binding in bundle.of_kind(*_BINDINGS):
        if binding.kind == "RoleBinding" and binding.home != home:
            continue
        for subject in binding.root.get("subjects").elements():
            where = subject.get("namespace").string(home)
            same = subject.get("name").string() == account and where in (home, "")
            group = subject.get("kind").value == "Group" and subject.get("name").string().startswith(_GROUPS)
            if group or (subject.get("kind").value == "ServiceAccount" and (same or not home)):
                yield binding
                break


def _covers(rule: Node, verb: str, resource: str) -> bool:
    return _has(rule.get("verbs"), (verb, "*")) and _has(rule.get("resources"), (resource, "*"))


def _has(words: Node, wanted: Iterable[str]) -> bool:
    return any(word.string() in wanted for word in words.elements())
