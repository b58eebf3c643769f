"""The only module that uses the CEL library: https://pypi.org/project/cel-expr-python, the CEL project's own.

It is compiled, so it starts in about 10 ms and answers in about 50 µs; it checks types as the API server's
does, and it reads optional fields (``object.?spec``). It does not have Kubernetes' functions: they are in
``library``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from stslint.model import StslintError
from stslint.policies.library import FUNCTIONS, NOT_EVALUATED
from stslint.policies.library.overload import NotEvaluatedError, Overload, refuse_long, refuse_many
from stslint.policies.library.strings import shown
from stslint.policies.time_limit import limited
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.installation import install_command

EXTRA = "cel"
_OLDEST_PYTHON = (3, 11)
NAMES = ("object", "oldObject", "request", "namespaceObject", "params", "variables", "authorizer")

_FAULT = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")
_UNDECLARED = re.compile(
    r"undeclared reference to '([\w.]+)'|no matching overload for '(string)' applied to '\(map"
)
_CODE = re.compile(r"\A[A-Z_]+: |(?<!\s)\s*\[[A-Z_]+\]\Z")
_MISSING = re.compile(r'Key not found in map : "(.*)"')
_LEFT_OUT = "not evaluated: "


class EngineError(StslintError):
    """The CEL library is not installed; the message says how to install it."""


class CompileProblem(NamedTuple):
    """Why an expression does not compile, and where in it, counted from 1.

    ``known`` means that Kubernetes compiles it, and only this library cannot.
    """

    line: int
    column: int
    message: str
    known: bool = False


class Value(NamedTuple):
    """The value of an expression, as plain data."""

    value: Any


class Failed(NamedTuple):
    """Why an expression cannot be evaluated; the API server would fail as well."""

    reason: str


class Unsupported(NamedTuple):
    """Why an expression is not evaluated, although the API server could evaluate it."""

    reason: str


Result = Value | Failed | Unsupported


class Given(NamedTuple):
    """The values of names, for several expressions: the library converts a value where one reads it first."""

    activation: Any


def given(data: Mapping[str, Any]) -> Given:
    """Returns the values of names as the library reads them. Raises EngineError without it."""
    return Given(_environment().Activation(dict(data)))


class Program(NamedTuple):
    """A compiled expression."""

    expression: Any

    def run(self, data: Given) -> Result:
        """Returns the result of the expression for the values of its names."""
        try:
            found = self.expression.eval(activation=data.activation)
            plain = found.plain_value()
        except RuntimeError as error:
            return Unsupported(_first_line(str(error)))
        if found.type().name() != "ERROR":
            return Value(plain)
        reason = _first_line(str(plain))
        if _LEFT_OUT in reason:
            return Unsupported(reason.partition(_LEFT_OUT)[2])
        return Failed(_plainly(reason))


def compiled(text: str) -> Program | CompileProblem:
    """Returns a compiled expression. Raises EngineError without the library."""
    try:
        return Program(_environment().compile(text.rstrip()))
    except RuntimeError as error:
        return _fault(str(error))


def _fault(message: str) -> CompileProblem:
    found = _FAULT.search(message)
    if found is None:
        return CompileProblem(1, 1, _first_line(message))
    line, column, said = int(found.group(1)), int(found.group(2)), found.group(3)
    for undeclared, converted in _UNDECLARED.findall(message):
        known = NOT_EVALUATED.get(undeclared or converted) or _formats(undeclared)
        if known:
            return CompileProblem(line, column, f"{known} (`{undeclared or converted}`)", True)
    return CompileProblem(
        line, column, _CODE.sub("", said).replace(" (in container '')", "").replace("'", "`")
    )


def _formats(name: str) -> str:
    return NOT_EVALUATED["format"] if name.startswith("format.") else ""


def _first_line(message: str) -> str:
    return _CODE.sub("", _CODE.sub("", message.strip().partition("\n")[0]))


def _plainly(reason: str) -> str:
    missing = _MISSING.search(reason)
    return f"there is no `{missing.group(1)}`" if missing else reason


def _too_old() -> str:
    """Returns what to do first where the extra has nothing to install."""
    running = sys.version_info[:2]
    if running >= _OLDEST_PYTHON:
        return ""
    return f", which Python {running[0]}.{running[1]} cannot install: use Python 3.11 or newer, and there"


@lru_cache(maxsize=1)
def _environment() -> Any:
    try:
        from cel_expr_python import cel
        from cel_expr_python.ext import ext_bindings, ext_encoders, ext_math, ext_optional
    except ImportError as error:
        raise EngineError(
            f"--policy evaluates CEL and needs the extra `{EXTRA}`{_too_old()}: "
            f"run `{install_command(EXTRA)}`"
        ) from error
    extensions = (
        ext_bindings.ExtBindings,
        ext_encoders.ExtEncoders,
        ext_math.ExtMath,
        ext_optional.ExtOptional,
    )
    return cel.NewEnv(
        variables=dict.fromkeys(NAMES, cel.Type.DYN),
        extensions=[extension() for extension in extensions],
        functions=list(_declarations(cel)),
    )


def _declarations(cel: Any) -> Iterator[Any]:
    types = {
        "string": cel.Type.STRING,
        "int": cel.Type.INT,
        "bool": cel.Type.BOOL,
        "double": cel.Type.DOUBLE,
        "null": cel.Type.NULL,
        "dyn": cel.Type.DYN,
        "list": cel.Type.List(cel.Type.DYN),
        "map": cel.Type.Map(cel.Type.STRING, cel.Type.DYN),
    }
    by_name: dict[str, list[Overload]] = {}
    for overload in FUNCTIONS:
        by_name.setdefault(overload.name, []).append(overload)
    for name, overloads in by_name.items():
        yield cel.FunctionDecl(name, [_overload(cel, types, each) for each in overloads])


def _overload(cel: Any, types: Mapping[str, Any], overload: Overload) -> Any:
    kind = "member" if overload.member else "global"
    return cel.Overload(
        f"{overload.name}({kind}: {', '.join(overload.parameters)})",
        return_type=types[overload.returns],
        parameters=[types[parameter] for parameter in overload.parameters],
        is_member=overload.member,
        impl=_guarded(overload),
    )


def _guarded(overload: Overload) -> Any:
    limited_call = limited(overload.name, overload.call)

    def call(*values: Any) -> Any:
        try:
            result = limited_call(*values)
            if isinstance(result, str):
                refuse_long(len(result))
            elif isinstance(result, list):
                refuse_many(len(result))
            return result
        except NotEvaluatedError as error:
            raise ValueError(f"{_LEFT_OUT}{error}") from error
        except ValueError:
            raise
        except (TypeError, KeyError, ArithmeticError) as error:
            raise ValueError(f"{overload.name} does not take {', '.join(map(shown, values))}") from error

    return call
