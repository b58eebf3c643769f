"""Ignore patterns decide as Git does; the last test compares with `git check-ignore` on random trees."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stslint.model import Skipped
from stslint.sources.files.gitignore import Patterns, ignored, patterns_above, patterns_in, within
from stslint.sources.files.pattern_index import MOST_WITHOUT_TEXT, literal_texts
from stslint.sources.files.walk import File, walk
from tests.support.work import calls_of


def verdict(pattern: str, path: str, folder: bool = False) -> bool | None:
    return Patterns("/r", [*pattern.split("\n")]).verdict(f"/r/{path}", path.rpartition("/")[2], folder)


@pytest.mark.parametrize(
    ("pattern", "path", "found"),
    [
        ("*[!b]" * 40 + "c", "a" * 200 + "c", True),
        ("*[!b]" * 40 + "c", "a" * 200, None),
        ("*a" * 40 + "*", "a" * 200, True),
        ("*a*b*a*", "xaybza", True),
        ("*a*b*c", "abcbxc", True),
        ("**/a/**/" * 20 + "b", "a/" * 60 + "b", True),
        ("**/a/**/" * 20 + "b", "a/" * 60 + "c", None),
        ("**/**/**/*a**/**/b", "x/ya/z/b", True),
        ("a" * 20_000, "a" * 200, None),
        ("a\\" + " " * 5_000, "a ", True),
        ("a\\\\" + " " * 5_000, "a\\", True),
    ],
)
def test_many_wildcards_decide_as_few_do(pattern: str, path: str, found: bool | None) -> None:
    # Tried in all ways to divide a name by them, twenty wildcards take years.
    assert verdict(pattern, path) is found


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("web.yaml", "a/b/web.yaml"),
        ("*.yaml", "a/web.yaml"),
        ("/web.yaml", "web.yaml"),
        ("a/web.yaml", "a/web.yaml"),
        ("**/web.yaml", "a/b/web.yaml"),
        ("a/**", "a/b/web.yaml"),
        ("a/**/web.yaml", "a/web.yaml"),
        ("a/**/web.yaml", "a/b/c/web.yaml"),
        ("w?b.yaml", "web.yaml"),
        ("[a-w]eb.yaml", "web.yaml"),
        ("[!a]eb.yaml", "web.yaml"),
        (r"\#a.yaml", "#a.yaml"),
        (r"\!a.yaml", "!a.yaml"),
        ("web.yaml   ", "web.yaml"),
        ("a.yaml\r", "a.yaml"),
        ("[[:alpha:]]eb.yaml", "web.yaml"),
        ("v[[:digit:].]", "v1"),
        ("v[\\]a]", "v]"),
        ("v[a\\-z]", "v-"),
        ("v[[:digit:].]", "v."),
        ("[^[:upper:]]eb.yaml", "web.yaml"),
        ("[]w]eb.yaml", "web.yaml"),
        ("[\\w]eb.yaml", "web.yaml"),
        ("caf??", "café"),
    ],
)
def test_ignored(pattern: str, path: str) -> None:
    assert verdict(pattern, path) is True


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("/web.yaml", "a/web.yaml"),
        ("a/web.yaml", "b/a/web.yaml"),
        ("a/*.yaml", "a/b/web.yaml"),
        ("web.yaml/", "web.yaml"),
        ("# web.yaml", "web.yaml"),
        ("web", "web.yaml"),
        ("w[!e]b.yaml", "web.yaml"),
        ("[", "web.yaml"),
        ("[[:alpha:]eb.yaml", "web.yaml"),
        ("[[:letter:]]eb.yaml", "web.yaml"),
        ("[[:digit:]]eb.yaml", "web.yaml"),
        ("[[:alpha:]]", "é"),
        ("[\\d]", "1"),
        ("web.yaml\\", "web.yaml\\"),
        ("web.yaml//", "web.yaml"),
        ("", "web.yaml"),
    ],
)
def test_not_ignored(pattern: str, path: str) -> None:
    assert verdict(pattern, path) is None


def test_the_last_pattern_decides() -> None:
    assert verdict("*.yaml\n!web.yaml", "web.yaml") is False
    assert verdict("!web.yaml\n*.yaml", "web.yaml") is True


def test_a_slash_at_the_end_matches_folders_only() -> None:
    assert verdict("build/", "build", folder=True) is True
    assert verdict("build/", "build") is None


def test_the_nearest_file_decides() -> None:
    outer, inner = Patterns("/r", ["*.yaml"]), Patterns("/r/a", ["!web.yaml"])
    assert not ignored((outer, inner), "/r/a/web.yaml", "web.yaml", False)
    assert ignored((outer, inner), "/r/b/web.yaml", "web.yaml", False)


def test_patterns_above_a_folder_are_those_of_its_repository(tmp_path: Path) -> None:
    info = tmp_path / ".git" / "info"
    info.mkdir(parents=True)
    (info / "exclude").write_text("secret.yaml\n")
    (tmp_path / ".gitignore").write_text("*.tmp.yaml\n")
    below = tmp_path / "deploy"
    below.mkdir()
    stack = patterns_above(str(below))
    assert ignored(stack, str(below / "secret.yaml"), "secret.yaml", False)
    assert ignored(stack, str(below / "a.tmp.yaml"), "a.tmp.yaml", False)
    assert not ignored(stack, str(below / "a.yaml"), "a.yaml", False)


def test_a_worktree_finds_the_common_folder(tmp_path: Path) -> None:
    main = tmp_path / "main" / ".git"
    (main / "info").mkdir(parents=True)
    (main / "info" / "exclude").write_text("secret.yaml\n")
    linked = main / "worktrees" / "w"
    linked.mkdir(parents=True)
    (linked / "commondir").write_text("../..\n")
    worktree = tmp_path / "w"
    worktree.mkdir()
    (worktree / ".git").write_text(f"gitdir: {linked}\n")
    assert ignored(patterns_above(str(worktree)), str(worktree / "secret.yaml"), "secret.yaml", False)


def test_outside_a_repository_no_patterns_apply_from_above(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*\n")
    (tmp_path / "a").mkdir()
    assert patterns_above(str(tmp_path / "a")) == ()


NAMES = (
    "a",
    "b",
    "ab",
    "web.yaml",
    "A1",
    "b-c",
    "x y",
    "a]b",
    "1",
    "[a",
    "#a",
    "!a",
    "a\\b",
    "é",
    "_z",
    "a.b",
)
PIECES = (
    *(
        "a",
        "b",
        "web",
        ".yaml",
        "*",
        "?",
        "**",
        "/",
        "//",
        " ",
        "-",
        "#",
        "!",
        "\\",
        "\\a",
        "\\*",
        "\\#",
        "\\!",
        "\\ ",
    ),
    *("[ab]", "[!a]", "[^b]", "[a-c]", "[c-a]", "[]a]", "[a-]", "[a", "[\\]]", "[a-c-e]", "[[:a]", "[[a]"),
    *("[[:alpha:]]", "[[:digit:]x]", "[![:upper:]]", "[[:foo:]]", "[[:punct:]]", "[[:alnum:]_-]"),
)


@pytest.mark.skipif(shutil.which("git") is None or sys.platform == "win32", reason="needs git and odd names")
@pytest.mark.parametrize("seed", range(3))
def test_random_trees_are_ignored_as_git_does(tmp_path: Path, seed: int) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True, env=git_environment(tmp_path))
    chance = random.Random(seed)
    for number in range(40):
        folder = tmp_path / f"tree{number}"
        folder.mkdir()
        grow(folder, chance)
    by_us = set(ignored_below(tmp_path, ()))
    reached = list(entries_outside(tmp_path, by_us))
    by_git = ignored_by_git(tmp_path, reached)
    assert len(reached) > 300
    assert sorted(by_us ^ by_git) == []


@pytest.mark.skipif(shutil.which("git") is None or sys.platform == "win32", reason="needs git and odd names")
@pytest.mark.parametrize("seed", range(3))
def test_hundreds_of_random_patterns_ignore_as_git_does(tmp_path: Path, seed: int) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True, env=git_environment(tmp_path))
    chance = random.Random(seed)
    for number in range(8):
        folder = tmp_path / f"tree{number}"
        folder.mkdir()
        grow(folder, chance)
        # A pattern such as `*` would decide alone, so what matches nearly everything is rare.
        patterns = [specific_pattern(chance) for _ in range(600)]
        (folder / ".gitignore").write_text("\n".join(patterns) + "\n")
    by_us = set(ignored_below(tmp_path, ()))
    reached = list(entries_outside(tmp_path, by_us))
    assert sorted(by_us ^ ignored_by_git(tmp_path, reached)) == []
    assert 20 < len(by_us) < len(reached) - 20


def specific_pattern(chance: random.Random) -> str:
    name, pieces = chance.choice(NAMES), [chance.choice(PIECES) for _ in range(2)]
    start = chance.choice(("!", "", "/", "**/", "a/", "!/")) + chance.choice(("", pieces[0]))
    # Most are of names that do not exist, so that much is tried and little found.
    return (
        start + name + chance.choice((str(chance.randint(0, 99)), "", pieces[1])) + chance.choice(("", "/"))
    )


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("**/ab?c*/", ["ab", "c"]),
        ("a[b]c[d]e", ["a", "e"]),
        ("a[]]b", ["a", "b"]),
        ("a]b[[:alpha:]]c", ["a]b", "c"]),
        (r"a\[b", ["a"]),
        (r"a\*b", ["a", "b"]),
        (r"[\]b", ["b"]),
        ("[a-z]*", []),
        ("aa*aa", ["aa"]),
    ],
)
def test_texts_of_a_pattern_are_outside_of_its_brackets(pattern: str, texts: list[str]) -> None:
    assert literal_texts(pattern) == texts


def test_of_patterns_without_a_text_the_last_are_tried(tmp_path: Path) -> None:
    sets = [f"[{chr(0x4E00 + number)}]?" for number in range(MOST_WITHOUT_TEXT + 2)]
    patterns = Patterns(str(tmp_path), ["[x]?", *sets[:-1]])
    assert patterns.verdict(str(tmp_path / "xy"), "xy", False) is None
    assert [each.reason for each in patterns.skipped()] == [
        "2 ignore patterns not tried: no text distinguishes them from others"
    ]
    patterns = Patterns(str(tmp_path), [*sets, "[x]?"])
    assert patterns.verdict(str(tmp_path / "xy"), "xy", False) is True


def test_a_folder_with_too_many_patterns_without_a_text_is_listed(tmp_path: Path) -> None:
    sets = "\n".join(f"[{chr(0x4E00 + number)}]?" for number in range(MOST_WITHOUT_TEXT + 1))
    (tmp_path / ".gitignore").write_text(sets, encoding="utf-8")
    (tmp_path / "web.yaml").touch()
    skipped, found = walk(str(tmp_path))
    assert isinstance(skipped, Skipped)
    assert skipped.reason.startswith("1 ignore pattern not tried")
    assert isinstance(found, File)


def test_thousands_of_names_are_all_looked_up() -> None:
    patterns = Patterns("/r", [f"{part}{end}" for number in range(3000) for part, end in written(number)])
    for number in (0, 2999):
        assert patterns.verdict(f"/r/n{number}", f"n{number}", False) is True
        assert patterns.verdict(f"/r/p/{number}", f"{number}", True) is True
        assert patterns.verdict(f"/r/d{number}", f"d{number}", True) is False
        assert patterns.verdict(f"/r/d{number}", f"d{number}", False) is None


def written(number: int) -> list[tuple[str, str]]:
    return [(f"n{number}", ""), (f"/p/{number}", ""), (f"!d{number}", "/")]


@pytest.mark.parametrize("form", ["**/*a{}*/**", "*a*a*{}", "!a{}\n*a{}*", "{}"])
def test_of_thousands_of_patterns_few_are_tried(form: str) -> None:
    patterns = Patterns("/r", "\n".join(form.format(number, number) for number in range(7000)).split("\n"))

    def decide() -> None:
        assert patterns.verdict("/r/a/chart/a-file-aa.yaml", "a-file-aa.yaml", False) is None

    decide()
    assert calls_of(decide) < 1000


def grow(folder: Path, chance: random.Random, depth: int = 0) -> None:
    for name in chance.sample(NAMES, chance.randint(2, 4)):
        if depth < 3 and chance.random() < 0.4:
            (folder / name).mkdir()
            grow(folder / name, chance, depth + 1)
        else:
            (folder / name).touch()
    if depth == 0 or chance.random() < 0.3:
        patterns = [random_pattern(chance) for _ in range(chance.randint(1, 5))]
        (folder / ".gitignore").write_text("\n".join(patterns) + "\n")


def random_pattern(chance: random.Random) -> str:
    start = chance.choice(("", "", "", "!")) + chance.choice(("", "", "", "/"))
    pieces = [chance.choice(PIECES) for _ in range(chance.randint(1, 4))]
    return start + "".join(pieces) + chance.choice(("", "", "", "/"))


def ignored_below(folder: Path, stack: tuple[Patterns, ...]) -> Iterator[str]:
    own = patterns_in(str(folder))
    stack = (*stack, own) if own else stack
    for entry in entries(folder):
        if ignored(stack, str(entry), entry.name, entry.is_dir()):
            yield str(entry)
        elif entry.is_dir():
            yield from ignored_below(entry, stack)


def entries_outside(folder: Path, excluded: set[str]) -> Iterator[str]:
    for entry in entries(folder):
        yield str(entry)
        if entry.is_dir() and str(entry) not in excluded:
            yield from entries_outside(entry, excluded)


def entries(folder: Path) -> list[Path]:
    return [each for each in sorted(folder.iterdir()) if each.name not in (".git", ".gitignore")]


def ignored_by_git(folder: Path, paths: list[str]) -> set[str]:
    done = subprocess.run(
        ["git", "-C", folder, "check-ignore", "-z", "--no-index", "--stdin"],
        input="\0".join(paths).encode(),
        capture_output=True,
        check=False,  # 1 says that nothing is ignored
        env=git_environment(folder),
    )
    assert done.returncode in (0, 1), done.stderr
    return set(filter(None, done.stdout.decode().split("\0")))


def git_environment(home: Path) -> dict[str, str]:
    return {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1"}


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("*.yaml", "a/b/c.yaml", True),
        ("/a", "a/b/c.yaml", True),
        ("b/", "a/b/c.yaml", True),
        ("a/b", "a/b/c.yaml", True),
        ("c.yaml/", "a/b/c.yaml", False),
        ("/b", "a/b/c.yaml", False),
        ("d", "a/b/c.yaml", False),
    ],
)
def test_a_pattern_matches_what_is_in_a_matching_folder(pattern: str, path: str, expected: bool) -> None:
    assert within(Patterns("/work", [pattern]), f"/work/{path}") is expected
    assert within(Patterns("/work", [pattern]), f"/elsewhere/{path}") is False


def test_patterns_of_an_unreadable_file_ignore_nothing(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").mkdir()
    assert patterns_in(str(tmp_path)) is None
    assert patterns_in(str(tmp_path), "none") is None


def test_the_farthest_patterns_come_first(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    (tmp_path / ".gitignore").write_text("x\n")
    (tmp_path / "a" / ".gitignore").write_text("!x\n")
    (folder / ".gitignore").write_text("x\n")
    above = patterns_above(str(folder))
    assert [patterns.verdict(str(folder / "x"), "x", False) for patterns in above] == [True, False]
