"""Paths, URIs and names of buffers, on both kinds of systems."""

from __future__ import annotations

import pytest

pytest.importorskip("pygls", reason="the extra `server` is not installed")

from hypothesis import given
from hypothesis import strategies as st
from pygls import uris

from stslint.lsp.buffers import Buffer, path_of, uri_of


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uris, "IS_WIN", True)


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///home/me/set.yaml", "/home/me/set.yaml"),
        ("file:///home/a%20b/%23%C3%A9.yaml", "/home/a b/#é.yaml"),
        ("file:///home/%F0%9D%84%9E.yaml", "/home/𝄞.yaml"),
        ("file:///home/a;b/c;d.yaml", "/home/a;b/c;d.yaml"),
        ("file:///home/100%.yaml", "/home/100%.yaml"),
        ("file:///home/me/../you/set.yaml", "/home/you/set.yaml"),
        ("FILE:///home/me/set.yaml", "/home/me/set.yaml"),
    ],
)
def test_path_of_file_uri_returns_decoded_path(uri: str, path: str) -> None:
    assert path_of(uri) == path


@pytest.mark.parametrize(
    "uri",
    [
        "untitled:Untitled-1",
        "git:/home/me/set.yaml?%7B%7D",
        "vscode-notebook-cell:/home/me/page.ipynb#W0sZmlsZQ",
        "https://example.com/set.yaml",
        "file:",
        "file://[",
        "file:///home/a%00b.yaml",
        "no URI at all",
        "",
    ],
)
def test_path_of_other_uri_returns_none(uri: str) -> None:
    assert path_of(uri) is None


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///c%3A/Users/M%C3%BC/set.yaml", "c:\\Users\\Mü\\set.yaml"),
        ("file:///C:/Users/x%20y.yaml", "c:\\Users\\x y.yaml"),
        ("file://server/share/x.yaml", "\\\\server\\share\\x.yaml"),
    ],
)
def test_path_of_windows_uri_returns_windows_path_and_back(uri: str, path: str) -> None:
    assert path_of(uri) == path
    assert path_of(uri_of(path)) == path


@pytest.mark.parametrize("uri", ["file:///c%3A/Users/web.yaml", "file:///C:/Users/web.yaml"])
def test_buffer_with_windows_uri_on_any_system_has_name_of_file(uri: str) -> None:
    assert Buffer(uri, "").name.replace("\\", "/").endswith("c:/Users/web.yaml")


STEP = st.text(
    st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=8
).filter(lambda step: step not in (".", ".."))


@given(st.lists(STEP, min_size=1, max_size=4))
def test_uri_of_posix_path_converts_back(steps: list[str]) -> None:
    # pygls reads a drive letter on every system: `/c:` is not a usual directory.
    path = "/" + "/".join(("home", *steps))
    uri = uri_of(path)
    assert uri.isascii()
    assert path_of(uri) == path


def test_uri_of_path_that_is_not_utf8_replaces_bytes() -> None:
    assert uri_of("/home/\udcff.yaml") == "file:///home/%EF%BF%BD.yaml"


@pytest.mark.parametrize(
    ("uri", "language", "name"),
    [
        ("untitled:Untitled-1", "yaml", "Untitled-1.yaml"),
        ("untitled:notes", "markdown", "notes.md"),
        ("untitled:web.yaml", "yaml", "web.yaml"),
        ("untitled:Untitled-1", "", "Untitled-1.yaml"),
        ("git:/home/me/set.yaml?%7B%7D", "yaml", "/home/me/set.yaml"),
        ("file://[", "yaml", "file://[.yaml"),
        ("", "json", ".json"),
    ],
)
def test_name_of_buffer_without_file_has_extension_of_language(uri: str, language: str, name: str) -> None:
    assert Buffer(uri, "", language=language).name == name
