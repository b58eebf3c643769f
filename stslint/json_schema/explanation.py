"""What is wrong with a file that people write, by the JSON Schema that stslint publishes for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from stslint.json_schema.validator import Schema, SchemaError, closest, errors
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.suggest import nearest
from stslint.text.wording import did_you_mean, join_and, join_or

Path = tuple[str | int, ...]


class Explanation(NamedTuple):
    """One mistake: the keys and indices that lead to it, and a sentence that names the last of them."""

    path: Path
    message: str


def explain_with_schema(data: object, schema: Schema) -> list[Explanation]:
    """Returns what a JSON Schema (draft 7) does not allow in plain data, sorted by path; nothing if it fits.

    Of a value of a wrong type nothing else is said.
    """
    wrong = [closest(error) for error in errors(data, schema)]
    mistyped = {tuple(error.absolute_path) for error in wrong if error.validator == "type"}
    found = {
        each
        for error in wrong
        if error.validator == "type" or tuple(error.absolute_path) not in mistyped
        for each in _explanations(error)
    }
    return by_path(found)


def by_path(found: Iterable[Explanation]) -> list[Explanation]:
    """Returns mistakes sorted by their paths."""
    return sorted(found, key=lambda each: (list(map(str, each.path)), each.message))


def _explanations(error: SchemaError) -> Iterator[Explanation]:
    path = tuple(error.absolute_path)
    if error.validator == "additionalProperties" and error.validator_value is False:
        known = error.schema.get("properties", {})
        for key in error.instance:
            if key not in known:
                yield Explanation((*path, key), _with_hint(f"unknown key `{key}`", key, known))
    elif error.validator == "required":
        for key in error.validator_value:
            if key not in error.instance:
                yield Explanation(path, f"{subject(path)} has no `{key}`")
    else:
        sentence = _SENTENCES.get(error.validator, _by_jsonschema)
        yield Explanation(path, f"{subject(path)} {sentence(error)}")


def subject(path: Path) -> str:
    """Returns what a sentence about the value at a path begins with."""
    if not path:
        return "the top level"
    if isinstance(path[-1], int):
        return f"entry {path[-1] + 1} of `{path[-2]}`" if len(path) > 1 else f"entry {path[-1] + 1}"
    return f"`{path[-1]}`"


def _with_hint(message: str, word: str, known: Iterable[str]) -> str:
    hint = did_you_mean(nearest(word, known))
    return f"{message}: {hint}" if hint else message


_TYPES = {
    "string": "a string",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "array": "a list",
    "object": "a mapping",
}


def _type(error: SchemaError) -> str:
    types = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    return f"must be {join_or([_TYPES[name] for name in types if name != 'null'])}, not {_value(error)}"


def _value(error: SchemaError) -> str:
    value = error.instance
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    if value is None or isinstance(value, bool):
        return {None: "empty", True: "true", False: "false"}[value]
    return f"the {'string' if isinstance(value, str) else 'number'} `{value}`" if value != "" else "empty"


def _enum(error: SchemaError) -> str:
    known = [str(value) for value in error.validator_value if value is not None]
    message = f"must be {join_or([f'`{value}`' for value in known])}, not {_value(error)}"
    return _with_hint(message, error.instance, known) if isinstance(error.instance, str) else message


def _const(error: SchemaError) -> str:
    return f"must be `{error.validator_value}`, not {_value(error)}"


def _pattern(error: SchemaError) -> str:
    examples = [f"`{example}`" for example in error.schema.get("examples", ())]
    form = f"have a form such as {join_or(examples)}" if examples else f"match `{error.validator_value}`"
    return f"must {form}, not {_value(error)}"


def _not(error: SchemaError) -> str:
    keys = [f"`{key}`" for key in error.validator_value.get("required", ())]
    if not keys:
        return _by_jsonschema(error)
    return f"cannot combine {join_and(keys)}: remove all but one"


def _by_jsonschema(error: SchemaError) -> str:
    return f"is not valid: {error.message}"


_SENTENCES: dict[str, Callable[[SchemaError], str]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "not": _not,
    "minimum": lambda error: f"must be at least {error.validator_value}, not {error.instance}",
    "maximum": lambda error: f"must be at most {error.validator_value}, not {error.instance}",
    "minLength": lambda error: "must not be empty",
    "minItems": lambda error: "must not be empty",
}
