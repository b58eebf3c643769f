"""Names of volumes, one source each, and their places among the volumes of claim templates."""

from __future__ import annotations

import pytest

from stslint.kubernetes.validation.volumes import SOURCES, validate_volumes
from stslint.model import Node, Source
from stslint.sources.yaml.recovery import read


def volumes(text: str) -> Node:
    return read(Source("x.yaml", f"volumes: {text}"))[0].root.get("volumes")


def faults(text: str, minor: int = 37, claims: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    problems, _ = validate_volumes(volumes(text), minor, claims)
    return [(problem.path, problem.rule) for problem in problems]


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "[{name: a}, {name: b, emptyDir: {}}, {name: c, emptyDir: null}]",
        "[{name: a, emptyDir: {}, hostPath: null}]",
        f"[{{name: {'a' * 63}}}]",
    ],
)
def test_accepts(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[{emptyDir: {}}]", [("volumes[0].name", "required-field-missing")]),
        ("[{name: ''}]", [("volumes[0].name", "required-field-missing")]),
        ("[null]", [("volumes[0].name", "required-field-missing")]),
        ("[{name: a_b}]", [("volumes[0].name", "invalid-name")]),
        ("[{name: a.b}]", [("volumes[0].name", "invalid-name")]),
        ("[{name: a}, {name: a}]", [("volumes[1].name", "duplicate-entry")]),
        (
            "[{name: a}, {name: a}, {name: a}]",
            [("volumes[1].name", "duplicate-entry"), ("volumes[2].name", "duplicate-entry")],
        ),
        ("[{name: a, hostPath: {path: /x}, emptyDir: {}}]", [("volumes[0].hostPath", "forbidden-field")]),
        ("[{name: a, emptyDir: {}, cephfs: {}}]", [("volumes[0].cephFS", "forbidden-field")]),
        ("[{name: a, emptyDir: {}, downwardAPI: {}}]", [("volumes[0].downwarAPI", "forbidden-field")]),
    ],
)
def test_refuses(text: str, expected: list[tuple[str, str]]) -> None:
    assert faults(text) == expected


def test_a_name_is_free_if_the_volume_that_has_it_is_refused() -> None:
    assert [path for path, _ in faults("[{name: a, secret: {}}, {name: a}]")] == [
        "volumes[0].secret.secretName"
    ]


def test_claim_templates_come_first_and_take_the_place_of_their_name() -> None:
    text = "[{name: data, secret: {}}, {name: b, secret: {}}, {name: c, configMap: {}}]"
    assert [path for path, _ in faults(text, claims=("data", "logs"))] == [
        "volumes[2].secret.secretName",
        "volumes[3].configMap.name",
    ]


def test_an_image_volume_is_dropped_before_its_gate_is_on() -> None:
    text = "[{name: a, image: {}}, {name: b, secret: {}}]"
    assert [path for path, _ in faults(text, 34)] == ["volumes[0].secret.secretName"]
    assert [path for path, _ in faults(text, 37)] == [
        "volumes[0].image.reference",
        "volumes[1].secret.secretName",
    ]


def test_a_dropped_image_volume_may_be_mounted() -> None:
    _, names = validate_volumes(volumes("[{name: a, image: {}}]"), 34)
    assert dict(names.accepted) == {"a": "image"}


def test_says_which_volumes_may_be_mounted_and_of_what_they_are() -> None:
    text = "[{name: a, secret: {secretName: s}}, {name: b, nfs: {}}, {name: c}]"
    _, names = validate_volumes(volumes(text), 37, ("data", "Bad_"))
    assert dict(names.accepted) == {"data": "persistentVolumeClaim", "a": "secret", "c": "emptyDir"}
    assert names.written["b"] == "nfs"
    assert "Bad_" in names.written


def test_the_iscsi_portal_and_the_name_share_a_limit() -> None:
    iqn = "iqn.2001-04.com.example:x"
    text = f"iscsi: {{targetPortal: {'p' * 63}, iqn: '{iqn}', lun: 0, initiatorName: '{iqn}'}}"
    assert faults(f"[{{name: ab, {text}}}]") == [("volumes[0].name", "too-long")]
    assert faults(f"[{{name: ab, {text.replace('p' * 63, 'p' * 60)}}}]") == []


def test_every_source_has_a_check() -> None:
    for source in SOURCES:
        problems, _ = validate_volumes(volumes(f"[{{name: a, {source}: {{}}}}]"), 37)
        assert bool(problems) is (source not in ("emptyDir", "projected", "downwardAPI")), source
