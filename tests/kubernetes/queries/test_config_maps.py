"""What ConfigMaps give to a container."""

from __future__ import annotations

from stslint.kubernetes.queries.config_maps import environment, mounted_texts
from stslint.kubernetes.queries.objects import containers
from stslint.kubernetes.schema.versions import NEWEST
from stslint.model import Bundle, Node, Source
from stslint.sources.yaml.recovery import read

CONFIG_MAP = """
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {MODE: fast, PLACE: /srv, file.conf: "port 1"}
---
"""
SET = """
apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: db}}
spec:
  template:
    spec:
      containers:
      - {{name: db, env: [{env}], envFrom: [{sources}]}}
      volumes:
      - {{name: files, configMap: {{name: settings}}}}
      - {{name: others, configMap: {{name: elsewhere}}}}
"""


def given(env: str = "", sources: str = "") -> tuple[Node, Bundle]:
    documents = tuple(read(Source("db.yaml", CONFIG_MAP + SET.format(env=env, sources=sources))))
    return documents[-1].root, Bundle(documents, NEWEST)


def variables(env: str = "", sources: str = "") -> tuple[dict[str, str], set[str], bool]:
    stateful_set, bundle = given(env, sources)
    values, unknown, whole = environment(containers(stateful_set)[0], stateful_set, bundle)
    return values, set(unknown), whole


def test_a_value_that_is_written_is_known() -> None:
    assert variables("{name: A, value: one}") == ({"A": "one"}, set(), True)


def test_a_seen_config_map_gives_its_entries_with_the_prefix() -> None:
    values, unknown, whole = variables(sources="{prefix: X_, configMapRef: {name: settings}}")
    assert values["X_MODE"] == "fast"
    assert (unknown, whole) == (set(), True)


def test_a_config_map_that_is_nowhere_may_give_anything() -> None:
    assert variables(sources="{configMapRef: {name: elsewhere}}") == ({}, set(), False)


def test_env_overrides_env_from() -> None:
    values, _, _ = variables("{name: MODE, value: slow}", "{configMapRef: {name: settings}}")
    assert values["MODE"] == "slow"


def test_a_key_of_a_seen_config_map_is_looked_up() -> None:
    reference = "{name: A, valueFrom: {configMapKeyRef: {name: settings, key: PLACE}}}"
    assert variables(reference) == ({"A": "/srv"}, set(), True)


def test_what_is_set_from_elsewhere_is_unknown_and_hides_what_was_said_before() -> None:
    secret = "{name: MODE, valueFrom: {secretKeyRef: {name: s, key: k}}}"
    values, unknown, whole = variables(secret, "{configMapRef: {name: settings}}")
    assert "MODE" not in values
    assert (unknown, whole) == ({"MODE"}, True)


def test_the_files_of_mounted_config_maps_are_those_that_are_seen() -> None:
    assert "port 1" in list(mounted_texts(*given()))
