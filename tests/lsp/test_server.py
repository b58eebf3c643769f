"""A real session over standard input and output."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="the extra `server` is not installed")

from tests.lsp.client import Client
from tests.lsp.test_session import SERVICE, SET, applied, at

BAD = SET.replace("kind: StatefulSet", "kind: statefulset").replace("replicas", "replica")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    started = Client(tmp_path)
    yield started
    assert started.end() == 0


def codes(found: list[dict[str, Any]]) -> set[str]:
    return {each["code"] for each in found}


def test_a_session_from_open_to_close(client: Client, tmp_path: Path) -> None:
    uri = (tmp_path / "a b.yaml").as_uri()
    client.open(uri, BAD)
    assert {"STS002", "STS004"} <= codes(client.diagnostics(uri, 1))
    here = {"start": at(BAD, "statefulset"), "end": at(BAD, "statefulset")}
    params = {"textDocument": {"uri": uri}, "range": here, "context": {"diagnostics": []}}
    fix = next(each for each in client.ask("textDocument/codeAction", params) if each.get("isPreferred"))
    change = fix["edit"]["documentChanges"][0]
    assert change["textDocument"] == {"uri": uri, "version": 1}
    client.change(uri, applied(BAD, change["edits"]), 2)
    assert "STS002" not in codes(client.diagnostics(uri, 2))
    position = {"textDocument": {"uri": uri}, "position": at(BAD, "replica:")}
    assert "STS004" in client.ask("textDocument/hover", position)["contents"]["value"]
    params["context"] = {"diagnostics": [], "only": ["source.fixAll"]}
    assert [each["kind"] for each in client.ask("textDocument/codeAction", params)] == [
        "source.fixAll.stslint"
    ]
    client.tell("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert client.diagnostics(uri) == []


def test_what_is_saved_beside_a_buffer_is_seen(client: Client, tmp_path: Path) -> None:
    uri, beside = (tmp_path / "web.yaml").as_uri(), tmp_path / "service.yaml"
    client.open(uri, SET)
    assert "STS106" not in codes(client.diagnostics(uri, 1))
    assert client.registered[0]["method"] == "workspace/didChangeWatchedFiles"
    beside.write_text(SERVICE.replace("None", "10.0.0.1"))
    changes = {"changes": [{"uri": beside.as_uri(), "type": 1}]}
    client.tell("workspace/didChangeWatchedFiles", changes)
    assert "STS106" in codes(client.diagnostics(uri))
    beside.write_text(SERVICE)
    client.tell("textDocument/didSave", {"textDocument": {"uri": uri}})
    assert "STS106" not in codes(client.diagnostics(uri))


def test_the_configuration_is_picked_up(client: Client, tmp_path: Path) -> None:
    uri, file = (tmp_path / "web.yaml").as_uri(), tmp_path / ".stslint.yaml"
    client.open(uri, BAD)
    client.diagnostics(uri)
    file.write_text("ignore: [STS004]\nselct: []\n")
    client.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": file.as_uri(), "type": 1}]})
    assert "did you mean `select`?" in client.diagnostics(file.as_uri())[0]["message"]
    file.write_text("ignore: [STS004]\n")
    client.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": file.as_uri(), "type": 2}]})
    assert "STS004" not in codes(client.diagnostics(uri))


@pytest.mark.parametrize(
    ("encodings", "chosen", "column"),
    [(("utf-8",), "utf-8", 13), (("utf-16",), "utf-16", 11), (("utf-32",), "utf-32", 10), ((), "utf-16", 11)],
)
def test_the_encoding_of_columns_is_agreed(
    tmp_path: Path, encodings: tuple[str, ...], chosen: str, column: int
) -> None:
    client = Client(tmp_path, encodings=encodings)
    assert client.capabilities["positionEncoding"] == chosen
    uri = (tmp_path / "web.yaml").as_uri()
    client.open(uri, SET.replace("  replicas: 5", "  { 𝄞: 1, replica: 5 }").replace("spec:", "spec: # é", 1))
    line = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: web, l: 𝄞}\nspec: {x: 𝄞, replica: 5}\n"
    client.change(uri, line.replace("spec: {x: 𝄞,", "spec: {𝄞: 1,"), 2)
    found = client.diagnostics(uri, 2)
    starts = [each["range"]["start"] for each in found if "`replica`" in each["message"]]
    assert starts == [{"line": 3, "character": column + 3}]
    assert client.end() == 0


def test_nonsense_is_answered_and_the_next_request_served(client: Client, tmp_path: Path) -> None:
    client.send(b"this is no JSON")
    client.tell("no/suchNotification", {"a": 1})
    with pytest.raises(RuntimeError):
        client.ask("no/suchRequest", {})
    with pytest.raises(RuntimeError):
        client.ask("textDocument/hover", {"position": "here"})
    client.tell("textDocument/didOpen", {"textDocument": {"uri": 7}})
    unknown = {"textDocument": {"uri": "file:///nowhere.yaml"}, "position": {"line": 3, "character": 1}}
    assert client.ask("textDocument/hover", unknown) is None
    client.tell("textDocument/didClose", {"textDocument": {"uri": "file:///nowhere.yaml"}})
    uri = "untitled:Untitled-1"
    for version, text in enumerate(("a: [", "kind: StatefulSet\nspec: " + "[" * 5000, "\x00", BAD), 2):
        client.open(uri, text)
        client.change(uri, text, version)
    assert "STS002" in codes(client.diagnostics(uri, 5))


def test_a_file_that_vanishes_is_no_end(client: Client, tmp_path: Path) -> None:
    folder = tmp_path / "deploy"
    folder.mkdir()
    uri = (folder / "web.yaml").as_uri()
    client.open(uri, BAD)
    client.diagnostics(uri, 1)
    folder.rmdir()
    client.change(uri, BAD + "# more\n", 2)
    assert "STS002" in codes(client.diagnostics(uri, 2))


def test_a_missing_library_is_named(tmp_path: Path) -> None:
    (tmp_path / "pygls.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'pygls'\", name='pygls')\n"
    )
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); "
        "from stslint.__main__ import main; sys.argv = ['stslint', 'server']; main()"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert (
        ran.stderr
        == "stslint: the language server needs pygls; install it with: pip install 'stslint[server]'\n"
    )


def test_a_bad_option_ends_the_start(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "stslint", "server", "--rules", "nowhere"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        input="",
    )
    assert ran.returncode == 2
    assert "nowhere" in ran.stderr
