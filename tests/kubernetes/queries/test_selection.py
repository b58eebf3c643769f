"""Which workloads a selector matches, looked up by label and compared with trying them all."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stslint.kubernetes.queries.label_indexes import selector_of_object
from stslint.kubernetes.queries.objects import name, template_labels
from stslint.kubernetes.queries.scopes import scope_of
from stslint.kubernetes.queries.selection import (
    certainly_deployed_together,
    is_alternative,
    selecting_objects,
    workloads_selected,
)
from stslint.model import Bundle, Document
from tests.support.manifests import bundle_of, service, stateful_set

LABELS = st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz"), max_size=3)


def labelled(number: int, labels: dict[str, str], selector: dict[str, str]) -> str:
    return stateful_set(
        f"s{number}",
        f"{{selector: {{matchLabels: {selector}}}, template: {{metadata: {{labels: {labels}}}}}}}",
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=6))
def test_the_index_finds_what_trying_them_all_finds(
    sets: list[tuple[dict[str, str], dict[str, str]]],
) -> None:
    text = "---\n".join(labelled(number, *labels) for number, labels in enumerate(sets))
    bundle = bundle_of({"all.yaml": text})
    for document in bundle.documents:
        selector = selector_of_object(document.root)
        assert selector is not None
        found = {name(one.root) for one in workloads_selected(selector, ("", ""), bundle)}
        assert found == {
            other.name for other in bundle.documents if selector.matches(template_labels(other.root))
        }
        choosing = {name(one.root) for one in selecting_objects(document.root, bundle)}
        assert choosing == {other.name for other in bundle.documents if _chooses(other, document)}


def _chooses(other: Document, document: Document) -> bool:
    selector = selector_of_object(other.root)
    return selector is not None and selector.matches(template_labels(document.root))


def test_expressions_select_as_well() -> None:
    labels = "template: {metadata: {labels: {app: web}}}"
    expression = "selector: {matchExpressions: [{key: app, operator: In, values: [web, db]}]}"
    bundle = bundle_of({"a.yaml": stateful_set("one", f"{{{expression}, {labels}}}")})
    root = bundle.documents[0].root
    selector = selector_of_object(root)
    assert selector is not None
    assert [one.root for one in workloads_selected(selector, scope_of(root, bundle), bundle)] == [root]
    assert [one.root for one in selecting_objects(root, bundle)] == [root]


def test_a_service_without_a_selector_selects_nothing() -> None:
    bundle = bundle_of({"a.yaml": service("web")})
    assert selector_of_object(bundle.documents[0].root) is None


def scopes(bundle: Bundle) -> list[tuple[str, str]]:
    return [scope_of(document.root, bundle) for document in bundle.documents]


def test_an_open_namespace_is_the_folder() -> None:
    files = {"a/x.yaml": stateful_set("one"), "b/y.yaml": stateful_set("two", namespace="shop")}
    assert scopes(bundle_of(files)) == [("", "a"), ("shop", "")]
    assert scopes(bundle_of(files, complete=True)) == [("", ""), ("shop", "")]


def together(files: dict[str, str], *, complete: bool = False, context: tuple[str, ...] = ()) -> bool:
    bundle = bundle_of(files, complete=complete, context=context)
    return certainly_deployed_together(bundle.documents[0].root, bundle.documents[1].root, bundle)


def test_who_is_deployed_together_for_certain() -> None:
    assert together({"a.yaml": stateful_set("one") + "---\n" + stateful_set("two")})
    assert not together({"a.yaml": stateful_set("one"), "b.yaml": stateful_set("two")})
    assert together({"a.yaml": stateful_set("one"), "b.yaml": stateful_set("two")}, complete=True)
    shop = {
        "a.yaml": stateful_set("one", namespace="shop"),
        "b.yaml": stateful_set("two", namespace="shop"),
    }
    assert together(shop)
    assert not together(shop, context=("b.yaml",))
    assert not together({**shop, "b.yaml": stateful_set("one", namespace="shop")})


def test_one_name_in_two_files_is_a_choice_of_workload() -> None:
    deployment = stateful_set("web").replace("StatefulSet", "Deployment")

    def choice(files: dict[str, str], *, complete: bool = False) -> bool:
        bundle = bundle_of(files, complete=complete)
        return is_alternative(bundle.documents[0].root, bundle.documents[1].root, bundle)

    assert choice({"a.yaml": stateful_set("web"), "b.yaml": deployment})
    assert not choice({"a.yaml": stateful_set("web"), "b.yaml": deployment}, complete=True)
    assert not choice({"a.yaml": stateful_set("web") + "---\n" + deployment})
    assert not choice({"a.yaml": stateful_set("db"), "b.yaml": deployment})
