"""Paths and URIs, of both kinds of systems."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.lsp.uris import name_of, path_of, uri_of


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///home/me/set.yaml", "/home/me/set.yaml"),
        ("file:///home/a%20b/%23%C3%A9.yaml", "/home/a b/#é.yaml"),
        ("file:///home/a;b/c;d.yaml", "/home/a;b/c;d.yaml"),
        ("file:///home/100%.yaml", "/home/100%.yaml"),
        ("file://localhost/home/x.yaml", "/home/x.yaml"),
        ("untitled:Untitled-1", None),
        ("git:/home/me/set.yaml?%7B%7D", None),
        ("", None),
    ],
)
def test_paths_of_uris(uri: str, path: str | None) -> None:
    assert path_of(uri, windows=False) == path


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///c%3A/Users/M%C3%BC/set.yaml", "c:\\Users\\Mü\\set.yaml"),
        ("file:///C:/Users/x%20y.yaml", "c:\\Users\\x y.yaml"),
        ("file://server/share/x.yaml", "\\\\server\\share\\x.yaml"),
    ],
)
def test_paths_of_windows(uri: str, path: str) -> None:
    assert path_of(uri, windows=True) == path
    assert path_of(uri_of(path, windows=True), windows=True) == path


STEP = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=8)


@given(st.lists(STEP.filter(lambda step: step not in (".", "..")), min_size=1, max_size=4))
def test_a_path_comes_back(steps: list[str]) -> None:
    path = "/" + "/".join(steps)
    uri = uri_of(path, windows=False)
    assert uri.isascii()
    assert path_of(uri, windows=False) == path


WINDOWS_STEP = st.text(st.sampled_from("aZ9 ü#%&;[]~."), min_size=1, max_size=6).filter(
    lambda s: s.strip(".")
)


@given(st.sampled_from(["c:", "\\\\host\\share"]), st.lists(WINDOWS_STEP, min_size=1, max_size=3))
def test_a_windows_path_comes_back(drive: str, steps: list[str]) -> None:
    path = "\\".join((drive, *steps))
    assert path_of(uri_of(path, windows=True), windows=True) == path


@pytest.mark.parametrize(
    ("uri", "language", "name"),
    [
        ("untitled:Untitled-1", "yaml", "Untitled-1.yaml"),
        ("untitled:notes", "markdown", "notes.md"),
        ("untitled:web.yaml", "yaml", "web.yaml"),
        ("untitled:Untitled-1", "", "Untitled-1.yaml"),
    ],
)
def test_a_text_that_was_never_saved_has_a_name(uri: str, language: str, name: str) -> None:
    assert name_of(uri, language) == name
