"""The names of revisions are those that Kubernetes' own code gives."""

from __future__ import annotations

from typing import Any

import pytest

from stslint.planner.revision_name import as_stored, revision_name


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("", ("web-57b84ddf98", "web-57b84ddf99")),
        ("Zürich", ("web-55f9b64597", "web-55f9b64596")),
        ('tab\t\x7f"\\/', ("web-7ddf4b85c7", "web-7ddf4b85c6")),
        # Go escapes what HTML or JavaScript would read in another way.
        ("a<b>&c", ("web-59647d7887", "web-59647d7886")),
        ("one\u2028two\u2029", ("web-6d976dd89c", "web-6d976dd89b")),
    ],
)
def test_a_name_is_the_hash_of_the_template_and_of_the_number_of_collisions(
    note: str, names: tuple[str, str]
) -> None:
    """The names are those of a Go program with ``encoding/json`` and ``hash/fnv``."""
    metadata = {"labels": {"app": "web"}, "annotations": {"note": note}}
    stored: dict[str, Any] = {"metadata": metadata, "spec": {"containers": []}}
    assert tuple(revision_name("web", stored, collisions) for collisions in (0, 1)) == names
    assert revision_name("web", stored) == names[0]


def test_a_template_is_stored_with_resources_and_without_what_is_null() -> None:
    limits = {"resources": {"limits": {"cpu": 1}}}
    spec = {"nodeName": None, "containers": [{"name": "c"}, {**limits, "name": "d"}], "initContainers": None}
    stored = as_stored({"metadata": {"labels": {}}, "spec": spec})
    assert stored == {
        "metadata": {"labels": {}},
        "spec": {"containers": [{"resources": {}, "name": "c"}, {**limits, "name": "d"}]},
    }
    odd = {"metadata": {}, "spec": {"containers": ["odd"], "initContainers": [{"name": "i"}]}}
    assert as_stored(odd)["spec"] == {
        "containers": ["odd"],
        "initContainers": [{"resources": {}, "name": "i"}],
    }
