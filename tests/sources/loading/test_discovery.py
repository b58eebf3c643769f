from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn

import pytest

from stslint.model import Skipped
from stslint.sources.classify.sniffing import content_of
from stslint.sources.files.path_filter import PathFilter
from stslint.sources.files.walk import ReadError
from stslint.sources.loading.discovery import Discovery, discover
from tests.support.manifests import SERVICE, STATEFUL_SET

DEPLOYMENT = "apiVersion: apps/v1\nkind: Deployment\n"


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    monkeypatch.chdir(tmp_path)

    def write(**files: str) -> None:
        for name, text in files.items():
            put(name, text)

    return write


def put(name: str, text: str | bytes = STATEFUL_SET) -> None:
    if os.path.dirname(name):
        os.makedirs(os.path.dirname(name), exist_ok=True)
    with open(name, "wb") as opened:
        opened.write(text if isinstance(text, bytes) else text.encode())


def names(found: Discovery, context: bool = False) -> list[str]:
    return [source.name for source in found.sources if source.context is context]


def test_a_folder_is_read_in_the_order_of_its_names() -> None:
    for name in ("d/b.yaml", "d/a/z.yml", "d/c.json", "d/a.yaml", "d/page.md"):
        put(name, '{"kind": "StatefulSet"}' if name.endswith("json") else STATEFUL_SET)
    put("d/page.md", f"```yaml\n{STATEFUL_SET}```\n")
    assert names(discover(["d"])) == ["d/a/z.yml", "d/a.yaml", "d/b.yaml", "d/c.json", "d/page.md"]
    assert names(discover(["."])) == names(discover(["./d"])) == names(discover(["d/"]))


def test_without_a_set_nothing_of_a_folder_is_parsed() -> None:
    put("d/service.yaml", SERVICE)
    put("d/deployment.yaml", DEPLOYMENT)
    found = discover(["d"])
    assert (found.sources, found.skipped, found.errors, found.files) == ((), (), (), 2)


def test_a_set_draws_in_references_everywhere_and_workloads_beside_it() -> None:
    put("d/web/set.yaml")
    put("d/web/deployment.yaml", DEPLOYMENT)
    put("d/net/service.yaml", SERVICE)
    put("d/net/deployment.yaml", DEPLOYMENT)
    put("d/net/values.yaml", "replicas: 3\n")
    put("d/net/page.md", f"```yaml\n{SERVICE}```\n")
    assert names(discover(["d"])) == ["d/net/service.yaml", "d/web/deployment.yaml", "d/web/set.yaml"]


@pytest.mark.parametrize(
    "text",
    [
        "kind: StatefulSet",
        "kind: statefulset",
        "kind: StatefullSet",
        "kind: StatfulSet",
        "kind: Statefulsets",
        'kind: "StatefulSet"',
        '{"kind":"StatefulSet"}',
        "kind: StatefulSetList",
        "Kind: StatefulSet",
        "knid: StatefulSet",
        "kind StatefulSet",
        "apiVersion: apps/v1\nspec:\n  volumeClaimTemplates: []",
    ],
)
def test_bytes_that_promise_a_set(text: str) -> None:
    assert content_of(text.encode()) == "set"
    assert content_of(text.encode("utf-16")) == "set"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("kind: Service", "reference"),
        ("kind: Deployment", "workload"),
        ("kind: ReplicaSet", "workload"),
        ("kind: DaemonSet", "workload"),
        ("kind: Role\nrules:\n- resources: [statefulsets]", "other"),
        ("description: a StatefulSet of ours", "other"),
        ("", "other"),
    ],
)
def test_bytes_that_promise_no_set(text: str, content: str) -> None:
    assert content_of(text.encode()) == content


def test_a_named_file_is_read_whatever_its_name_and_content() -> None:
    put("manifest", STATEFUL_SET)
    put("values.txt", "a: 1\n")
    assert names(discover(["manifest", "values.txt"])) == ["manifest", "values.txt"]


def test_a_file_is_judged_once() -> None:
    put("d/a.yaml")
    os.symlink("a.yaml", "d/b.yaml")
    found = discover(["d/a.yaml", "d", "./d/a.yaml", "d/b.yaml"])
    assert (names(found), names(found, context=True), found.files) == (["d/a.yaml"], [], 1)


