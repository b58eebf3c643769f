"""Whether plain data fits a JSON Schema, yes or no, for the keywords that stslint's own schemas use.

A valid configuration is read on each run, and importing jsonschema takes longer than many a run. What does
not fit is explained by jsonschema, in ``explanation``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

Schema: TypeAlias = "Mapping[str, Any]"

_TYPES: Mapping[str, Callable[[object], bool]] = {
    "string": lambda data: isinstance(data, str),
    "boolean": lambda data: isinstance(data, bool),
    "integer": lambda data: _is_number(data) and (isinstance(data, int) or float(str(data)).is_integer()),
    "number": lambda data: _is_number(data),
    "array": lambda data: isinstance(data, list),
    "object": lambda data: isinstance(data, Mapping),
    "null": lambda data: data is None,
}


def fits(data: object, schema: Schema) -> bool:
    """Returns whether data fits a schema (draft 7). Raises KeyError for a keyword that is not supported."""
    return all(_KEYWORDS[keyword](data, value, schema) for keyword, value in schema.items())


def _is_number(data: object) -> bool:
    return isinstance(data, int | float) and not isinstance(data, bool)


def _type(data: object, types: str | list[str], schema: Schema) -> bool:
    if isinstance(types, str):
        return _TYPES[types](data)
    return any(_TYPES[name](data) for name in types)


def _equal(data: object, value: object) -> bool:
    return data == value and isinstance(data, bool) == isinstance(value, bool)


def _required(data: object, keys: list[str], schema: Schema) -> bool:
    return not isinstance(data, Mapping) or all(key in data for key in keys)


def _properties(data: object, properties: Mapping[str, Schema], schema: Schema) -> bool:
    if not isinstance(data, Mapping):
        return True
    return all(fits(data[key], each) for key, each in properties.items() if key in data)


def _additional(data: object, value: bool | Schema, schema: Schema) -> bool:
    if not isinstance(data, Mapping) or value is True:
        return True
    others = [key for key in data if key not in schema.get("properties", {})]
    return not others if value is False else all(fits(data[key], value) for key in others)


def _items(data: object, value: Schema, schema: Schema) -> bool:
    return not isinstance(data, list) or all(fits(item, value) for item in data)


def _if(data: object, condition: Schema, schema: Schema) -> bool:
    return fits(data, schema.get("then" if fits(data, condition) else "else", {}))


def _any(data: object, value: object, schema: Schema) -> bool:
    return True


def _bound(compare: Callable[[Any, Any], bool], applies: Callable[[object], bool]) -> _Keyword:
    return lambda data, value, schema: not applies(data) or compare(data, value)


_Keyword: TypeAlias = "Callable[[Any, Any, Schema], bool]"
_KEYWORDS: Mapping[str, _Keyword] = {
    "type": _type,
    "enum": lambda data, values, schema: any(_equal(data, value) for value in values),
    "const": lambda data, value, schema: _equal(data, value),
    "required": _required,
    "properties": _properties,
    "additionalProperties": _additional,
    "items": _items,
    "minItems": _bound(lambda data, least: len(data) >= least, lambda data: isinstance(data, list)),
    "minLength": _bound(lambda data, least: len(data) >= least, lambda data: isinstance(data, str)),
    "minimum": _bound(lambda data, least: data >= least, _is_number),
    "maximum": _bound(lambda data, most: data <= most, _is_number),
    "pattern": _bound(
        lambda data, form: re.search(form, data) is not None, lambda data: isinstance(data, str)
    ),
    "not": lambda data, value, schema: not fits(data, value),
    "allOf": lambda data, schemas, schema: all(fits(data, each) for each in schemas),
    "anyOf": lambda data, schemas, schema: any(fits(data, each) for each in schemas),
    "if": _if,
    **dict.fromkeys(("then", "else", "$schema", "title", "description", "examples", "default"), _any),
}
