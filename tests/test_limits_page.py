"""The page of the limits has the numbers of the code."""

from __future__ import annotations

import pytest

from stslint.applications.roles import SEARCHED
from stslint.fixer.fix_loop import MAXIMUM_ROUNDS
from stslint.forecast.manifests import MOST_REASONS
from stslint.forecast.most_pods import MOST_PODS
from stslint.forecast.snapshot.freeing import MOST_PLAYED
from stslint.kubernetes.queries.amounts import MOST_IN_SCOPE
from stslint.kubernetes.verdict import DECODING_ROUNDS
from stslint.linter.findings import LONGEST_TEXT
from stslint.linter.folding import MOST_REPEATED
from stslint.linter.outcome import LONGEST_NAME
from stslint.planner.api_server import MOST_REPLICAS
from stslint.planner.plan_size import LARGEST
from stslint.policies.evaluation_cost import MOST_COLLECTED
from stslint.policies.evaluation_limit import MOST_EVALUATIONS
from stslint.policies.value_size import MOST_SIZE
from stslint.report.json_encoding import MOST_INDENTED
from stslint.report.markdown import LIMIT as LONGEST_MARKDOWN
from stslint.report.plan.html import MOST_CELLS
from stslint.report.plan.svg import MOST_PLANS
from stslint.report.sarif import LONGEST_SNIPPET
from stslint.runtime.bounded_reading import MOST_BYTES
from stslint.sources.files.glob_regex import LONGEST as LONGEST_PATTERN
from stslint.sources.files.pattern_index import MOST_WITHOUT_TEXT
from stslint.sources.render.runner import MAXIMUM_BYTES as MOST_OUTPUT
from stslint.sources.yaml.anchors import ALIAS_LIMIT, LARGEST_REQUEST
from stslint.sources.yaml.event_tree import MAXIMUM_DEPTH
from stslint.sources.yaml.recovery import MOST_BROKEN, MOST_REPAIRED
from stslint.sources.yaml.repaired import MAXIMUM_REPAIRS
from stslint.text.suggest import MOST_WORDS
from tests.support.paths import ROOT

LIMITS = {
    "Bytes of a file": f"{MOST_BYTES:,}",
    "Levels of lists and mappings": str(MAXIMUM_DEPTH),
    "Nodes that come from aliases": f"{ALIAS_LIMIT:,}",
    "Text that aliases repeat": f"{LARGEST_REQUEST >> 20} MiB",
    "Syntax errors of a document": str(MAXIMUM_REPAIRS),
    "Documents of a file": f"{MOST_REPAIRED:,}",
    "Broken documents of a file": f"{MOST_BROKEN:,}",
    "Levels of misspelled fields": str(DECODING_ROUNDS),
    "Output of a program": f"{MOST_OUTPUT >> 20} MiB",
    "How often a rule says the same": f"{MOST_REPEATED:,}",
    "Characters of a message": f"{LONGEST_TEXT:,}",
    "Characters of the name": str(LONGEST_NAME),
    "Unknown words": str(MOST_WORDS),
    "Characters of a line": f"{LONGEST_SNIPPET:,}",
    "Findings of a JSON report": f"{MOST_INDENTED:,}",
    "Characters of a Markdown report": f"{LONGEST_MARKDOWN:,}",
    "Rounds of": str(MAXIMUM_ROUNDS),
    "Characters of a command": f"{SEARCHED:,}",
    "ResourceQuotas, and": str(MOST_IN_SCOPE),
    "PersistentVolumes that": "200",
    "Characters of a glob pattern": f"{LONGEST_PATTERN:,}",
    "Patterns of an ignore file": str(MOST_WITHOUT_TEXT),
    "Dots of a key": "99",
    "Evaluations of expressions": f"{MOST_EVALUATIONS:,}",
    "Elements of a list": f"{MOST_COLLECTED:,}",
    "Characters and elements of a variable": f"{MOST_SIZE:,}",
    "Replicas": f"{MOST_REPLICAS:,}",
    "Size of all plans": f"{LARGEST:,}",
    "Pods of all": f"{MOST_PODS:,}",
    "What is played": f"{MOST_PLAYED:,}",
    "Reasons for which": f"{MOST_REASONS:,}",
    "Pods times moments": f"{MOST_CELLS:,}",
    "Plans in one picture": str(MOST_PLANS),
}


def limits_of_editors() -> dict[str, str]:
    """Returns the limits of the language server, which is an extra."""
    pytest.importorskip("lsprotocol", reason="the extra `server` is not installed")
    from stslint.lsp.diagnostics import MOST_PUBLISHED
    from stslint.lsp.rollout_hover import LARGEST_PLAN, MOST_PLANNED_PODS

    return {
        "Findings of a file in an editor": f"{MOST_PUBLISHED:,}",
        "Pods of the rollout": str(MOST_PLANNED_PODS),
        "Size of the plan": f"{LARGEST_PLAN:,}",
    }


def test_the_page_has_the_numbers_of_the_code() -> None:
    rows = [line.split(" | ") for line in (ROOT / "docs" / "limits.md").read_text().splitlines()]
    stated = {row[0].removeprefix("| "): row[1] for row in rows if len(row) == 3 and row[1][0].isdigit()}
    limits = LIMITS | limits_of_editors()
    assert len(stated) == len(limits)
    for start, number in limits.items():
        assert [value for name, value in stated.items() if name.startswith(start)] == [number], start
