"""What is known of images, and when it is not."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.images import KNOWN, QUORUM, ROLES, role, software
from tests.kubernetes.manifests import object_of, stateful_set


def running(image: str, more: str = "") -> str:
    return stateful_set(
        "db", f"{{template: {{spec: {{containers: [{{name: a, image: '{image}'{more}}}]}}}}}}"
    )


@pytest.mark.parametrize(
    "image", ["etcd", "quay.io/coreos/etcd:v3.6", "my.example.com:5000/x/etcd@sha256:ab"]
)
def test_an_image_is_known_by_its_last_part(image: str) -> None:
    assert role(object_of(running(image))) == QUORUM


@pytest.mark.parametrize("image", ["etcd-backup:1", "etcd/tools:1", "registry.example.com/db:3"])
def test_a_similar_name_is_not_known(image: str) -> None:
    assert role(object_of(running(image))) == ""


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", "single"),
        (", args: [agent, -server, -bootstrap-expect=3]", QUORUM),
        (", env: [{name: CONSUL_SERVER, value: 'true'}]", QUORUM),
    ],
)
def test_a_quorum_only_in_one_mode_must_show_it(more: str, expected: str) -> None:
    assert role(object_of(running("hashicorp/consul:1.21", more))) == expected


@pytest.mark.parametrize("place", ["metadata", "template"])
@pytest.mark.parametrize(("stated", "expected"), [("sharded", "sharded"), ("nonsense", QUORUM)])
def test_an_annotation_has_precedence(place: str, stated: str, expected: str) -> None:
    annotations = f"annotations: {{stslint.dev/role: {stated}}}"
    text = running("etcd:3.6")
    if place == "metadata":
        text = text.replace("{name: db}", f"{{name: db, {annotations}}}")
    else:
        text = text.replace("template: {", f"template: {{metadata: {{{annotations}}}, ")
    assert role(object_of(text)) == expected


def test_each_entry_has_its_source_and_sound_folders() -> None:
    for known in KNOWN.values():
        assert known.source.startswith("https://")
        assert known.role in ROLES
        assert all(folder.startswith("/") and not folder.endswith("/") for folder in known.data)


def test_a_container_without_an_image_runs_nothing_known() -> None:
    assert software(object_of("{name: a}")) is None
