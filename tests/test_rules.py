"""Every rule's page is run: what it promises to report is reported, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from stslint.examples import broken_promises
from stslint.rulebook import Rule, load_rules

RULES = load_rules(Path(__file__).parent.parent / "rules")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_page_keeps_its_promises(rule: Rule) -> None:
    assert broken_promises(rule) == []