def test_the_folder_of_a_named_file_is_context() -> None:
    put("d/web.yaml")
    put("d/service.yaml", SERVICE)
    put("d/values.yaml", "a: 1\n")
    put("d/sub/service.yaml", SERVICE)
    put("d/broken.yaml", b"kind: Service\n\xff")
    found = discover(["d/web.yaml"])
    assert (names(found), names(found, context=True)) == (["d/web.yaml"], ["d/service.yaml"])
    assert (found.errors, found.files) == ((), 1)
    assert names(discover(["d/web.yaml"], use_context=False), context=True) == []


def test_a_named_file_that_is_no_object_has_no_context() -> None:
    put("d/values.yaml", "a: 1\n")
    put("d/service.yaml", SERVICE)
    assert names(discover(["d/values.yaml"]), context=True) == []
    assert names(discover(["-"], stdin="a: 1\n".encode, stdin_name="d/x.yaml"), context=True) == []


def test_standard_input_without_a_name_has_no_context() -> None:
    put("service.yaml", SERVICE)
    assert names(discover(["-"], stdin=STATEFUL_SET.encode), context=True) == []


def test_named_context_is_read_and_never_fails() -> None:
    put("web.yaml")
    put("network/a/service.yaml", SERVICE)
    found = discover(["web.yaml"], context_paths=["network", "netwrok"])
    assert names(found, context=True) == ["network/a/service.yaml"]
    assert [(each.file, each.reason) for each in found.skipped] == [
        ("netwrok", "context does not exist; did you mean `network`?")
    ]
    assert found.errors == ()


def test_what_git_ignores_is_left_out() -> None:
    os.makedirs(".git/info")
    put(".git/info/exclude", "private.yaml\n")
    put(".gitignore", "*.gen.yaml\n/d/out/\n")
    put("d/.gitignore", "!keep.gen.yaml\n")
    for name in ("a.yaml", "a.gen.yaml", "keep.gen.yaml", "private.yaml", "out/a.yaml", "e/b.gen.yaml"):
        put(f"d/{name}")
    assert names(discover(["d"])) == ["d/a.yaml", "d/keep.gen.yaml"]
    assert names(discover(["d/a.gen.yaml"], use_context=False)) == ["d/a.gen.yaml"]


@pytest.mark.parametrize("folder", [".git", "node_modules", "vendor", ".venv", ".terraform", "__pycache__"])
def test_folders_of_other_people_are_left_out_unless_named(folder: str) -> None:
    put(f"d/{folder}/web.yaml")
    put("d/web.yaml")
    assert names(discover(["d"])) == ["d/web.yaml"]
    assert names(discover([f"d/{folder}"])) == [f"d/{folder}/web.yaml"]


def test_excluded_patterns() -> None:
    put("d/a.yaml")
    put("d/old/a.yaml")
    assert names(discover(["d"], path_filter=PathFilter(["d/old/"]))) == ["d/a.yaml"]


def test_standard_input() -> None:
    put("d/service.yaml", SERVICE)
    put("d/web.yaml", "the text on disk")
    found = discover(["-"], stdin=STATEFUL_SET.encode, stdin_name="d/web.yaml")
    assert [(each.name, each.text) for each in found.sources if not each.context] == [
        ("d/web.yaml", STATEFUL_SET)
    ]
    assert names(found, context=True) == ["d/service.yaml"]
    assert names(discover(["-"], stdin=STATEFUL_SET.encode)) == ["<stdin>"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("d/**/*.yaml", ["d/a.yaml", "d/e/b.yaml", "d/e/f/c.yaml"]),
        ("d/*.yaml", ["d/a.yaml"]),
        ("*/e/?.yaml", ["d/e/b.yaml"]),
        ("d/*/[b-c].yaml", ["d/e/b.yaml"]),
        ("d/e/**", ["d/e/b.yaml", "d/e/f/c.yaml"]),
        ("d/*", ["d/a.yaml", "d/e/b.yaml", "d/e/f/c.yaml"]),
    ],
)
def test_patterns(pattern: str, found: list[str]) -> None:
    for name in ("d/a.yaml", "d/e/b.yaml", "d/e/f/c.yaml", "d/.hidden/x.yaml", "d/node_modules/x.yaml"):
        put(name)
    put("d/logo.png", b"\x89PNG\0")
    os.symlink("..", "d/e/loop")
    result = discover([pattern])
    assert (names(result), result.skipped, result.errors) == (found, (), ())


