"""The tolerant reader: each mistake on its line, and the rest of the manifest still read."""

from __future__ import annotations

import pytest

from stslint.model import Document, Source
from stslint.sources.yaml.document_splitter import Chunk
from stslint.sources.yaml.probe import first_error
from stslint.sources.yaml.recovery import MOST_BROKEN, MOST_REPAIRED, read
from stslint.sources.yaml.repair_search import Attempt, RepairSearch
from stslint.sources.yaml.syntax_error import YamlError

GOOD = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  serviceName: db
  template:
    spec:
      containers:
      - name: db
        image: "postgres:16"
"""


def only(text: str) -> Document:
    documents = read(Source("test", text))
    assert len(documents) == 1
    return documents[0]


@pytest.mark.parametrize(
    ("good", "bad", "place", "words", "fixed"),
    [
        ("spec:\n  replicas", "spec\n  replicas", (5, 1), "`spec` has no colon", True),
        ("      containers:\n", "      containers\n", (10, 7), "`containers` has no colon", True),
        ("  replicas: 3", "  replicas 3", (6, 3), "`replicas` has no colon", True),
        ("  replicas: 3", "  replicas:3", (6, 3), "no space after", True),
        ("  serviceName", "\tserviceName", (7, 1), "indented with a tab", True),
        ("  serviceName", "   serviceName", (7, 1), "indentation", True),
        ("  serviceName", " serviceName", (7, 1), "indentation", True),
        ('"postgres:16"', '"postgres:16', (12, 16), "never closed", True),
        ("  template", "<<<<<<< HEAD\n  template", (8, 1), "merge conflict", False),
    ],
)
def test_one_mistake_stands_on_its_line(
    good: str, bad: str, place: tuple[int, int], words: str, fixed: bool
) -> None:
    document = only(GOOD.replace(good, bad))
    assert [problem.span[:2] for problem in document.problems] == [place]
    assert words in document.problems[0].message
    assert bool(document.problems[0].fix) == fixed
    assert document.root.at("spec.template.spec.containers[0].name").value == "db"
    assert document.root.at("spec.replicas").value == 3


@pytest.mark.parametrize("bad", ["spec\n  replicas", "spec:\n  replicas"])
def test_applying_the_fix_gives_the_good_text(bad: str) -> None:
    text = GOOD.replace("spec:\n  replicas", bad)
    for problem in only(text).problems:
        assert problem.fix
        for edit in problem.fix.edits:
            lines = text.split("\n")
            line = lines[edit.span.line - 1]
            lines[edit.span.line - 1] = (
                line[: edit.span.column - 1] + edit.text + line[edit.span.end_column - 1 :]
            )
            text = "\n".join(lines)
    assert text == GOOD


def test_positions_on_a_mended_line_are_those_of_the_file() -> None:
    document = only(GOOD.replace("  replicas: 3", "  replicas 3").replace("  serviceName", "\tserviceName"))
    assert document.root.at("spec.replicas").span == (6, 12, 6, 13)
    assert document.root.at("spec.serviceName").span == (7, 15, 7, 17)
    assert document.root.at("spec.serviceName").key_span == (7, 2, 7, 13)


def test_three_mistakes_come_out_in_one_run() -> None:
    text = GOOD.replace("spec:\n  replicas", "spec\n  replicas").replace("metadata:", "metadata")
    document = only(text.replace("  replicas: 3", "  replicas 3"))
    assert [problem.span[0] for problem in document.problems] == [3, 5, 6]


def test_a_hopeless_text_still_says_what_is_wrong() -> None:
    (document,) = read(Source("test", "a: [\n" * 40))
    assert document.problems
    assert document.root.kind == "absent"
    assert document.root.span == document.problems[0].span


def test_two_mistakes_next_to_each_other_leave_the_rest() -> None:
    text = GOOD.replace("metadata:\n  name", "metadata\n\tname").replace("\n  template", "\n template")
    document = only(text)
    assert document.root.at("spec.replicas").value == 3
    assert {problem.span[0] for problem in document.problems} == {4, 8}


def test_a_collection_on_a_mended_line_begins_where_the_file_has_it() -> None:
    root = only("a:\n  b: 1\nc:\n\td:\n    e: 1\n").root
    assert root.at("c.d").key_span == (4, 2, 4, 3)
    assert root.at("c").span == (4, 2, 5, 9)
    assert only("a:\n- b: 1\n- c 2\n").root.at("a").span == (2, 1, 3, 6)
    assert only("a: 1\n b: 2\nc: 3\n").root.at("b").key_span == (2, 2, 2, 3)


def test_a_key_that_ends_on_a_mended_line_ends_where_the_file_has_it() -> None:
    key = only("a: {b: 1, c\n\td}\n").root.at("a").get("c d")
    assert key.present
    assert key.key_span == (1, 11, 2, 3)


def test_a_separator_with_text_behind_it_ends_the_reading() -> None:
    first, second = read(Source("test", "kind: A\n---x\nkind: B\n---\nkind: C\n"))
    assert first.kind == "A"
    assert second.problems[0].span[:2] == (2, 1)
    assert "kubectl ignores the rest of the file" in second.problems[0].message


def test_a_separator_inside_a_block_scalar_cuts_there_as_kubectl_does() -> None:
    documents = read(Source("test", "a: |\n  x\n---\nb: 1\n"))
    assert [list(document.root.entries()) for document in documents] == [["a"], ["b"]]


def test_lines_and_columns_begin_where_the_block_begins() -> None:
    (document,) = read(Source("page.md", "kind\n  a: 1\n", first_line=10, first_column=3))
    assert document.problems[0].span[:2] == (10, 3)
    assert document.root.at("kind.a").span[:2] == (11, 8)


def test_empty_documents_are_left_out() -> None:
    assert read(Source("test", "# nothing\n---\n---\n\n")) == []


def test_broken_neighbor_is_read_without_its_broken_line() -> None:
    text = "kind: Service\nmetadata:\n  name: db\n  labels [a\nspec:\n  clusterIP: None\n"
    (document,) = read(Source("neighbor.yaml", text, context=True))
    assert document.name == "db"
    assert document.root.at("spec.clusterIP").string() == "None"
    assert document.root.at("metadata.labels").kind == "absent"
    assert document.syntax_problems


def test_a_number_beyond_all_floats_is_a_key_of_a_broken_document() -> None:
    number = "9" * 40
    [document] = read(Source("a.yaml", f"spec:\n  a: 1\n   b{{: 2\nc:\n  {number}: x\n"))
    assert document.problems
    [whole] = read(Source("a.yaml", f"{number}: x\n-{number}: y\n"))
    assert list(whole.root.entries()) == [".inf", "-.inf"]


@pytest.mark.parametrize(
    "mistakes",
    [
        {"  name: db\n": "  name db\n", "replicas: 3": "replicas 3"},
        {"replicas: 3": "replicas 3", "    spec:\n": "    spec:\n        x: 1\n"},
    ],
)
def test_a_neighbor_is_not_searched_for_the_best_repair(
    mistakes: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []

    def count(chunk: Chunk, *place: int) -> YamlError | None:
        texts.append(chunk.text)
        return first_error(chunk, *place)

    monkeypatch.setattr("stslint.sources.yaml.repair_search.first_error", count)
    text = GOOD
    for right, wrong in mistakes.items():
        text = text.replace(right, wrong)
    (document,) = read(Source("neighbor.yaml", text, context=True))
    assert document.kind == "StatefulSet"
    # Each of the two mistakes is near at most four lines that can be left out.
    assert len(texts) <= 8


@pytest.mark.parametrize("broken", ["a: [\n", '\ta: "b\n', "kind StatefulSet\nspec:\n\treplicas 3\n", '"\n'])
def test_equal_broken_documents_are_repaired_once_and_each_in_its_place(
    broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = broken.count("\n") + 1
    alone = [shown(read(Source("a.yaml", broken, 3 + number * lines, 5))[0]) for number in range(3)]
    searched: list[str] = []

    class CountedSearch(RepairSearch):
        def best(self, chunk: Chunk, error: YamlError) -> Attempt | None:
            searched.append(chunk.text)
            return super().best(chunk, error)

    monkeypatch.setattr("stslint.sources.yaml.repaired.RepairSearch", CountedSearch)
    documents = read(Source("a.yaml", "---\n".join([broken] * 3), 3, 5))
    assert [shown(each) for each in documents] == alone
    assert len(searched) == len(set(searched)) > 0


def shown(document: Document) -> tuple[object, ...]:
    """Returns what a document says, what is wrong with it, and where."""
    nodes = [(each.path, each.kind, each.text, each.span, each.key_span) for each in document.root.walk()]
    return nodes, [(each.message, each.span, each.help, each.fix) for each in document.problems]


@pytest.mark.parametrize(("documents", "corrected"), [(MOST_REPAIRED, True), (MOST_REPAIRED + 1, False)])
def test_corrections_are_looked_for_in_a_limited_number_of_documents(documents: int, corrected: bool) -> None:
    text = "".join(f"---\nkind:StatefulSet\nmetadata: {{name: web-{each}}}\n" for each in range(documents))
    found = read(Source("test", text))
    assert len(found) == documents
    assert all(len(document.problems) == 1 for document in found)
    assert all(bool(document.problems[0].fix) == corrected for document in found)
    assert all((document.name != "") == corrected for document in found)
    assert (found[-1].problems[0].help.startswith("over 1,000 documents")) == (not corrected)


@pytest.mark.parametrize(("documents", "corrected"), [(MOST_BROKEN, True), (MOST_BROKEN + 1, False)])
def test_more_documents_that_are_broken_alike_are_corrected(documents: int, corrected: bool) -> None:
    found = read(Source("test", "---\nkind:StatefulSet\na: b\n" * documents))
    assert all(bool(document.problems[0].fix) == corrected for document in found)
