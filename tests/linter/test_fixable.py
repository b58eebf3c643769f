"""The table of fixable rules is what the examples on their pages show; ``pytest --update`` writes it anew."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import stslint.linter
from stslint.linter.rule_loader import load_rules
from stslint.pipeline.rule_examples import examples_of, run
from stslint.runtime import package_data

TABLE = Path(stslint.linter.__file__).parent / "fixes.tsv"


def shown() -> Mapping[str, str]:
    kinds: dict[str, str] = {}
    for rule in load_rules(package_data.folder("rules")):
        for example in examples_of(rule):
            for finding in run(rule, example).findings:
                if finding.fix is not None and kinds.get(finding.rule) != "safe":
                    kinds[finding.rule] = "safe" if finding.fix.safe else "unsafe"
    return kinds


def test_the_table_of_fixes_is_what_the_examples_show(update: bool) -> None:
    pytest.importorskip("cel_expr_python", reason="the extra `cel` is not installed")
    rows = "".join(f"{rule_id}\t{kind}\n" for rule_id, kind in sorted(shown().items()))
    if update:
        TABLE.write_text(f"rule\tfix\n{rows}", encoding="utf-8")
    assert TABLE.read_text(encoding="utf-8") == f"rule\tfix\n{rows}"
    assert rows.count("\tsafe\n") >= 10
