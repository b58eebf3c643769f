"""Which nodes a PersistentVolume in the files can be used on."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.static_volumes import hosts_of
from tests.support.manifests import object_of

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
