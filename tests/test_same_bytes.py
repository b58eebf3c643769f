"""The same bytes under conditions that must not matter; scripts/same_bytes.py tries more of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scripts import same_bytes
from scripts.same_bytes import Condition
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

SMALL = (
    Condition("2 processes, paths in reverse", {}, ("--no-cache", "--jobs", "2"), reverse=True),
    Condition("other seed, locale, zone", {"PYTHONHASHSEED": "7", "LC_ALL": "C", "TZ": "Asia/Kathmandu"}),
    Condition("empty cache", options=()),
    Condition("full cache, paths in reverse", options=(), reverse=True),
)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """Returns the folder with manifests and what one process without a cache prints of them."""
    folder = tmp_path_factory.mktemp("same")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(same_bytes, "COPIES", 3)
        patch.setenv("PYTHONPATH", str(ROOT))
        same_bytes.prepare(folder)
        return folder, same_bytes.outputs(sys.executable, next(same_bytes.conditions()), folder)


@pytest.mark.parametrize("condition", SMALL, ids=lambda each: each.name)
def test_bytes_are_the_same(
    first: tuple[Path, dict[str, bytes]], condition: Condition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    folder, printed = first
    assert same_bytes.outputs(sys.executable, condition, folder) == printed
    assert all(printed.values())
