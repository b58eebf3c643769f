"""What a manifest asks to be left alone about, and the requests that nothing answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stslint.linter.linter import lint
from stslint.linter.outcome import Outcome
from stslint.linter.settings import Settings
from stslint.linter.suppressions import applied
from stslint.model import Bundle, Finding, Source, Span
from stslint.sources.yaml.recovery import read
from tests.support.fixing import rules

SET = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: -3
  podManagementPolicy: parallel
"""
OWN = ("STS025", "STS026")


def told(*texts: str, settings: Settings | None = None) -> list[tuple[str, int]]:
    """Returns the rules that answer, and the lines they answer on, without those about what is absent."""
    settings = settings or Settings(select=("out-of-range", "invalid-enum", "duplicate-key", *OWN))
    sources = [Source(f"{number}.yaml", text) for number, text in enumerate(texts)]
    bundle = Bundle(tuple(document for source in sources for document in read(source)), "1.37")
    outcome = applied(lint(bundle, rules(), settings), bundle, rules(), settings)
    return [(finding.rule, finding.span.line) for finding in outcome.findings]


def with_comment(line: str, comment: str) -> str:
    assert line in SET
    return SET.replace(line, f"{line}  {comment}")


BOTH = [("STS010", 6), ("STS009", 7)]


def test_without_a_request_all_is_told() -> None:
    assert told(SET) == BOTH


@pytest.mark.parametrize(
    "word", ["STS010", "sts010", "out-of-range", "STS01", "STS010,STS009", "STS009 , STS010", "ALL"]
)
def test_a_comment_speaks_for_its_line(word: str) -> None:
    text = with_comment("replicas: -3", f"# stslint: ignore={word} it is a test")
    assert ("STS010", 6) not in told(text)
    assert ("STS009", 7) in told(text)


def test_a_comment_on_a_line_of_its_own_speaks_for_the_next() -> None:
    text = SET.replace("  replicas", "  # stslint: ignore=STS010\n  # and for a reason\n  replicas")
    assert told(text) == [("STS009", 9)]
    assert told(SET.replace("  pod", "  # stslint: ignore=STS010\n  pod")) == [
        ("STS010", 6),
        ("STS025", 7),
        ("STS009", 8),
    ]


def test_two_comments_above_a_line_both_speak_for_it() -> None:
    text = SET.replace("  replicas", "  # stslint: ignore=STS010\n  #stslint:ignore=STS009\n  replicas")
    assert told(text) == [("STS025", 7), ("STS009", 9)]


@pytest.mark.parametrize("place", ["apiVersion", "  replicas"])
def test_a_comment_speaks_for_its_file(place: str) -> None:
    text = SET.replace(place, f"# stslint: ignore-file=STS010 why\n{place}")
    assert told(text, SET) == [("STS009", 8), *BOTH]


def test_all_documents_of_a_file_are_meant() -> None:
    text = f"# stslint: ignore-file=STS010,STS009\n{SET}---\n{SET.replace('db', 'web')}"
    assert told(text) == []


def test_an_annotation_speaks_for_its_object() -> None:
    text = SET.replace(
        "  name: db", '  name: db\n  annotations: {stslint.dev/ignore: "STS010, invalid-enum"}'
    )
    assert told(text) == []
    assert told(f"{text}---\n{SET}") == [("STS010", 15), ("STS009", 16)]


def test_an_object_of_a_list_speaks_for_itself() -> None:
    item = "- " + SET.replace("\n", "\n  ").rstrip() + "\n"
    asking = item.replace("    name: db", "    name: db\n    annotations: {stslint.dev/ignore: STS01 STS009}")
    text = f"apiVersion: v1\nkind: List\nitems:\n{asking}{item}"
    assert told(text) == [("STS010", 17), ("STS009", 18)]


@pytest.mark.parametrize(
    "value",
    [
        "'# stslint: ignore-file=ALL'",
        '"# stslint: ignore-file=ALL"',
        "|\n    # stslint: ignore-file=ALL",
        "x# stslint: ignore-file=ALL",
        ">-\n\n    # stslint: ignore-file=ALL\n\n",
    ],
)
def test_text_is_no_comment(value: str) -> None:
    text = SET.replace("  name: db", f"  name: db\n  namespace: {value}")
    assert [rule for rule, _ in told(text)] == ["STS010", "STS009"]


def test_a_comment_may_stand_behind_the_mark_of_a_block() -> None:
    text = SET.replace(
        "  podManagementPolicy: parallel", "  podManagementPolicy: |- # stslint: ignore=STS009\n    parallel"
    )
    assert told(text) == [("STS010", 6)]


def test_a_value_that_stands_twice_is_no_comment() -> None:
    text = SET + "  podManagementPolicy: '# stslint: ignore-file=ALL'\n"
    assert [rule for rule, _ in told(text)] == ["STS010", "STS009", "STS005"]


