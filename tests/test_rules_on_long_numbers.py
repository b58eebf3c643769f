"""Rules that read a number from a text, which can be no number or have more digits than Python converts."""

from __future__ import annotations

import pytest

from stslint.kubernetes.schema.versions import NEWEST
from stslint.linter.rule_loader import load_rules
from stslint.pipeline.rule_examples import Example, run
from stslint.runtime import package_data

RULES = {rule.name: rule for rule in load_rules(package_data.folder("rules"))}
SERVERS = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: consul}
spec:
  serviceName: consul
  replicas: REPLICAS
  selector: {matchLabels: {app: consul}}
  template:
    metadata: {labels: {app: consul}}
    spec: {containers: [{name: consul, image: "hashicorp/consul:1.21.5", args: [agent, -server, GIVEN]}]}
  volumeClaimTemplates: [{metadata: {name: data}}]
"""


@pytest.mark.parametrize("number", ["²", "9" * 5000, "٣"])
@pytest.mark.parametrize("rule", ["replication-factor-over-members", "new-members-can-form-majority"])
def test_rule_does_not_fail(rule: str, number: str) -> None:
    text = SERVERS.replace("GIVEN", f"-bootstrap-expect={number}")
    new, old = text.replace("REPLICAS", "7"), text.replace("REPLICAS", "3")
    outcome = run(RULES[rule], Example("Bad", new, 1, NEWEST, complete=True, old=old))
    assert {finding.rule for finding in outcome.findings} <= {RULES[rule].id}
