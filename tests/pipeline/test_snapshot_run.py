"""Snapshots that are read from folders."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stslint.pipeline.snapshot_run import inventory_from

SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web, namespace: a, uid: b}
spec: {selector: {matchLabels: {app: web}}}
"""


def test_files_of_all_folders_are_read(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "web.yaml").write_text(SET)
    assert list(inventory_from([str(tmp_path)], bytes, "-").sets) == [("a", "web")]


def test_folder_that_cannot_be_listed_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "web.yaml").write_text(SET)
    (tmp_path / "closed").mkdir()
    scandir = os.scandir

    def refused(path: Any) -> Iterator[Any]:  # the superuser, who may run the tests, can list every folder
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(PermissionError) as raised:
        inventory_from([str(tmp_path)], bytes, "-")
    assert raised.value.filename == str(tmp_path / "closed")
