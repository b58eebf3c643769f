"""What an editor shows of a field: what it means, what it accepts, and where the API reference describes it.

The sentences are our own. `schemas/references.json` says where each definition is described, and is loaded
for nothing else.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from functools import cache

from stslint.kubernetes.editor_schema.constraints import DESCRIPTIONS
from stslint.runtime import package_data
from stslint.text.wording import join_or

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

REFERENCE = "https://kubernetes.io/docs/reference/generated/kubernetes-api"


def described(version: str, definition: str, field: str, schema: Mapping[str, Any]) -> str:
    """Returns the description of a field of a definition, or with an empty ``field`` of the definition."""
    name = f"{definition}.{field}" if field else definition
    sentences = [DESCRIPTIONS.get(name, ""), *_limits(schema), page(version, definition)]
    return " ".join(sentence for sentence in sentences if sentence)


def page(version: str, definition: str) -> str:
    """Returns the address at which the API reference of a Kubernetes version describes a definition."""
    place = references().get(definition)
    return f"{REFERENCE}/v{version}/#{definition.lower()}-{place}" if place else ""


@cache
def references() -> Mapping[str, str]:
    """Returns the API version and the group of each definition, as the API reference writes them."""
    with open(os.path.join(package_data.location("schemas"), "references.json"), encoding="utf-8") as file:
        found: dict[str, str] = json.load(file)
    return found


def _limits(schema: Mapping[str, Any]) -> Iterator[str]:
    """Yields a sentence for each constraint that a schema states."""
    allowed = [f"`{value}`" for value in schema.get("enum", ()) if value]
    if allowed:
        yield f"{'One of ' if len(allowed) > 1 else 'Only '}{join_or(allowed)}."
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None and high - low < 2**31:
        yield f"From {low} to {high}."
    elif low is not None and low > -(2**31):
        yield f"At least {low}."
    if "maxLength" in schema:
        yield f"At most {schema['maxLength']} characters."
    if schema.get("required"):
        yield f"Required: {', '.join(f'`{name}`' for name in schema['required'])}."
