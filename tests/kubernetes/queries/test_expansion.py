"""Variables that a container gets, and commands that a shell reads."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.expansion import given_names, references, runs_shell
from stslint.kubernetes.queries.objects import containers
from tests.support.manifests import bundle_of, object_of, stateful_set

SETTINGS = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {MODE: fast}\n"


@pytest.mark.parametrize(
    ("sources", "names"),
    [
        ("{configMapRef: {name: settings}}", {"MODE"}),
        ("{prefix: X_, configMapRef: {name: settings}}", {"X_MODE"}),
        ("{prefix: X_, configMapRef: {name: elsewhere}}", None),
        ("", set()),
    ],
)
def test_the_names_of_env_from_have_its_prefix(sources: str, names: set[str] | None) -> None:
    pod = f"{{template: {{spec: {{containers: [{{name: db, envFrom: [{sources}]}}]}}}}}}"
    bundle = bundle_of({"set.yaml": stateful_set("db", pod), "settings.yaml": SETTINGS})
    assert given_names(containers(bundle.documents[0].root)[0], bundle) == names


@pytest.mark.parametrize(
    ("command", "shell"),
    [
        ("[sh, -c, start]", True),
        ("[/usr/local/bin/start.sh]", True),
        ("[/docker-entrypoint]", True),
        ("[/opt/docker-entrypoint.sh, server]", True),
        ('["start\\nserver"]', True),
        ("[server, --flag]", False),
        ("[/usr/bin/server.shell]", False),
        ("[]", False),
    ],
)
def test_a_shell_is_known_by_its_name_and_a_script_by_its_suffix(command: str, shell: bool) -> None:
    assert runs_shell(object_of(f"command: {command}").get("command").elements()) is shell


@pytest.mark.parametrize(
    ("text", "names"),
    [("$(A) $(B)", ["A", "B"]), ("$$(A)", []), ("$$$(A)", ["A"]), ("$A ${A} $(A B)", []), ("x$(A)y", ["A"])],
)
def test_references_are_those_that_are_not_escaped(text: str, names: list[str]) -> None:
    assert list(references(text)) == names
