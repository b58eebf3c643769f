"""Permissions of files that ConfigMaps and Secrets provide."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.file_modes import file_mode
from stslint.kubernetes.queries.objects import containers
from tests.support.manifests import object_of, stateful_set


def mode(path: str, volume: str, mount: str = "") -> int | None:
    container = f"{{name: db, volumeMounts: [{{name: files, mountPath: /etc/db{mount}}}]}}"
    pod = f"{{containers: [{container}], volumes: [{{name: files, {volume}}}]}}"
    root = object_of(stateful_set("db", f"{{template: {{spec: {pod}}}}}"))
    return file_mode(path, containers(root)[0], root)


@pytest.mark.parametrize(
    ("path", "volume", "expected"),
    [
        ("/etc/db/a", "configMap: {name: c}", 0o644),
        ("/etc/db/a", "secret: {secretName: s, defaultMode: 0400}", 0o400),
        ("/etc/db/a", "configMap: {name: c, defaultMode: 0600, items: [{key: k, path: a}]}", 0o600),
        ("/etc/db/a", "configMap: {name: c, items: [{key: k, path: a, mode: 0440}]}", 0o440),
        ("/etc/db/b", "configMap: {name: c, items: [{key: k, path: a, mode: 0440}]}", None),
        ("/etc/db/a", "projected: {defaultMode: 0400, sources: [{secret: {name: s}}]}", 0o400),
        (
            "/etc/db/a",
            "projected: {sources: [{secret: {name: s, items: [{key: k, path: a, mode: 0440}]}}]}",
            0o440,
        ),
        (
            "/etc/db/b",
            "projected: {sources: [{secret: {name: s, items: [{key: k, path: a}]}}, {configMap: {}}]}",
            0o644,
        ),
        ("/etc/db/a", "emptyDir: {}", None),
        ("/var/lib/a", "configMap: {name: c}", None),
    ],
)
def test_the_mode_is_that_of_the_item_or_of_the_volume(path: str, volume: str, expected: int | None) -> None:
    assert mode(path, volume) == expected


def test_a_sub_path_is_the_path_in_the_volume() -> None:
    volume = "configMap: {name: c, items: [{key: k, path: conf/a, mode: 0440}]}"
    assert mode("/etc/db/a", volume, ", subPath: conf") == 0o440
    assert mode("/etc/db/a", volume) is None
