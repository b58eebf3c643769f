"""The users of files in volumes: removed from the first source, validated in the others.

The answers are those of the API server's code for 1.36 and 1.37.
"""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.volumes import validate_volumes
from stslint.model import Source
from stslint.sources.yaml.recovery import read

FILE = "path: b, fieldRef: {fieldPath: metadata.name}, user: -1"
KEY = "key: b, path: b, user: 4294967296"
TOKEN = "serviceAccountToken: {path: x, user: -1}"


def users(volume: str, minor: int = 37) -> list[str]:
    """Returns the fields named for a user that are refused."""
    root = read(Source("x.yaml", f"v: [{{name: a, {volume}}}]"))[0].root
    problems, _ = validate_volumes(root.get("v"), minor)
    return [problem.path for problem in problems if problem.path.lower().endswith("user")]


@pytest.mark.parametrize(
    "volume",
    [
        "configMap: {name: b, defaultUser: -1, items: [{key: b, path: b, user: -1}]}",
        "secret: {secretName: b, defaultUser: -1}, configMap: {name: b, defaultUser: -1}",
        f"projected: {{defaultUser: -1, sources: [{{{TOKEN}}}]}}",
    ],
)
def test_removes_the_users_of_the_first_source(volume: str) -> None:
    assert users(volume) == []


@pytest.mark.parametrize(
    ("volume", "expected"),
    [
        (
            f"configMap: {{name: b}}, downwardAPI: {{defaultUser: -1, items: [{{{FILE}}}]}}",
            ["v[0].downwardAPI.defaultUser", "v[0].downwardAPI.user"],
        ),
        (
            f"projected: {{sources: [{{secret: {{name: b}}, {TOKEN}}}]}}",
            ["v[0].projected.sources[0].serviceAccountToken.user"],
        ),
        (
            f"projected: {{sources: [{{secret: {{name: b}}, configMap: {{items: [{{{KEY}}}]}}}}]}}",
            ["v[0].projected.sources[0].configMap.items[0].user"],
        ),
    ],
)
def test_validates_the_users_of_the_others(volume: str, expected: list[str]) -> None:
    assert users(volume) == expected
    assert users(volume, 36) == []