def test_what_nothing_answers_is_told() -> None:
    assert told("# stslint: ignore-file=STS010,STS009\n" + SET.replace("-3", "3")) == [("STS025", 1)]


def test_an_ignore_of_a_rule_that_did_not_run_is_not_unused() -> None:
    text = "# stslint: ignore-file=STS010\n" + SET.replace("-3", "3")
    assert told(text, settings=Settings(select=("STS009", *OWN))) == [("STS009", 8)]
    assert told(text, settings=Settings(select=("STS009", *OWN), ignore=("STS010",))) == [("STS009", 8)]


def test_an_unknown_rule_is_told_with_the_one_that_was_meant() -> None:
    settings = Settings(select=("STS010", *OWN))
    text = with_comment("replicas: -3", "# stslint: ignore=out-of-rang")
    assert told(text, settings=settings) == [("STS010", 6), ("STS026", 6)]


@pytest.mark.parametrize(
    "comment", ["# stslint: ignore", "# stslint: ignore=", "# stslint: off=STS010", "# stslint:"]
)
def test_a_comment_that_asks_for_nothing_is_told(comment: str) -> None:
    assert ("STS026", 6) in told(with_comment("replicas: -3", comment))


def test_a_comment_that_only_speaks_of_stslint_is_no_request() -> None:
    assert told(with_comment("replicas: -3", "# see stslint: it knows")) == BOTH


def test_findings_about_ignores_can_be_ignored() -> None:
    text = f"# stslint: ignore-file=STS025,STS026\n# stslint: ignore-file=STS011,STS999\n{SET}"
    assert told(text) == [("STS010", 8), ("STS009", 9)]


def test_windows_line_ends_make_no_difference() -> None:
    text = with_comment("replicas: -3", "# stslint: ignore=STS010").replace("\n", "\r\n")
    assert told(text) == [("STS009", 7)]


def test_a_block_of_a_page_counts_from_the_page() -> None:
    text = with_comment("replicas: -3", "# stslint: ignore=STS010")
    source = Source("page.md", text, first_line=10, first_column=4)
    bundle = Bundle(tuple(read(source)), "1.37")
    settings = Settings(select=("out-of-range", "invalid-enum"))
    outcome = applied(lint(bundle, rules(), settings), bundle, rules(), settings)
    assert [finding.rule for finding in outcome.findings] == ["STS009"]


@given(st.text("# stslint:=ignorefSTS01,-'\"|\n", max_size=40))
def test_no_comment_breaks_a_run(comment: str) -> None:
    told(f"{SET}# stslint: {comment}\n")


def test_a_rule_that_failed_can_not_be_ignored() -> None:
    bundle = Bundle(tuple(read(Source("a.yaml", f"# stslint: ignore-file=ALL\n{SET}"))), "1.37")
    failed = Finding("STS000", "rule-failed", "error", "rule", "failed", "a.yaml", Span(2, 1, 2, 2))
    refused = failed._replace(rule="STS010", name="out-of-range")
    outcome = applied(Outcome((failed, refused)), bundle, rules(), Settings(select=("STS010",)))
    assert outcome.findings == (failed,)


HELM = """\
---
# Source: a/templates/web.yaml
# stslint: ignore-file=STS010
{first}---
# Source: a/templates/db.yaml
{second}"""


def test_a_comment_in_the_output_of_helm_speaks_for_its_template() -> None:
    text = HELM.format(first=SET, second=SET.replace("db", "web"))
    assert told(text) == [("STS009", 10), ("STS010", 18), ("STS009", 19)]


def test_a_comment_in_one_block_of_a_page_speaks_for_the_whole_page() -> None:
    texts = (f"# stslint: ignore-file=STS010\n{SET}", SET)
    sources = [Source("page.md", text, first_line=line) for text, line in zip(texts, (10, 30), strict=True)]
    documents = tuple(document for source in sources for document in read(source))
    bundle, settings = Bundle(documents, "1.37"), Settings(select=("STS010", "STS009"))
    outcome = applied(lint(bundle, rules(), settings), bundle, rules(), settings)
    assert [(each.rule, each.span.line) for each in outcome.findings] == [("STS009", 17), ("STS009", 36)]


@pytest.mark.parametrize("value", ["[%s]", "{%s: b}"])
def test_texts_on_one_line_are_no_comments(value: str) -> None:
    quoted = (
        ", ".join(["'# stslint: ignore-file=ALL'"] * 3) if "[" in value else "'# stslint: ignore-file=ALL'"
    )
    text = f"{SET}x: {value % quoted}"
    assert told(text) == BOTH
    assert told(f"{text} # stslint: ignore-file=STS010") == [("STS009", 7)]
