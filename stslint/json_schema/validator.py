"""The only importer of jsonschema. Import this module where there is something to explain, and not before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Protocol

from jsonschema import Draft7Validator, ValidationError
from jsonschema.exceptions import best_match
from jsonschema.validators import extend

Schema = Mapping[str, Any]
HasType = Callable[[object, str | list[str]], bool]


class SchemaError(Protocol):
    """What jsonschema says of one value: its path, the keyword that it breaks and that keyword's schema.

    Source: https://python-jsonschema.readthedocs.io/en/stable/errors/
    """

    message: str
    absolute_path: Sequence[str | int]
    validator: str
    validator_value: Any
    instance: Any
    schema: Schema
    context: Sequence[SchemaError]


def errors(data: object, schema: Schema, has_type: HasType | None = None) -> Iterable[SchemaError]:
    """Returns all errors of plain data by a schema of draft 7.

    ``has_type`` says what is of a JSON type, where a format reads them in its own way.
    """
    found: Iterable[SchemaError] = _validator_class(has_type)(schema).iter_errors(data)
    return found


def closest(error: SchemaError) -> SchemaError:
    """Returns the error itself, or of an alternative (``anyOf``) the error of the branch that fits best."""
    found: SchemaError = best_match([error])
    return found


@cache
def _validator_class(has_type: HasType | None) -> Any:
    if has_type is None:
        return Draft7Validator

    def type_(validator: object, types: str | list[str], instance: object, schema: object) -> Iterable[Any]:
        if not has_type(instance, types):
            yield ValidationError(f"{instance!r} is not of type {types!r}")

    return extend(Draft7Validator, {"type": type_})
