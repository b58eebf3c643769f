"""The revisions of a snapshot: those that ControllerRevisions hold, and those that only pods show."""

from __future__ import annotations

from typing import Any

import pytest

from stslint.planner.live_revisions import LiveRevisions, live_revisions
from stslint.planner.pod_template import completed
from stslint.planner.revision_name import as_stored, revision_name
from stslint.planner.snapshot_scenario import snapshot_of
from tests.planner.test_snapshot_scenario import OWNER, TEMPLATE, pod, revision, stateful_set

Json = dict[str, Any]
LABEL = "controller-revision-hash"


def template(image: str) -> Json:
    return {**TEMPLATE, "spec": {"containers": [{"name": "c", "image": image}]}}


def read(*items: Json, found: Json | None = None, **scenario: Any) -> LiveRevisions:
    snapshot = snapshot_of({"state": [*([found] if found else []), *items], **scenario})
    return live_revisions(snapshot, found)


def carrying(ordinal: int, name: str, image: str) -> Json:
    """Returns a pod of a template with that image, with the label of a revision."""
    item = pod(ordinal, owners=[OWNER], **{LABEL: name})
    return {**item, "spec": {"nodeName": "n", **template(image)["spec"]}}


def image_of(revisions: LiveRevisions, name: str) -> str:
    containers = revisions.numbered[revisions.number(name) - 1].template["spec"]["containers"]
    return str(containers[0]["image"])


def test_revisions_are_numbered_by_their_revision_then_by_the_ordinals_that_carry_others() -> None:
    items = [revision("web-c", 10), revision("web-a", 9), carrying(1, "web-x", "app:3")]
    found = read(*items, carrying(0, "web-y", "app:4"), carrying(2, "web-a", "app:1"), found=stateful_set())
    assert dict(found.names) == {"web-a": 1, "web-c": 2, "web-y": 3, "web-x": 4}
    assert [each.name for each in found.numbered] == ["web-a", "web-c", "web-y", "web-x"]
    assert (found.number("web-x"), found.number("web-unknown")) == (4, 0)
    assert (found.stored_number("web-c"), found.stored_number("web-x"), found.stored_number("")) == (2, 0, 0)
    assert image_of(found, "web-y") == "app:4"


def test_a_revision_twice_is_one_and_a_pod_of_another_name_carries_none() -> None:
    stranger = {**carrying(0, "db-a", "app:3"), "metadata": {"name": "db-0", "labels": {LABEL: "db-a"}}}
    nameless = {**stranger, "metadata": {"name": "web", "labels": {LABEL: "db-b"}}}
    items = [revision("web-a", 1, template("app:1")), revision("web-a", 2, template("app:2"))]
    found = read(*items, stranger, nameless, pod(1, owners=[OWNER], **{LABEL: ""}), found=stateful_set())
    assert dict(found.names) == {"web-a": 1}
    assert image_of(found, "web-a") == "app:1"


def test_a_revision_holds_its_template_with_defaults_and_without_the_directive_of_the_patch() -> None:
    (held,) = read(revision(), found=stateful_set()).numbered
    assert held.template == completed(TEMPLATE)
    assert held.labels == {"app": "web"}


@pytest.mark.parametrize(
    ("owners", "label", "visible"),
    [
        ([OWNER], "web", True),
        ([OWNER], "debug", False),
        ([{**OWNER, "uid": "old"}], "web", False),
        ([{**OWNER, "uid": "zzz"}], "web", False),
        ([], "web", True),
        ([], "debug", False),
    ],
)
def test_the_set_sees_its_own_revisions_and_orphans_that_its_selector_matches(
    owners: list[Json], label: str, visible: bool
) -> None:
    item = revision()
    item["metadata"] |= {"ownerReferences": owners, "labels": {"app": label}}
    assert read(item, found=stateful_set()).stored_number("web-a") == int(visible)
    assert read(item).stored_number("web-a") == 0
    assert read(item).number("web-a") == 1


def name_of(image: str, collisions: int) -> str:
    """Returns the name that the controller gives to a revision of that image."""
    return revision_name("web", as_stored(completed(template(image))), collisions)


@pytest.mark.parametrize(
    ("of_name", "in_status", "known"),
    [(0, 0, True), (0, 1, False), (1, 0, False), (1, 1, True), (7, 0, False), (7, 7, True)],
)
def test_a_pod_shows_a_template_that_the_controller_would_still_name_so(
    of_name: int, in_status: int, known: bool
) -> None:
    owner = stateful_set()
    owner["status"]["collisionCount"] = in_status
    name = name_of("app:3", of_name)
    shown = read(revision(), carrying(0, name, "app:3"), found=owner).numbered[1]
    assert bool(shown.template) is known
    assert shown.name == name


def test_a_template_that_another_revision_has_leads_to_that_one() -> None:
    shown = read(revision(), carrying(0, "web-x", "app:1"), found=stateful_set()).numbered[1]
    assert shown.template == {}
    assert shown.labels == {"app": "web"}


def test_assumptions_are_of_the_revisions_that_they_name() -> None:
    assume = {"pending_revisions": ["web-a"], "not_ready_revisions": ["web-x"]}
    items = [revision(), carrying(0, "web-x", "app:3")]
    first, second = read(*items, found=stateful_set(), assume=assume).numbered
    assert (first.unstartable, first.unready) == (True, False)
    assert (second.unstartable, second.unready) == (False, True)
