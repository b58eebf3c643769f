"""One pass over a document that answers whether the API server decodes it.

It gives the reasons that no JSON Schema can give: a repeated key, and a value of the right type in a wrong
format. Whether a field exists and what type it has it answers for a caller who corrects it; to a user,
jsonschema gives the reasons.
"""

from __future__ import annotations

from stslint.kubernetes.schema.formats import decodes, has_type
from stslint.kubernetes.schema.integers import wrap
from stslint.kubernetes.schema.openapi import Definition, Schemas
from stslint.kubernetes.schema.refusal import Refusal
from stslint.model import Node
from stslint.runtime.namedtuple import NamedTuple

PATCH_DIRECTIVES = ("$patch", "$retainKeys", "$setElementOrder/", "$deleteFromPrimitiveList/")

_TEXT = {"type": "string"}


class Leniency(NamedTuple):
    """What is accepted although the schema does not allow it.

    A ``patch`` can hold the directives of a strategic merge (``$patch``). What is ``applied`` to a stored
    object can hold integers out of range: a patch stores their low bits.
    """

    patch: bool = False
    applied: bool = False

    def accepts_field(self, key: object) -> bool:
        """Returns whether a mapping can have a key that its schema does not know."""
        return self.patch and str(key).startswith(PATCH_DIRECTIVES)

    def accepts_value(self, node: Node, schema: Definition) -> bool:
        """Returns whether a field can have a value that its schema does not allow."""
        if not self.applied:
            return False
        is_whole = schema.get("type") == "integer" or schema.get("format") == "int-or-string"
        return is_whole and wrap(node) is not None


class QuickPass:
    """The answer on one document.

    ``unfit`` are the unknown fields and the values of a wrong type, ``refused`` the nodes with repeated keys
    and wrong formats, both in no particular order.
    """

    __slots__ = ("_leniency", "_references", "_waiting", "refused", "unfit")

    def __init__(self, root: Node, definition: Definition, schemas: Schemas, leniency: Leniency) -> None:
        self.unfit: list[Refusal] = []
        self.refused: list[Refusal] = []
        self._leniency = leniency
        self._references = schemas.references
        self._waiting = [(root, definition)]
        self._run()

    @property
    def decodes(self) -> bool:
        """Returns whether the API server decodes the document."""
        return not self.unfit and not self.refused

    def _run(self) -> None:
        waiting, references = self._waiting, self._references
        while waiting:
            node, schema = waiting.pop()
            target = schema.get("$ref")
            if target is not None:
                schema = references[target]
            value = node.value
            if type(value) is dict:
                self._mapping(node, value, schema)
            elif type(value) is list:
                self._sequence(node, value, schema)
            elif not decodes(value, schema):
                self._scalar(node, schema)

    def _mapping(self, node: Node, entries: dict[str, Node], schema: Definition) -> None:
        if node.duplicates:
            self.refused += [Refusal(second, schema, "duplicate") for second in node.duplicates]
        fields = schema.get("properties")
        if fields is None:
            self._free_mapping(node, entries, schema)
            return
        for key, child in entries.items():
            field = fields.get(key)
            if field is None:
                if not self._leniency.accepts_field(key):
                    self.unfit.append(Refusal(child, schema, "unknown"))
            elif type(child.value) is not str or field != _TEXT:  # two values in three are texts
                self._waiting.append((child, field))

    def _free_mapping(self, node: Node, entries: dict[str, Node], schema: Definition) -> None:
        if schema and schema["type"] != "object":
            self.unfit.append(Refusal(node, schema, "type"))
            return
        values = schema.get("additionalProperties", {})
        if values == _TEXT:
            self._waiting += [(child, values) for child in entries.values() if type(child.value) is not str]
        else:
            self._waiting += [(child, values) for child in entries.values()]

    def _sequence(self, node: Node, elements: list[Node], schema: Definition) -> None:
        if schema and not has_type(elements, schema["type"]):
            self.unfit.append(Refusal(node, schema, "type"))
            return
        items = schema.get("items", {})
        self._waiting += [(child, items) for child in elements]

    def _scalar(self, node: Node, schema: Definition) -> None:
        if self._leniency.accepts_value(node, schema):
            return
        if has_type(node.value, schema["type"]):
            self.refused.append(Refusal(node, schema, "format"))
        else:
            self.unfit.append(Refusal(node, schema, "type"))
