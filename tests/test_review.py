"""The standing measure: findings are known again, verdicts are kept, changes are seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts import review

CHART = """\
---
# Source: db/templates/sts.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers:
      - name: db
        image: example.com/db:latest
---
# Source: db/templates/service.yaml
apiVersion: v1
kind: Service
metadata: {name: db}
spec: {clusterIP: None, selector: {app: db}}
"""


@pytest.fixture
def renderings(tmp_path: Path) -> Path:
    folder = tmp_path / "renderings"
    folder.mkdir()
    (folder / "db.yaml").write_text(CHART)
    return folder


def test_verdict_survives_an_edit_elsewhere(renderings: Path, tmp_path: Path) -> None:
    verdicts = tmp_path / "verdicts.json"
    review.main([str(renderings), str(verdicts)], lambda _: "u")
    [entry] = json.loads(verdicts.read_text()).values()
    assert (entry["rule"], entry["verdict"]) == ("STS311", "useful")
    (renderings / "db.yaml").write_text(CHART.replace("  serviceName", "  replicas: 1\n  serviceName"))

    def never(_: str) -> str:
        raise AssertionError("it was judged before")

    review.main([str(renderings), str(verdicts)], never)
    assert [each["verdict"] for each in json.loads(verdicts.read_text()).values()] == ["useful"]


def test_what_is_gone_is_listed_and_leaves_the_table(
    renderings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    verdicts = tmp_path / "verdicts.json"
    review.main([str(renderings), str(verdicts)], lambda _: "n")
    assert "| STS311 | 0 | 1 | 0 | 0 |" in capsys.readouterr().out
    (renderings / "db.yaml").write_text(CHART.replace(":latest", ":1.2.3"))
    review.main([str(renderings), str(verdicts), "--list"])
    assert "gone: db.yaml: warning STS311 (noise)" in capsys.readouterr().out
    review.main([str(renderings), str(verdicts), "--table"])
    assert "STS311" not in capsys.readouterr().out


def test_new_finding_without_verdict_is_open(
    renderings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review.main([str(renderings), str(tmp_path / "verdicts.json")], lambda _: "q")
    assert "| STS311 | 0 | 0 | 0 | 1 |" in capsys.readouterr().out


def test_changed_severity_is_seen(renderings: Path) -> None:
    [found] = review.checked(renderings)
    known = {found.mark: {**review.entry_of(found, "useful"), "severity": "error"}}
    assert review.changes([found], known).changed == [found]
