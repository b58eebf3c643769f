"""What the API server does not decode."""

from __future__ import annotations

from stslint.kubernetes.schema.openapi import Definition
from stslint.model import Node
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Reason: TypeAlias = 'Literal["unknown", "type", "duplicate", "format"]'
"""``unknown`` and ``type`` are jsonschema's reasons, ``duplicate`` and ``format`` the quick pass's."""


class Refusal(NamedTuple):
    """A node that the API server does not decode, the schema that it breaks, and the reason.

    ``schema`` is the schema of the value; for an unknown field, the schema of the mapping around it.
    """

    node: Node
    schema: Definition
    reason: Reason
