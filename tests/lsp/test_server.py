"""Real sessions over standard input and output."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the extra `server` is not installed")

from lsprotocol import converters
from lsprotocol import types as lsp

from stslint.text.installation import install_command
from tests.lsp.client import Client, Json, ServerError
from tests.lsp.samples import SERVICE, STATEFUL_SET, TYPO, position_in, with_edits

pytestmark = pytest.mark.slow

BAD = TYPO.replace("kind: StatefulSet", "kind: statefulset")
CONVERTER = converters.get_converter()


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    started = Client(tmp_path)
    yield started
    assert started.end() == 0


class Writer:
    """Keeps what a server in this process answers."""

    def __init__(self, written: list[bytes]) -> None:
        self.write = written.append

    def close(self) -> None:
        """Does nothing."""


def codes(diagnostics: list[Json]) -> set[str]:
    return {each["code"] for each in diagnostics}


def place(line: int, character: int) -> Json:
    return {"line": line, "character": character}


def place_in(text: str, words: str) -> Json:
    found = position_in(text, words)
    return place(found.line, found.character)


def request_actions(client: Client, uri: str, where: Json, only: list[str] | None = None) -> list[Json]:
    context = {"diagnostics": [], **({"only": only} if only else {})}
    params = {"textDocument": {"uri": uri}, "range": {"start": where, "end": where}, "context": context}
    return list(client.request("textDocument/codeAction", params))


def request_hover(client: Client, uri: str, where: Json) -> str:
    found = client.request("textDocument/hover", {"textDocument": {"uri": uri}, "position": where})
    return "" if found is None else str(found["contents"]["value"])


def test_session_with_fix_clears_its_diagnostic(client: Client, tmp_path: Path) -> None:
    uri = (tmp_path / "a b.yaml").as_uri()
    client.open(uri, BAD)
    assert {"STS002", "STS004"} <= codes(client.diagnostics(uri, 1))
    actions = request_actions(client, uri, place_in(BAD, "statefulset"))
    fix = next(each for each in actions if each.get("isPreferred"))
    change = fix["edit"]["documentChanges"][0]
    assert change["textDocument"] == {"uri": uri, "version": 1}
    edits = [CONVERTER.structure(each, lsp.TextEdit) for each in change["edits"]]
    client.change(uri, with_edits(BAD, edits), 2)
    assert "STS002" not in codes(client.diagnostics(uri, 2))
    assert "STS004" in request_hover(client, uri, place_in(BAD, "replica:"))
    actions = request_actions(client, uri, place_in(BAD, "replica:"), ["source.fixAll"])
    assert [each["kind"] for each in actions] == ["source.fixAll.stslint"]
    client.close(uri)
    assert client.diagnostics(uri) == []


def test_session_with_saved_neighbor_updates_diagnostics(client: Client, tmp_path: Path) -> None:
    uri, neighbor = (tmp_path / "web.yaml").as_uri(), tmp_path / "service.yaml"
    client.open(uri, STATEFUL_SET)
    assert "STS106" not in codes(client.diagnostics(uri, 1))
    assert client.registered[0]["method"] == "workspace/didChangeWatchedFiles"
    neighbor.write_text(SERVICE.replace("None", "10.0.0.1"))
    changes = {"changes": [{"uri": neighbor.as_uri(), "type": 1}]}
    client.notify("workspace/didChangeWatchedFiles", changes)
    assert "STS106" in codes(client.diagnostics(uri))
    neighbor.write_text(SERVICE)
    client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    assert "STS106" not in codes(client.diagnostics(uri))


def test_session_with_changed_configuration_updates_diagnostics(client: Client, tmp_path: Path) -> None:
    uri, file = (tmp_path / "web.yaml").as_uri(), tmp_path / ".stslint.yaml"
    client.open(uri, BAD)
    client.diagnostics(uri)
    file.write_text("ignore: [STS004]\nselct: []\n")
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": file.as_uri(), "type": 1}]})
    assert "did you mean `select`?" in client.diagnostics(file.as_uri())[0]["message"]
    file.write_text("ignore: [STS004]\n")
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": file.as_uri(), "type": 2}]})
    assert "STS004" not in codes(client.diagnostics(uri))


@pytest.mark.parametrize(
    ("encodings", "chosen", "column"),
    [(("utf-8",), "utf-8", 16), (("utf-16",), "utf-16", 14), (("utf-32",), "utf-32", 13), ((), "utf-16", 14)],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_session_in_each_encoding_counts_its_units(
    tmp_path: Path, encodings: tuple[str, ...], chosen: str, column: int, line_end: str
) -> None:
    client = Client(tmp_path, encodings=encodings)
    assert client.capabilities["positionEncoding"] == chosen
    uri = (tmp_path / "web.yaml").as_uri()
    lines = [
        "apiVersion: apps/v1",
        "kind: StatefulSet",
        "metadata: {name: web}",
        "spec: {𝄞: 1, replicas: 5}",
        "",
    ]
    client.open(uri, line_end.join(lines))
    client.diagnostics(uri, 1)
    end = column + len("replicas")
    client.change_ranges(uri, [{"range": {"start": place(3, end - 1), "end": place(3, end)}, "text": ""}], 2)
    found = [each for each in client.diagnostics(uri, 2) if "`replica`" in each["message"]]
    expected = {"start": place(3, column), "end": place(3, end - 1)}
    assert [each["range"] for each in found] == [expected]
    assert "STS004" in request_hover(client, uri, place(3, end - 2))
    edit = request_actions(client, uri, place(3, column))[0]["edit"]["documentChanges"][0]["edits"][0]
    assert edit == {"range": expected, "newText": "replicas"}
    assert client.end() == 0


def test_session_with_invalid_messages_answers_next_request(client: Client) -> None:
    client.send_bytes(b"this is not JSON")
    client.notify("no/suchNotification", {"a": 1})
    with pytest.raises(ServerError):
        client.request("no/suchRequest", {})
    with pytest.raises(ServerError):
        client.request("textDocument/hover", {"position": "here"})
    client.notify("textDocument/didOpen", {"textDocument": {"uri": 7}})
    assert request_hover(client, "file:///nowhere.yaml", place(3, 1)) == ""
    client.close("file:///nowhere.yaml")
    client.change("file:///nowhere.yaml", BAD, 2)
    uri = "untitled:Untitled-1"
    for version, text in enumerate(("a: [", "kind: StatefulSet\nspec: " + "[" * 5000, "\x00", BAD), 2):
        client.open(uri, text)
        client.change(uri, text, version)
    assert "STS002" in codes(client.diagnostics(uri, 5))


def test_request_before_initialize_is_refused_as_the_protocol_asks() -> None:
    from stslint.lsp.server import make_server
    from tests.lsp.samples import new_session

    written: list[bytes] = []
    server = make_server(new_session())
    server.protocol.set_writer(Writer(written), include_headers=False)
    params = {"textDocument": {"uri": "file:///web.yaml"}, "position": place(0, 0)}
    for more in ({"id": 1}, {}):
        message = {"jsonrpc": "2.0", "method": "textDocument/hover", "params": params, **more}
        if not more:
            message["method"] = "initialized"
        server.protocol.handle_message(server.protocol.structure_message(message))
    (answer,) = map(json.loads, written)
    assert answer["error"]["code"] == lsp.ErrorCodes.ServerNotInitialized


@pytest.mark.parametrize(
    "uri", ["untitled:Untitled-1", "git:/a/web.yaml?ref", "file:///c%3A/Users/web.yaml", "file:///a%00b.yaml"]
)
def test_session_with_any_uri_publishes_to_it(client: Client, uri: str) -> None:
    client.open("file://[", BAD)
    client.open(uri, BAD)
    assert "STS002" in codes(client.diagnostics(uri, 1))
    client.close(uri)
    assert client.diagnostics(uri) == []


def test_document_closed_before_its_check_stays_clear(client: Client, tmp_path: Path) -> None:
    first, second = (tmp_path / "first.yaml").as_uri(), (tmp_path / "second.yaml").as_uri()
    client.open(first, BAD)
    client.close(first)
    client.change(first, BAD, 2)
    client.open(second, BAD)
    assert "STS002" in codes(client.diagnostics(second, 1))
    assert request_hover(client, first, place_in(BAD, "statefulset")) == ""
    assert client.published[first][-1] == []


def test_document_closed_and_opened_again_is_checked(client: Client, tmp_path: Path) -> None:
    uri = (tmp_path / "web.yaml").as_uri()
    client.open(uri, STATEFUL_SET)
    client.close(uri)
    client.open(uri, BAD)
    # The first text may have been checked before the document was closed.
    while client.diagnostics(uri):
        pass
    assert "STS002" in codes(client.diagnostics(uri, 1))


def test_document_in_deleted_directory_is_checked(client: Client, tmp_path: Path) -> None:
    folder = tmp_path / "deploy"
    folder.mkdir()
    uri = (folder / "web.yaml").as_uri()
    client.open(uri, BAD)
    client.diagnostics(uri, 1)
    folder.rmdir()
    client.change(uri, BAD + "# more\n", 2)
    assert "STS002" in codes(client.diagnostics(uri, 2))


def run_python(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("library", ["pygls", "lsprotocol"])
def test_server_without_library_reports_how_to_install_it(tmp_path: Path, library: str) -> None:
    (tmp_path / f"{library}.py").write_text(
        f"raise ModuleNotFoundError(\"No module named '{library}'\", name='{library}')\n"
    )
    ran = run_python(
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); "
        "from stslint.__main__ import main; sys.argv = ['stslint', 'server']; main()"
    )
    command = install_command("server")
    message = f"stslint: the language server needs pygls; install it with: {command}\n"
    assert (ran.returncode, ran.stderr) == (2, message)


def test_command_imports_library_only_to_run() -> None:
    ran = run_python(
        "import sys; import stslint.cli.commands.server; "
        "print([name for name in ('pygls', 'lsprotocol', 'stslint.lsp') if name in sys.modules])"
    )
    assert ran.stdout == "[]\n", ran.stderr


def test_server_with_missing_rules_directory_exits_with_2(tmp_path: Path) -> None:
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
