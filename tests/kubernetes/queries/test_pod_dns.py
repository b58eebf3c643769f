"""Pods' names in commands, arguments and the environment."""

from __future__ import annotations

import time

import pytest

from stslint.kubernetes.queries.pod_dns import own_references, pod_references, service_references
from stslint.model import Node
from tests.support.manifests import object_of, stateful_set


def found(text: str) -> list[tuple[int, str, str, bool]]:
    container = f'{{name: a, args: ["{text}"]}}'
    root = object_of(stateful_set("db", f"{{template: {{spec: {{containers: [{container}]}}}}}}"))
    return [(one.ordinal, one.service, one.namespace, one.certain) for one in pod_references(root)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("db-0.db", [(0, "db", "", False)]),
        ("--join=db-0.db:7000,db-12.db:7000", [(0, "db", "", True), (12, "db", "", True)]),
        ("http://db-0.db.shop.svc.cluster.local:80/x", [(0, "db", "shop", True)]),
        ("db-0.db.svc", []),
        ("db-0.example.com:443", [(0, "example", "com", False)]),
        ("/var/log/db-0.log", [(0, "log", "", False)]),
        ("my-db-0.db", []),
        ("$(PREFIX)db-0.db", []),
        ("db-0.$(SERVICE)", []),
        ("db-0.db.$(NAMESPACE).svc", []),
        ("db-0", []),
        ("web-0.web", []),
    ],
)
def test_a_text_names_pods(text: str, expected: list[tuple[int, str, str, bool]]) -> None:
    assert found(text) == expected


def stateful(command: str, env: str = "") -> Node:
    container = f"{{name: a, args: [{command}], env: [{env}]}}"
    return object_of(stateful_set("db", f"{{template: {{spec: {{containers: [{container}]}}}}}}"))


@pytest.mark.parametrize(
    ("command", "env", "hosts"),
    [
        ("--join=db:7000", "", ["db"]),
        ("--join, db.shop.svc:7000", "", ["db.shop.svc"]),
        ("--join, --verbose, db", "", []),
        ("--listen=db:7000", "", []),
        ("-Djgroups.dns.query=db.shop.svc", "", ["db.shop.svc"]),
        ("--name=x --seeds=http://db:7000/", "", ["db"]),
        ("--join=database", "", []),
        ("--join=db-0.db", "", []),
        ("--seed-name=db", "", []),
        ("", "{name: PEERS, value: db}", ["db"]),
        ("", "{name: OTHER, value: db}", []),
        ("", "{name: OPTS, value: '-x=1 -Dpeers=db'}", ["db"]),
    ],
)
def test_a_list_of_peers_can_name_the_service(command: str, env: str, hosts: list[str]) -> None:
    assert [host for _, host in service_references(stateful(command, env), "db")] == hosts


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ('"--name=$(POD_NAME).db"', ["$(POD_NAME).db"]),
        ('"${HOSTNAME}.db.shop"', ["${HOSTNAME}.db"]),
        ('"$(POD_NAME).db-extra"', []),
        ('"$(ZONE).db"', []),
    ],
)
def test_a_pod_names_itself_at_run_time(command: str, found: list[str]) -> None:
    assert [text for _, text in own_references(stateful(command), "db")] == found


@pytest.mark.parametrize("text", ["db-" * 20_000, "db-0." * 20_000, "db-0." + "a-" * 20_000 + "!"])
def test_long_texts_are_read_quickly(text: str) -> None:
    begun = time.perf_counter()
    found(text)
    assert time.perf_counter() - begun < 2
