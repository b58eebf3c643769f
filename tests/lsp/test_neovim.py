"""A client of another project: headless Neovim opens a manifest, fixes it and saves it."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from tests.support.paths import ROOT

pytest.importorskip("pygls", reason="the extra `server` is not installed")

pytestmark = pytest.mark.slow

SCRIPT = ROOT / "scripts" / "try_neovim.sh"


@pytest.mark.skipif(shutil.which("nvim") is None, reason="no nvim on the PATH")
def test_neovim_fixes_and_saves_manifest() -> None:
    ran = subprocess.run(
        ["sh", str(SCRIPT), f"{sys.executable} -m stslint server"],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "the saved file has no typo" in ran.stdout
