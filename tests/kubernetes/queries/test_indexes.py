"""What an index finds by a key are the documents with an entry that concerns the key: no more, no fewer.

An answer that depends on a lookup is valid as long as no document with such an entry comes, goes or changes.
"""

from __future__ import annotations

from collections.abc import Hashable

from hypothesis import given
from hypothesis import strategies as st

from stslint.kubernetes.queries.indexes import INDEXES
from stslint.kubernetes.queries.label_indexes import SELECTORS, WORKLOADS
from stslint.model import Bundle, Document, Index, Source
from stslint.pipeline.loading import documents_of

LABELS = st.dictionaries(
    st.sampled_from(("app", "team", "tier")), st.sampled_from(("a", "b", "")), max_size=3
)
GROUPS = st.sampled_from((("", "folder"), ("shop", "")))
KEYS = st.tuples(GROUPS, LABELS.map(lambda labels: tuple(sorted(labels.items()))))


def document() -> Document:
    (found,), _ = documents_of([Source("web.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n")])
    return found


def assert_finds_what_concerns(index: Index, entries: list[Hashable], key: Hashable) -> None:
    pairs = [(document(), entry) for entry in entries]
    found = list(index.find(index.built(pairs), key))
    expected = [each for each, entry in pairs if index.concerns(entry, key)]
    assert len(found) == len(expected)
    assert set(found) == set(expected)


@given(st.lists(KEYS, max_size=8), KEYS)
def test_workloads_are_found_by_all_labels_that_they_have(
    entries: list[Hashable], key: tuple[Hashable, Hashable]
) -> None:
    assert_finds_what_concerns(WORKLOADS, entries, key)


@given(st.lists(KEYS, max_size=8), KEYS)
def test_selectors_are_found_by_labels_that_include_theirs(
    entries: list[Hashable], key: tuple[Hashable, Hashable]
) -> None:
    assert_finds_what_concerns(SELECTORS, entries, key)


@given(st.lists(KEYS, max_size=8), KEYS)
def test_other_entries_are_found_by_themselves(
    entries: list[Hashable], key: tuple[Hashable, Hashable]
) -> None:
    for index in INDEXES:
        if type(index) is Index:
            assert_finds_what_concerns(index, entries, key)


def test_each_index_has_a_name_of_its_own() -> None:
    assert len({index.name for index in INDEXES}) == len(INDEXES)


def test_entries_do_not_depend_on_other_documents() -> None:
    text = "\n---\n".join(
        (
            "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}}",
            "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: web}\nspec:\n  serviceName: web\n"
            "  selector: {matchLabels: {app: web}}\n  template: {metadata: {labels: {app: web}}}",
            "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\n"
            "spec: {selector: {matchLabels: {app: web}}}",
        )
    )
    documents, _ = documents_of([Source("all.yaml", text)])
    together = Bundle(documents, "1.37")
    for each in documents:
        alone = Bundle((each,), "1.37")
        for index in INDEXES:
            assert alone.entries_of(each, index) == together.entries_of(each, index)
