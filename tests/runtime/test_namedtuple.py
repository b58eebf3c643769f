"""Our named tuples behave as those of ``typing``."""

from __future__ import annotations

import copy
import pickle
import shutil
import subprocess
import typing
from collections.abc import Callable

import pytest

from stslint.model import Span
from stslint.runtime.namedtuple import NamedTuple
from tests.support.paths import ROOT


class Ours(NamedTuple):
    """A place."""

    line: int
    name: str = "a"
    rest: tuple[int, ...] = ()

    @property
    def double(self) -> int:
        """Returns twice the line."""
        return 2 * self.line


class Theirs(typing.NamedTuple):
    """A place."""

    line: int
    name: str = "a"
    rest: tuple[int, ...] = ()

    @property
    def double(self) -> int:
        """Returns twice the line."""
        return 2 * self.line


@pytest.mark.parametrize("kind", [Ours, Theirs])
def test_what_a_named_tuple_can_do(kind: type[Ours]) -> None:
    made = kind(3, rest=(1,))
    plain: object = (3, "a", (1,))
    assert made == plain
    assert (made.line, made.name, made.rest, made.double) == (3, "a", (1,), 6)
    assert made._replace(name="b") == kind(line=3, name="b", rest=(1,))
    assert kind._make([1, "x", ()])._asdict() == {"line": 1, "name": "x", "rest": ()}
    assert repr(made) == f"{kind.__name__}(line=3, name='a', rest=(1,))"
    assert kind._fields == kind.__match_args__ == ("line", "name", "rest")
    assert kind._field_defaults == {"name": "a", "rest": ()}
    assert copy.deepcopy(made) == pickle.loads(pickle.dumps(made)) == made
    assert type(pickle.loads(pickle.dumps(made))) is kind
    assert not hasattr(made, "__dict__")
    assert kind.__doc__ == "A place."
    assert isinstance(made, tuple)
    assert hash(made) == hash((3, "a", (1,)))
    match made:
        case kind(line, name):
            assert (line, name) == (3, "a")


@pytest.mark.parametrize("kind", [Ours, Theirs])
def test_what_a_named_tuple_refuses(kind: type[Ours]) -> None:
    made = kind(3)
    wrongs: tuple[Callable[[], object], ...] = (
        lambda: kind(),  # type: ignore[call-arg]
        lambda: kind(1, "a", (), 4),  # type: ignore[call-arg]
        lambda: kind(1, nmae="a"),  # type: ignore[call-arg]
        lambda: kind._make([1]),
    )
    for wrong in wrongs:
        with pytest.raises(TypeError):
            wrong()
    # Python 3.13 raises the latter.
    with pytest.raises((ValueError, TypeError), match="unexpected field names"):
        made._replace(nmae="b")  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        made.line = 4  # type: ignore[misc]


def test_a_class_without_annotated_fields_is_refused() -> None:
    with pytest.raises(TypeError, match="annotations"):

        class Empty(NamedTuple):
            pass


PROGRAM = """
from __future__ import annotations
import pickle
from stslint.runtime.namedtuple import NamedTuple

class Place(NamedTuple):
    line: int
    name: str = "a"

    def double(self) -> int:
        return 2 * self.line

place = Place(3)
assert place == (3, "a") and place.double() == 6 and place.name == "a"
assert place._replace(name="b") == Place(line=3, name="b") and repr(place) == "Place(line=3, name='a')"
assert pickle.loads(pickle.dumps(place)) == place
for wrong in (lambda: Place(), lambda: Place(1, "a", 2), lambda: Place(1, other=2)):
    try:
        wrong()
    except TypeError:
        continue
    raise AssertionError("it should have been refused")
"""


@pytest.mark.slow
@pytest.mark.parametrize("minor", range(10, 16))
def test_it_works_on_each_installed_python(minor: int) -> None:
    python = shutil.which(f"python3.{minor}")
    if python is None or subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode:
        pytest.skip(f"Python 3.{minor} is not installed")
    ran = subprocess.run(
        [python, "-I", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\nexec({PROGRAM!r})"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == ""


def test_a_field_without_a_default_comes_first() -> None:
    with pytest.raises(TypeError, match="default"):

        class Wrong(NamedTuple):
            first: int = 1
            second: int  # type: ignore[misc]


def test_two_classes_of_one_length_keep_their_own_names() -> None:
    assert Span(line=1, column=2, end_line=3, end_column=4) == (1, 2, 3, 4)
    with pytest.raises(TypeError, match="unexpected keyword"):
        Span(1, 2, 3, end=4)  # type: ignore[call-arg]
