"""What an expression can cost: values, results and time have a limit, and a clear answer above it."""

from __future__ import annotations

import pytest

pytest.importorskip("cel_expr_python")

from stslint.policies.engine import Failed, Program, Result, Unsupported, Value, compiled, given
from stslint.policies.library.overload import MOST_ELEMENTS
from stslint.policies.value_size import (
    MOST_GROWN,
    MOST_LOOPED,
    MOST_SIZE,
    grows_too_large,
    growth,
    loops_too_long,
    size_of,
)

NAMES = ("object", "oldObject", "request", "namespaceObject", "params", "variables")


def result(text: str) -> Result:
    program = compiled(text)
    assert isinstance(program, Program), program
    return program.run(given({name: {"spec": {"replicas": 3}} for name in NAMES}))


@pytest.mark.parametrize(
    ("below", "above"),
    [
        ("'a'.replace('a', 'b').size()", f"'{'a' * 1001}'.replace('', '{'b' * 1000}').size()"),
        ("['a', 'b'].join('-').size()", f"lists.range(2000).map(x, '{'a' * 500}').join(',').size()"),
        ("'%.3f'.format([1.5]).size()", "'%.1000001f'.format([1.5]).size()"),
        (
            "'%s'.format(['a']).size()",
            f"'{'%s' * 1001}'.format(lists.range(1001).map(x, '{'a' * 1000}')).size()",
        ),
    ],
)
def test_a_function_returns_so_much_and_no_more(below: str, above: str) -> None:
    assert isinstance(result(below), Value)
    assert result(above) == Unsupported("a function returns more than 1,000,000 characters")


def test_a_function_returns_so_many_elements_and_no_more() -> None:
    assert result(f"lists.range({MOST_ELEMENTS}).size()") == Value(MOST_ELEMENTS)
    reason = "a function returns more than 10,000 elements"
    assert result(f"lists.range({MOST_ELEMENTS + 1}).size()") == Unsupported(reason)


def test_an_expression_that_loops_has_so_many_characters_and_no_more() -> None:
    loop = "object.a.all(x, true)"
    assert not loops_too_long(loop.ljust(MOST_LOOPED))
    assert loops_too_long(loop.ljust(MOST_LOOPED + 1))
    assert not loops_too_long("object.spec.replicas > 1".ljust(MOST_LOOPED + 1))


@pytest.mark.parametrize(
    "text",
    [
        f"'{'a' * 40}'.find('(a|a)*b') == ''",
        "sets.contains(lists.range(10000), lists.range(10000))",
    ],
)
def test_a_function_that_takes_too_long_is_not_evaluated(text: str) -> None:
    found = [result(text) for _ in range(2)]
    assert isinstance(found[0], Unsupported)
    assert found[0].reason.endswith("takes more than 0.2 s")
    assert found[1] == found[0]
    assert result("'registry.example.com/web:1'.find('[a-z]+$') == ''") == Value(True)
    assert result("sets.contains([1, 2], [2])") == Value(True)


def test_a_failure_is_still_one() -> None:
    assert isinstance(result("'a'.charAt(7) == ''"), Failed)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("object.spec.replicas <= 5", 1),
        ("object.spec.a.all(c, c.b && c.d && c.e)", 1),
        ("object.spec.a.map(c, c.name)", 1),
        ("cel.bind(a, 'x', a + a)", 2),
        ("cel.bind(a, 'x', cel.bind(b, a + a, [b, b, b]))", 6),
        ("object.spec.a.map(c, c.name + ':' + c.image).join(' ')", 20_000),
        ("cel.bind(a, 'a a a', a.size() > 1 && 'a' == 'b')", 1),
        ("[1].map(x, [x, x]).map(y, [y, y]).map(z, [z, z])", 8),
    ],
)
def test_growth_counts_how_often_bound_names_are_used(text: str, times: int) -> None:
    assert growth(text) == times


def doubling(names: int) -> str:
    """Returns an expression whose value doubles with each name."""
    head = "".join(f"cel.bind(a{n + 1}, a{n} + a{n}, " for n in range(names))
    return f"cel.bind(a0, 'x', {head}a{names}{')' * (names + 1)}"


def test_values_that_double_too_often_are_known_before_they_are_made() -> None:
    assert not grows_too_large(doubling(17), 0)
    assert grows_too_large(doubling(18), 0)
    assert grows_too_large(doubling(150), 0)
    assert growth("".join(f"[1].map(a{n}, " for n in range(101))) == MOST_GROWN


def test_an_expression_that_reads_large_variables_can_grow_less() -> None:
    assert not grows_too_large(doubling(10), 100_000)
    assert grows_too_large(doubling(11), 100_000)


def test_the_size_of_a_value_counts_characters_and_elements() -> None:
    assert size_of("abc") == 4
    assert size_of([1, {"a": "bc"}]) == 11
    assert size_of(["a" * 10] * MOST_SIZE) > MOST_SIZE
