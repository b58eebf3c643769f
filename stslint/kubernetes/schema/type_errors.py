"""A value of the wrong type for its field: what it must be, what it is, and what to use instead."""

from __future__ import annotations

from stslint.kubernetes.schema.ascii_spelling import ascii_spelling
from stslint.kubernetes.schema.openapi import Definition
from stslint.kubernetes.schema.refusal import Refusal
from stslint.kubernetes.values.edits import is_same_value, repeat_removal
from stslint.kubernetes.values.quantity import BINARY_SUFFIXES, DECIMAL_SUFFIXES
from stslint.model import Edit, Fix, Node, Problem, Related
from stslint.runtime.lazy_regex import pattern

_EXPECTED = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true` or `false`",
    "array": "a list",
    "object": "a mapping",
    "quantity": "a quantity",
    "int-or-string": "a whole number or a string",
    "byte": "base64 text",
    "date-time": "a time such as `2026-01-31T12:00:00Z`",
}
_FOUND = {
    "string": "string",
    "integer": "number",
    "float": "number",
    "boolean": "boolean",
}
_BITS = {"int32": 32, "int64": 64, "int-or-string": 32, "uint8": 8}
_MOST_REPEATS = 50
_SECONDS = pattern(r"(?:0|[1-9][0-9]*)s\Z")
_WHOLE = pattern(r"-?(?:0|[1-9][0-9]*)\Z")


def duplicate_key(node: Node) -> Problem:
    """Returns the problem of a duplicate key in a mapping."""
    first = node.parent.get(str(node.key)) if node.parent is not None else node
    return Problem(
        node,
        f"duplicate key `{node.key}`",
        "duplicate-key",
        "remove one; kubectl keeps only the last value",
        on="key",
        fix=_without_repeat(first, node),
        related=(Related(first, "the first one"),),
    )


def _without_repeat(first: Node, second: Node) -> Fix | None:
    """Returns the removal of a duplicate key that has the same value as the first one.

    Where another key of the mapping has two values, two mappings were merged by mistake: neither must lose
    one. A mapping with many repeats is no slip, and to compare each with all others takes its square of time.
    """
    mapping = second.parent
    repeats = mapping.duplicates if mapping is not None else ()
    alike = len(repeats) <= _MOST_REPEATS and all(
        mapping is not None and is_same_value(mapping.get(str(each.key)), each) for each in repeats
    )
    edit = repeat_removal(second) if alike and first is not second else None
    return Fix("remove the repetition", (edit,)) if edit else None


def wrong_type(refusal: Refusal) -> Problem:
    """Returns the problem of a value that does not decode: a wrong type, range or format."""
    node, schema = refusal.node, refusal.schema
    form = schema.get("format", schema["type"])
    if form == "quantity":
        return _quantity(node)
    if form == "string" and node.kind in ("boolean", "integer", "float"):
        return _unquoted(node)
    if refusal.reason == "format" and form in _BITS:
        return _out_of_range(node, _BITS[form])
    message = f"{_subject(node)} must be {_expected(schema)}, not {_found(node, form)}"
    spelled = ascii_spelling(node, schema)
    if spelled is not None:
        message = f"{message}: it is written with {spelled.characters}"
        return Problem(node, message, "wrong-type", f"use `{spelled.text}`", fix=spelled.fix)
    return Problem(node, message, "wrong-type", _help(node, schema), fix=_unquote(node, schema))


def _subject(node: Node) -> str:
    if isinstance(node.key, int) and node.parent is not None:
        return f"an entry of `{node.parent.key}`"
    return f"`{node.key}`" if node.key is not None else "the document"


def _expected(schema: Definition) -> str:
    form, kind = schema.get("format"), schema["type"]
    return _EXPECTED.get(str(form)) or _EXPECTED[kind]


def _found(node: Node, form: str) -> str:
    if node.kind in ("mapping", "sequence"):
        return "a mapping" if node.kind == "mapping" else "a list"
    if form == "byte":
        # It can be a secret that is not encoded.
        return "this value"
    return f"the {_FOUND[node.kind]} `{_shown(node)}`" if node.value != "" else "an empty string"


def _shown(node: Node) -> str:
    text = node.text if node.text else str(node.value)
    first, newline, _ = text.partition("\n")
    return f"{first[:40]}..." if newline or len(first) > 40 else first


def _help(node: Node, schema: Definition) -> str:
    kind = schema.get("type")
    if schema.get("format") == "byte":
        return "encode it with `base64 -w0`, or move it to `stringData`, which takes plain text"
    if kind in ("array", "object") and node.kind in ("mapping", "sequence"):
        return _other_collection(node)
    if kind == "array" and node.value != "":
        return f"put each entry on its own line: `- {_shown(node)}`"
    if _is_meant(node, schema):
        return f"use `{_bare(node)}`"
    return ""


def _other_collection(node: Node) -> str:
    is_list = node.kind == "sequence"
    if not node.value:
        return f"use `{'{}' if is_list else '[]'}`, or remove it"
    if node.flow:
        return "use a mapping: put its fields in braces" if is_list else "put brackets around the braces"
    return "use a mapping: write its fields without `- `" if is_list else "begin the entry with `- `"


def _bare(node: Node) -> str:
    value = node.value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return node.text.removesuffix("s") if _SECONDS.match(str(value)) else node.text


def _unquote(node: Node, schema: Definition) -> Fix | None:
    """Returns the fix that removes quotes, ``.0`` or a unit, if the rest is a valid value."""
    return Fix(f"use `{_bare(node)}`", (Edit(node.span, _bare(node)),)) if _is_meant(node, schema) else None


def _is_meant(node: Node, schema: Definition) -> bool:
    """Returns whether a value is valid except for its form: ``"3"``, ``3.0``, ``30s``."""
    kind, value = schema["type"], node.value
    if isinstance(value, float):
        return kind == "integer" and value.is_integer() and abs(value) < 2**31
    if not isinstance(value, str) or node.style in ("|", ">"):
        return False
    if kind == "boolean":
        return value in ("true", "false")
    in_seconds = str(node.key).endswith("Seconds") and _SECONDS.match(value) is not None
    return kind == "integer" and len(value) < 10 and (in_seconds or _WHOLE.match(value) is not None)


def _unquoted(node: Node) -> Problem:
    kind = "a boolean" if node.kind == "boolean" else "a number"
    message = f"{_subject(node)} must be a string, but Kubernetes reads `{node.text}` as {kind}"
    quoted = f'"{node.text}"'
    fix = None if node.style else Fix("put it in quotes", (Edit(node.span, quoted),))
    return Problem(node, message, "unquoted-scalar", f"use `{quoted}`", fix=fix)


def _out_of_range(node: Node, bits: int) -> Problem:
    least, most = (0, 255) if bits == 8 else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    range_ = "fit in 64 bits" if bits == 64 else f"be between {least} and {most}"
    message = f"{_subject(node)} must {range_}, but `{_shown(node)}` does not"
    return Problem(node, message, "wrong-type")


def _quantity(node: Node) -> Problem:
    if node.kind not in ("string", "integer", "float"):
        found = "a boolean" if node.kind == "boolean" else _found(node, "quantity")
        message = f"{_subject(node)} must be a quantity such as `500m` or `10Gi`, not {found}"
        return Problem(node, message, "invalid-quantity")
    meant = meant_quantities(node.text)
    help_text = "use a number and a suffix, such as `500m`, `2`, `512Mi` or `10Gi`"
    fix = None
    if len(meant) == 1:
        help_text = f"did you mean `{meant[0]}`?"
        text = f"{node.style}{meant[0]}{node.style}" if node.style in ("'", '"') else meant[0]
        fix = Fix(f"use `{meant[0]}`", (Edit(node.span, text),))
    elif meant:
        decimal, binary = meant
        help_text = f"use `{binary}` (powers of 1024) or `{decimal}` (powers of 1000)"
    shown = f"`{_shown(node)}`" if node.text else "an empty string"
    return Problem(node, f"{shown} is not a valid quantity", "invalid-quantity", help_text, fix=fix)


# A comma before three digits can separate thousands.
_AMOUNT = pattern(r"([0-9]+(?:\.[0-9]+|,(?![0-9]{3}(?![0-9]))[0-9]+)?) ?([A-Za-z]*)\Z")


def meant_quantities(text: str) -> list[str]:
    """Returns the quantities that a text can mean: none, one, or a decimal and a binary one.

    ``10GiB`` can only mean ``10Gi``, but ``10GB`` can mean ``10G`` or ``10Gi``.
    """
    found = _AMOUNT.match(text.strip())
    if found is None:
        return []
    number, unit = found.group(1).replace(",", "."), found.group(2)
    letters = unit.lower().removesuffix("bytes").removesuffix("byte").removesuffix("b")
    binary = [suffix for suffix in BINARY_SUFFIXES if suffix.lower() == letters]
    if binary or unit in DECIMAL_SUFFIXES:
        return [number + (binary[0] if binary else unit)]
    letter = letters.upper()
    if letter not in ("K", "M", "G", "T", "P"):
        return []
    return [number + ("k" if letter == "K" else letter), f"{number}{letter}i"]
