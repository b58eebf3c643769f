"""A file is replaced whole, and what a killed process leaves is removed by the next one that writes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from stslint.runtime.atomic_write import write_atomically
from stslint.runtime.deferred_signals import deferred_signals
from stslint.runtime.disk_cache import Store, key_of
from stslint.runtime.temporary_files import temporary_file
from tests.support.paths import ROOT

ABANDONED = ".stslint-a1b2c3d4.tmp"


def test_write_removes_abandoned_temporary_file(tmp_path: Path) -> None:
    (tmp_path / ABANDONED).write_bytes(b"half")
    write_atomically(str(tmp_path / "report"), "whole")
    assert os.listdir(tmp_path) == ["report"]


@pytest.mark.parametrize("name", [".stslint-baseline", ".stslint.yaml", ".stslint-a1b2c3d4.tmp.yaml"])
def test_write_keeps_file_with_similar_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"mine")
    write_atomically(str(tmp_path / "report"), "whole")
    assert (tmp_path / name).read_bytes() == b"mine"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a link")
def test_write_removes_nothing_through_link(tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"mine")
    (tmp_path / ABANDONED).symlink_to("mine")
    write_atomically(str(tmp_path / "report"), "whole")
    assert (tmp_path / "mine").read_bytes() == b"mine"


def test_write_keeps_temporary_file_of_running_process(tmp_path: Path) -> None:
    handle, path = temporary_file(str(tmp_path))
    program = (
        "import sys; from stslint.runtime.atomic_write import write_atomically as w; w(sys.argv[1], 'whole')"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "report")], cwd=ROOT, check=True)
    assert os.path.exists(path)
    os.close(handle)


def test_failed_write_names_the_file_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    with pytest.raises(OSError, match="report"):
        write_atomically(str(tmp_path / "report"), "whole")
    assert os.listdir(tmp_path) == ["report"]


def test_cache_removes_old_temporary_entry(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    for name, age in ((".k.77.0a0b0c0d", 60), (".k.78.0a0b0c0d", 0)):
        (tmp_path / name).write_bytes(b"half")
        written = os.stat(tmp_path / name).st_mtime - age
        os.utime(tmp_path / name, (written, written))
    keys = [key_of(str(number)) for number in range(100)]
    for key in keys:
        store.write(key, 1)
    assert sorted(os.listdir(tmp_path)) == sorted([".k.78.0a0b0c0d", *keys])


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="needs signals that can wait")
def test_signal_is_delivered_after_the_block() -> None:
    program = (
        "import os, signal; from stslint.runtime.deferred_signals import deferred_signals\n"
        "with deferred_signals():\n"
        "    os.kill(os.getpid(), signal.SIGTERM); print('whole', flush=True)\n"
        "print('not reached')"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert (ran.returncode, ran.stdout.split()) == (-signal.SIGTERM, [b"whole"])
    with deferred_signals():
        pass
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, ())
