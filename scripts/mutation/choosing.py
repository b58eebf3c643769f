"""Which tests are tried on a mutant, and in which order."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain, islice, zip_longest
from pathlib import PurePosixPath
from typing import NamedTuple

from scripts.mutation.mutant import Mutant
from scripts.mutation.recording import Recording

TESTS_AT_FIRST = 40
FILES_AT_FIRST = 6


class Choice(NamedTuple):
    """The tests for a mutant: few that are tried first, and all others for a mutant that survives these."""

    first: Sequence[str]
    others: Sequence[str]


def choose(mutant: Mutant, text: str, recording: Recording) -> Choice:
    """Returns the tests that may notice a mutant of a module with this text.

    At first come tests that reach the line. The others are all that reach any line of the module, and those
    of a file that mirrors it: what is cached or runs once, as the module is imported, was recorded with the
    first test only.
    """
    by_line = recording.tests_by_line(mutant.path)
    durations = recording.durations()
    mirrors = {name for name in durations if _is_mirror(name.partition("::")[0], mutant.path)}
    of_module: Set[str] = set().union(mirrors, *by_line.values())
    of_line = tests_of_line(text, mutant.line, by_line) or of_module
    first = spread(by_file(of_line, mutant.path, durations))
    rest = (of_line - set(first), of_module - of_line)
    return Choice(first, [name for each in rest for name in _in_order(each, mutant.path, durations)])


def tests_of_line(text: str, line: int, by_line: Mapping[int, Set[str]]) -> Set[str]:
    """Returns the tests that reach the smallest statement around a line: coverage names its first line only.

    They are none for a line that runs as its module is imported.
    """
    tree = ast.parse(text)
    if not in_function(tree, line):
        return set()
    around = [each for each in ast.walk(tree) if isinstance(each, ast.stmt) and _holds(each, line)]
    smallest = max(around, key=lambda each: each.lineno)
    body: Sequence[ast.stmt] = getattr(smallest, "body", ())
    end = body[0].lineno - 1 if body else smallest.end_lineno or line
    lines = range(smallest.lineno, max(end, line) + 1)
    return by_line.get(line) or set().union(*(by_line.get(each, set()) for each in lines))


def in_function(tree: ast.Module, line: int) -> bool:
    """Returns whether a line runs when a function is called, and not as its module is imported."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return any(
        each.body[0].lineno <= line and _holds(each, line)
        for each in ast.walk(tree)
        if isinstance(each, functions)
    )


def by_file(tests: Iterable[str], path: str, durations: Mapping[str, float]) -> Mapping[str, Sequence[str]]:
    """Returns tests by file, fastest first, and the files that are likely to be about a module first."""
    files: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(tests, key=lambda name: (durations[name], name)):
        files[name.partition("::")[0]].append(name)
    order = sorted(files, key=lambda file: (-_likeness(file, path), durations[files[file][0]], file))
    return {file: files[file] for file in order}


def spread(tests: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Returns the tests to try at first: the fastest of the first files, a file after the other."""
    files = list(tests)[:FILES_AT_FIRST]
    turns = chain.from_iterable(zip_longest(*(tests[file] for file in files)))
    chosen = set(islice((name for name in turns if name), TESTS_AT_FIRST))
    return [name for file in files for name in tests[file] if name in chosen]


def _in_order(tests: Iterable[str], path: str, durations: Mapping[str, float]) -> Iterator[str]:
    return chain.from_iterable(by_file(tests, path, durations).values())


def _likeness(test_file: str, path: str) -> int:
    """Returns how many directories of a test's path are those of a module; the same name counts most."""
    test, module = PurePosixPath(test_file), PurePosixPath(path)
    folders = zip(test.parts[1:-1], module.parts[1:-1], strict=False)
    return _is_mirror(test_file, path) * 10 + sum(one == other for one, other in folders)


def _is_mirror(test_file: str, path: str) -> bool:
    return PurePosixPath(test_file).stem == f"test_{PurePosixPath(path).stem}"


def _holds(node: ast.stmt, line: int) -> bool:
    return node.lineno <= line <= (node.end_lineno or node.lineno)
