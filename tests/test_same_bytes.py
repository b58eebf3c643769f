"""The same bytes under conditions that must not matter; scripts/same_bytes.py tries more of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scripts import same_bytes
from scripts.same_bytes import Condition
from stslint.cli.check_arguments import CheckArguments
from stslint.cli.commands.check import run
from stslint.runtime.worker_processes import Workers
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


@pytest.mark.skipif(sys.platform != "linux", reason="one process elsewhere")
def test_four_processes_share_the_manifests_to_the_end(
    first: tuple[Path, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    processes: list[int] = []
    end = Workers._end

    def noted(workers: Workers, at_once: bool) -> None:
        processes.append(workers._size)
        end(workers, at_once)

    monkeypatch.setattr(Workers, "_end", noted)
    monkeypatch.chdir(first[0])
    run(CheckArguments(paths=("in",), form="json", no_cache=True, jobs=4))
    assert len(capsys.readouterr().out) > 1_000_000
    assert processes == [4]
