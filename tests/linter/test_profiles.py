"""Profiles name rules that exist, and change what a run says."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from stslint.cli.app import command_line
from stslint.linter.profiles import PROFILES
from stslint.linter.rule_loader import load_rules
from stslint.runtime import package_data
from tests.support.runners import Run

RULES = {rule.name: rule for rule in load_rules(package_data.folder("rules"))}

SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
  creationTimestamp: null
spec:
  serviceName: web
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "example.com/web:1.2.3"}]}
  volumeClaimTemplates:
  - metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
"""


def test_the_command_line_offers_every_profile() -> None:
    [option] = [each for each in command_line.commands["check"].params if each.name == "profile"]
    assert isinstance(option.type, click.Choice)
    assert tuple(option.type.choices) == tuple(PROFILES)


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_turns_on_what_is_off_and_changes_what_would_be_otherwise(profile: str) -> None:
    assert not any(RULES[name].default for name in PROFILES[profile].rules)
    for name, severity in PROFILES[profile].severities.items():
        assert RULES[name].severity != severity


def levels(ran: str) -> dict[str, str]:
    """Returns the severity of each rule that a concise report names."""
    words = [line.split(": ", 1)[1].split()[:2] for line in ran.splitlines() if " STS" in line]
    return {rule: severity for severity, rule in words}


def test_gitops_says_more_and_louder(stslint: Run, tmp_path: Path) -> None:
    (tmp_path / "web.yaml").write_text(SET)
    words = ("check", "web.yaml", "--format", "concise")
    default = levels(stslint(*words).stdout)
    gitops = levels(stslint(*words, "--profile", "gitops").stdout)
    assert default["STS508"] == "info"
    assert gitops["STS508"] == "warning"
    assert "STS206" not in default
    assert gitops["STS206"] == "info"
    louder = levels(stslint(*words, "--profile", "gitops", "--severity", "STS508=error").stdout)
    assert louder["STS508"] == "error"
    assert "STS206" not in levels(stslint(*words, "--profile", "gitops", "--ignore", "STS206").stdout)
