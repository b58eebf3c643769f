import pytest

from stslint.sources.files.gitignore import Patterns, ignored, patterns_above


def verdict(pattern, path, folder=False):
    return Patterns("/r", [*pattern.split("\n")]).verdict(f"/r/{path}", path.rpartition("/")[2], folder)


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
    ],
)
def test_ignored(pattern, path):
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
        ("", "web.yaml"),
    ],
)
def test_no_pattern_speaks(pattern, path):
    assert verdict(pattern, path) is None


def test_the_last_pattern_decides():
    assert verdict("*.yaml\n!web.yaml", "web.yaml") is False
    assert verdict("!web.yaml\n*.yaml", "web.yaml") is True


def test_a_slash_at_the_end_asks_for_a_folder():
    assert verdict("build/", "build", folder=True) is True
    assert verdict("build/", "build") is None


def test_the_nearest_file_decides():
    outer, inner = Patterns("/r", ["*.yaml"]), Patterns("/r/a", ["!web.yaml"])
    assert not ignored((outer, inner), "/r/a/web.yaml", "web.yaml", False)
    assert ignored((outer, inner), "/r/b/web.yaml", "web.yaml", False)


def test_above_a_folder_stand_the_repositorys_files(tmp_path):
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


def test_a_worktree_finds_the_common_folder(tmp_path):
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


def test_outside_of_a_repository_nothing_stands_above(tmp_path):
    (tmp_path / ".gitignore").write_text("*\n")
    (tmp_path / "a").mkdir()
    assert patterns_above(str(tmp_path / "a")) == ()
