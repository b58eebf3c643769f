"""The claims of one ordinal: created, and owned as the retention policy says."""

from __future__ import annotations

from functools import partial

import pytest

from stslint.planner import claims
from stslint.planner.manifest_edits import with_value
from stslint.planner.manifest_fields import WHEN_DELETED, WHEN_SCALED
from stslint.planner.spec import read_spec
from stslint.planner.state import Claim, ClaimOwner, ClusterAction, Slot, Spec
from tests.support.work import ComparedText, calls_of


def spec(
    deleted: str = "Retain", scaled: str = "Retain", templates: tuple[str, ...] = ("data", "log")
) -> Spec:
    named = [{"metadata": {"name": name}} for name in templates]
    manifest = with_value(with_value({}, WHEN_DELETED, deleted), WHEN_SCALED, scaled)
    return read_spec(with_value(manifest, "spec.volumeClaimTemplates", named), 1)


@pytest.mark.parametrize(
    ("deleted", "scaled", "in_range", "condemned"),
    [
        ("Retain", "Retain", "", ""),
        ("Delete", "Retain", "set", "set"),
        ("Retain", "Delete", "", "pod"),
        ("Delete", "Delete", "set", "pod"),
    ],
)
def test_the_owner_that_the_retention_policy_gives(
    deleted: str, scaled: str, in_range: ClaimOwner, condemned: ClaimOwner
) -> None:
    for wanted, owner in ((True, in_range), (False, condemned)):
        assert claims.owner_wanted(spec(deleted, scaled), wanted) == owner
        owned = claims.own(
            Slot(claims=(Claim("data", "pod" if owner == "set" else "set"),)), spec(deleted, scaled), wanted
        )
        assert owned.slot.claims == (Claim("data", owner),)
        reason = f"owner-{owner or 'nobody'}"
        assert owned.actions == (ClusterAction("update-pvc", reason, template="data", owner=owner),)


@pytest.mark.parametrize(
    "claim",
    [
        Claim("data", "set"),
        Claim("data", "pod", former=True),
        Claim("data", "", held=True),
        Claim("old-template", ""),
    ],
)
def test_an_owner_is_not_set_where_it_is_right_deleted_or_anothers(claim: Claim) -> None:
    slot = Slot(claims=(claim,))
    assert claims.own(slot, spec("Delete", "Retain"), in_range=True) == claims.ClaimsResult(slot)
    with_another = claims.own(
        slot.with_claims({"log": Claim("log")}), spec("Delete", "Retain"), in_range=True
    )
    assert with_another.slot == slot.with_claims({"log": Claim("log", "set")})


def test_what_is_missing_is_created_in_the_order_of_the_templates() -> None:
    made = claims.create(Slot(claims=(Claim("log", "set"),)), spec(templates=("z", "log", "data")))
    assert made.slot.claims == (Claim("data"), Claim("log", "set"), Claim("z"))
    assert [(each.kind, each.why, each.template) for each in made.actions] == [
        ("create-pvc", "claim-missing", "z"),
        ("create-pvc", "claim-missing", "data"),
    ]
    assert made.error == ""


def test_a_claim_that_is_being_deleted_is_an_error_and_no_owner_is_set() -> None:
    slot = Slot(claims=(Claim("log", terminating=True),))
    made = claims.complete(slot, spec("Delete", "Retain"), in_range=True)
    assert made.slot.claims == (Claim("data"), Claim("log", terminating=True))
    assert [each.kind for each in made.actions] == ["create-pvc"]
    assert made.error == "the claim of template `log` is still being deleted"
    both = claims.create(Slot(claims=(Claim("data", terminating=True), *slot.claims)), spec())
    assert both.error == "the claim of template `data` is still being deleted"


def test_claims_are_completed_and_then_owned() -> None:
    made = claims.complete(Slot(claims=(Claim("log"),)), spec("Delete", "Retain"), in_range=True)
    assert made.slot.claims == (Claim("data", "set"), Claim("log", "set"))
    assert [(each.kind, each.template) for each in made.actions] == [
        ("create-pvc", "data"),
        ("update-pvc", "data"),
        ("update-pvc", "log"),
    ]


@pytest.mark.parametrize(
    ("scaled", "claim", "stale"),
    [
        ("Delete", Claim("data", "pod"), True),
        ("Delete", Claim("log", "pod", former=True), True),
        ("Delete", Claim("data", "set"), False),
        ("Delete", Claim("data"), False),
        ("Delete", Claim("old-template", "pod"), False),
        ("Retain", Claim("data", "pod"), False),
    ],
)
def test_a_claim_of_a_pod_that_is_gone_is_stale_if_pods_own_claims(
    scaled: str, claim: Claim, stale: bool
) -> None:
    assert claims.stale(Slot(claims=(claim, Claim("other"))), spec("Retain", scaled)) is stale


@pytest.mark.parametrize("there", [False, True])
def test_twice_the_templates_are_twice_the_work(there: bool) -> None:
    few, many = (calls_of(partial(_complete, size, there)) for size in (100, 200))
    assert many <= 2.2 * few


def _complete(size: int, there: bool) -> None:
    templates = tuple(ComparedText(f"claim-{number}") for number in range(size))
    slot = Slot(claims=tuple(map(Claim, templates)) if there else ())
    made = claims.complete(slot, spec("Delete", "Retain")._replace(claims=templates), in_range=True)
    assert {claim.owner for claim in made.slot.claims} == {"set"}
