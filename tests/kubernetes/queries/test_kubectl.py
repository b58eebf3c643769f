"""Commands that a reader can paste."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.kubectl import for_each_ordinal, joined, kubectl_for
from tests.support.manifests import object_of, stateful_set


@pytest.mark.parametrize(
    ("ordinals", "line"),
    [
        (range(1), "kubectl delete pod db-0"),
        (range(4, 5), "kubectl delete pod db-4"),
        (range(3), "for i in $(seq 0 2); do kubectl delete pod db-$i; done"),
        (range(5, 7), "for i in $(seq 5 6); do kubectl delete pod db-$i; done"),
    ],
)
def test_a_command_for_one_ordinal_needs_no_loop(ordinals: range, line: str) -> None:
    assert for_each_ordinal(ordinals, "kubectl delete pod db-$i") == line


def test_a_command_is_for_the_namespace_of_the_object_and_quotes_its_words() -> None:
    assert kubectl_for(object_of(stateful_set("db")), "get pods") == "kubectl get pods"
    assert (
        kubectl_for(object_of(stateful_set("db", namespace="shop")), "get pods") == "kubectl get pods -n shop"
    )
    assert joined(["a", "b c", "$d"]) == "a 'b c' '$d'"
