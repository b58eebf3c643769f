"""Which StatefulSet a snapshot is about."""

from __future__ import annotations

from typing import Any

import pytest

from stslint.planner.set_name import name_of_set

Json = dict[str, Any]


def item(kind: str, name: str, *owners: tuple[str, str]) -> Json:
    references = [{"kind": kind, "name": name} for kind, name in owners]
    return {"kind": kind, "metadata": {"name": name, "ownerReferences": references}}


@pytest.mark.parametrize(
    ("items", "name"),
    [
        ([], ""),
        ([item("Service", "web")], ""),
        (
            [item("StatefulSet", "web"), item("Pod", "db-0", ("StatefulSet", "db")), item("Pod", "db-1")],
            "web",
        ),
        ([item("Pod", "x-0", ("StatefulSet", "web")), item("Pod", "y-0"), item("Pod", "y-1")], "web"),
        ([item("Pod", "a-0", ("ReplicaSet", "web"))], "a"),
        ([item("ControllerRevision", "web-5d", ("StatefulSet", "web"))], "web"),
        ([item("Pod", "a-0"), item("Pod", "web-0"), item("Pod", "web-1")], "web"),
        ([item("Pod", "web"), item("Service", "db-0")], ""),
        ([item("Pod", "web-0"), item("PersistentVolumeClaim", "data-db-0")], "web"),
        ([item("PersistentVolumeClaim", "data-my-db-0")], "my-db"),
        ([item("PersistentVolumeClaim", "data"), item("Secret", "data-db-0")], ""),
    ],
)
def test_the_name_is_that_of_the_set_else_of_owners_else_of_pods_else_of_claims(
    items: list[Json], name: str
) -> None:
    assert name_of_set(items) == name