def reasons(told: Iterable[Skipped | ReadError]) -> list[tuple[str, str]]:
    return [(each.file, each.reason) for each in told]


def test_a_pattern_that_matches_nothing_is_an_error() -> None:
    assert reasons(discover(["d/*.yaml"]).errors) == [("d/*.yaml", "no file matches this pattern")]


def test_a_path_that_does_not_exist_is_an_error_with_the_near_name() -> None:
    put("deploy/web.yaml")
    assert reasons(discover(["deploy/wbe.yaml", "deploy/db.json", "x\0y"]).errors) == [
        ("deploy/wbe.yaml", "does not exist; did you mean `deploy/web.yaml`?"),
        ("deploy/db.json", "does not exist"),
        ("x\0y", "not a path: it contains a null byte"),
    ]


def test_a_path_below_a_file_does_not_exist() -> None:
    put("web.yaml")
    assert reasons(discover(["web.yaml/x"]).errors) == [("web.yaml/x", "does not exist")]


def test_links_that_loop_end() -> None:
    put("d/web.yaml")
    os.symlink(".", "d/self")
    os.symlink("b.yaml", "d/a.yaml")
    os.symlink("a.yaml", "d/b.yaml")
    found = discover(["d"])
    assert names(found) == ["d/web.yaml"]
    assert reasons(found.skipped) == [(f"d/{x}.yaml", "a broken link") for x in "ab"]


def test_a_link_out_of_the_folder_is_told() -> None:
    put("elsewhere/web.yaml")
    put("d/web.yaml")
    os.symlink("../elsewhere", "d/link")
    found = discover(["d"])
    assert names(found) == ["d/web.yaml"]
    assert [each.file for each in found.skipped] == ["d/link"]


def test_a_pipe_is_skipped() -> None:
    os.makedirs("d")
    os.mkfifo("d/pipe.yaml")
    for path in ("d", "d/pipe.yaml"):
        assert reasons(discover([path]).skipped) == [("d/pipe.yaml", "not a regular file")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_an_error() -> None:
    put("web.yaml")
    os.chmod("web.yaml", 0)
    assert reasons(discover(["web.yaml"]).errors) == [("web.yaml", "cannot be read: permission denied")]


def test_a_file_that_goes_away_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    put("web.yaml")

    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    assert reasons(discover(["web.yaml"]).errors) == [("web.yaml", "cannot be read: permission denied")]


def test_a_folder_without_manifests_is_told() -> None:
    put("d/main.go", "package main")
    (skipped,) = discover(["d"]).skipped
    assert skipped.file == "d"
    assert skipped.reason.startswith("no manifest in this folder")


def test_damaged_and_binary_files() -> None:
    put("d/bad.yaml", STATEFUL_SET.encode() + b"# caf\xe9\n")
    put("d/binary.yaml", b"kind: StatefulSet\n\0\0\1\2")
    put("named", b"\x7fELF\0\0\1\2")
    found = discover(["d", "named"])
    assert [each.file for each in found.errors] == ["d/bad.yaml", "named"]
    assert found.errors[0].reason.startswith("line 5, column 6: ")
    assert reasons(found.skipped) == [("d/binary.yaml", "binary content")]


def test_a_template_is_skipped_and_draws_nothing_in() -> None:
    put("d/chart/Chart.yaml", "name: web\n")
    put("d/chart/templates/set.yaml", STATEFUL_SET + "spec: {{ .Values.spec }}\n")
    put("d/chart/templates/service.yaml", SERVICE)
    found = discover(["d"])
    assert found.sources == ()
    assert reasons(found.skipped) == [
        (
            "d/chart/templates/set.yaml",
            "a Helm template: run `helm template d/chart | stslint check -`, or add `--render`",
        )
    ]


def test_a_page_without_objects_and_a_template_in_a_page_are_told() -> None:
    put("a.md", "# Nothing here\n")
    put("b.md", f"text\n\n```yaml\n{STATEFUL_SET}spec: {{{{ .Values.spec }}}}\n```\n")
    found = discover(["a.md", "b.md"])
    assert found.skipped[0].reason == "no Kubernetes object in this page"
    assert found.skipped[1].reason.startswith("line 4: a Helm template")
