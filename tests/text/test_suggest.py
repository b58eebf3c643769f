"""The nearest valid word."""

from __future__ import annotations

import pytest

from stslint.text.suggest import nearest

MODES = ("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")


@pytest.mark.parametrize(
    ("word", "candidates", "answer"),
    [
        ("readwriteonce", MODES, "ReadWriteOnce"),
        ("read-write-once", MODES, "ReadWriteOnce"),
        ("RWX", MODES, ""),
        ("naem", ("name", "image"), "name"),
        ("ReadWriteOncePods", MODES, "ReadWriteOncePod"),
        ("Foo", MODES, ""),
        ("ab", ("ac", "cd"), ""),
        ("cat", ("bat", "hat"), ""),
        ("", MODES, ""),
    ],
)
def test_nearest(word: str, candidates: tuple[str, ...], answer: str) -> None:
    assert nearest(word, candidates) == answer
