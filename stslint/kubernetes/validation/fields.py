"""Small checks that many fields share. Each yields nothing for a valid field.

Source: https://pkg.go.dev/k8s.io/apimachinery/pkg/util/validation/field names the kinds of problems.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from stslint.kubernetes.values import edits, names
from stslint.kubernetes.values.field_names import label as label
from stslint.kubernetes.values.spellings import nearest_value, value_of_alias
from stslint.model import Fix, Node, Problem, Related
from stslint.text.lookalikes import named, plain
from stslint.text.suggest import distance
from stslint.text.wording import join_or

LONG_WORD = 5
"""From this length on, a word with one wrong letter can only mean one value of an enumeration."""

Form = Callable[[str], str]
"""A function of ``names``: returns what is wrong with a text as half a sentence, or an empty string."""


def required(node: Node, help: str = "") -> Iterator[Problem]:
    """Yields a problem if a field is absent, null or empty (``""``, ``[]``, ``{}``)."""
    if not node or node.value in ("", [], {}):
        yield missing(node, help)


def missing(node: Node, help: str = "") -> Problem:
    """Returns the problem of a required field; ``node`` can be absent or empty."""
    state = "is empty" if node else "is missing"
    return Problem(node, f"`{label(node)}` {state}", rule="required-field-missing", help=help)


def enum(
    node: Node, allowed: tuple[str, ...], *, default: str = "", field: str = "", rule: str = "invalid-enum"
) -> Iterator[Problem]:
    """Yields a problem if a string that is present is not one of the allowed values.

    An empty string is ``default`` if there is one (the API server's defaulting), else a missing value.
    Whether the field can be absent is checked by ``required``.
    """
    value = node.string()
    if not node or value in allowed or (not value and default):
        return
    if value:
        yield not_one_of(node, value, allowed, field=field, rule=rule)
    else:
        message, help = f"`{label(node)}` is empty", f"use {any_of(allowed)}"
        yield Problem(node, message, rule="required-field-missing", help=help, field=field)


def not_one_of(
    node: Node,
    value: str,
    allowed: tuple[str, ...],
    *,
    field: str = "",
    rule: str = "invalid-enum",
    others: tuple[str, ...] = (),
) -> Problem:
    """Returns the problem of a value outside its enumeration; ``others`` are similar but not allowed here.

    The fix is safe if the value differs only in case, is a known alias, or is a long word with one mistake.
    """
    near = nearest_value(value, allowed + others)
    near = near if near in allowed else ""
    return Problem(
        node,
        f"`{label(node)}` cannot be `{shorten(value)}`",
        rule=rule,
        help=f"did you mean `{near}`?" if near else f"use {any_of(allowed)}",
        field=field,
        fix=replacement(node, near, safe=is_spelling_of(value, near) or _is_slip(value, near))
        if near
        else None,
    )


def _is_slip(value: str, meant: str) -> bool:
    """Returns whether a word is too long to become another value by one wrong letter."""
    return len(value) >= LONG_WORD and distance(value, meant, 1) <= 1


def is_spelling_of(value: str, meant: str) -> bool:
    """Returns whether a value certainly means another: it differs in case, or is a known alias."""
    return value.strip().lower() == meant.lower() or value_of_alias(value) == meant


def replacement(node: Node, text: str, *, safe: bool, note: str = "") -> Fix:
    """Returns the fix that replaces this scalar with another plain one."""
    return Fix(f"use `{text}`", (edits.replacement(node, text),), safe=safe, note=note)


def non_negative(node: Node, default: int = 0) -> Iterator[Problem]:
    """Yields a problem if a number is below zero."""
    if node and node.integer(default) < 0:
        yield Problem(node, f"`{label(node)}` cannot be negative", rule="out-of-range", help="use 0 or more")


def positive(node: Node, default: int = 1) -> Iterator[Problem]:
    """Yields a problem if a number is zero or below."""
    if node and node.integer(default) <= 0:
        yield Problem(node, f"`{label(node)}` must be more than 0", rule="out-of-range", help="use 1 or more")


def in_range(node: Node, low: int, high: int, *, field: str = "") -> Iterator[Problem]:
    """Yields a problem if a number that is present is less than ``low`` or more than ``high``."""
    if node and not low <= node.integer(low) <= high:
        message = f"`{label(node)}` must be between {low} and {high}"
        yield Problem(node, message, rule="out-of-range", field=field)


def name(
    node: Node, form: Form = names.dns_label, *, rule: str = "invalid-name", field: str = ""
) -> Iterator[Problem]:
    """Yields a problem if a text that is present and not empty is not a valid name."""
    value = node.string()
    fault = form(value) if value else ""
    if fault:
        problem = bad_name(node, value, fault, rule=rule, field=field)
        yield problem if value.isascii() else _spelled_in_ascii(problem, value, form)


def _spelled_in_ascii(problem: Problem, value: str, form: Form) -> Problem:
    """Returns the problem of a name with the characters named that only look like ASCII, if that is all."""
    characters, spelled = named(value), plain(value).strip(" \"'")
    if not characters or not spelled or form(spelled):
        return problem
    return problem._replace(
        message=f"{problem.message}; it is written with {characters}",
        help=f"use `{spelled}`",
        fix=replacement(problem.node, spelled, safe=True),
    )


def required_name(
    node: Node, form: Form = names.dns_label, *, rule: str = "invalid-name"
) -> Iterator[Problem]:
    """Yields a problem if a name is missing, empty or invalid."""
    if node.string():
        yield from name(node, form, rule=rule)
    else:
        yield missing(node)


def bad_name(node: Node, value: str, fault: str, *, rule: str = "invalid-name", field: str = "") -> Problem:
    """Returns the problem of a text that a form of ``names`` refuses for the reason ``fault``."""
    return Problem(
        node, f"`{shorten(value)}` is not a valid `{label(node)}`: {fault}", rule=rule, field=field
    )


def duplicates(nodes: Iterable[Node], *, what: str = "", rule: str = "duplicate-entry") -> Iterator[Problem]:
    """Yields a problem at each text that is a duplicate in a list; empty and absent ones are skipped."""
    seen: dict[str, Node] = {}
    for node in nodes:
        value = node.string()
        if not value:
            continue
        first = seen.setdefault(value, node)
        if first is not node:
            yield duplicate(node, first, value, what=what, rule=rule)


def duplicate(
    node: Node, first: Node, value: str, *, what: str = "", rule: str = "duplicate-entry"
) -> Problem:
    """Returns the problem of a value that an earlier element has as well."""
    kind = what or label(node)
    message = f"{kind} `{shorten(value)}` is a duplicate in this list"
    return Problem(node, message, rule=rule, related=(Related(first, "the first use"),))


def forbidden(node: Node, why: str, *, help: str = "", rule: str = "forbidden-field") -> Problem:
    """Returns the problem of a field that cannot be set here."""
    return Problem(node, f"`{label(node)}` {why}", rule=rule, help=help, on="key")


def labels(node: Node, *, field: str = "", what: str = "label") -> Iterator[Problem]:
    """Yields the problems of a map of labels: keys and values. The API server reports them at the map."""
    if not isinstance(node.value, dict):
        return
    where = field or ""
    for key, child in node.value.items():
        fault = names.qualified_name(key)
        if fault:
            yield _bad_key(node, child, key, fault, what, where)
        value = child.string()
        fault = names.label_value(value) if value else ""
        if fault:
            message = f"`{shorten(value)}` is not a valid value of the {what} `{shorten(key)}`: {fault}"
            yield Problem(child, message, rule="invalid-label", field=where or node.path)


def annotation_keys(node: Node, *, field: str = "") -> Iterator[Problem]:
    """Yields the problems of annotations' keys, which are labels' keys in any case, reported at the map."""
    if not isinstance(node.value, dict):
        return
    for key, child in node.value.items():
        fault = names.qualified_name(key.lower())
        if fault:
            yield _bad_key(node, child, key, fault, "annotation", field)


def any_of(allowed: Iterable[str]) -> str:
    """Returns an enumeration's values as part of a sentence: ``a``, ``b`` or ``c``."""
    return _any_of(tuple(allowed))


@lru_cache
def _any_of(allowed: tuple[str, ...]) -> str:
    return join_or([f"`{value}`" for value in allowed])


def shorten(text: str, limit: int = 70) -> str:
    """Returns a text on one line, and of bounded length, to show in a message."""
    start = text[: limit + 1]
    line = start if start.isprintable() else "".join(c if c.isprintable() else " " for c in start)
    return line if len(line) <= limit else f"{line[: limit - 3]}..."


def _bad_key(node: Node, child: Node, key: str, fault: str, what: str, field: str) -> Problem:
    message = f"`{shorten(key)}` is not a valid key of {'an' if what[0] in 'aeiou' else 'a'} {what}: {fault}"
    return Problem(child, message, rule="invalid-label", on="key", field=field or node.path)
