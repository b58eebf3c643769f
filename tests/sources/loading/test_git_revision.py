"""What paths had at a revision of Git, and the messages where there is no answer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from stslint.sources.files.path_filter import PathFilter
from stslint.sources.loading.git_names import is_revision, near_revision, revision_hint, revision_names
from stslint.sources.loading.git_revision import RevisionError, sources_at

SET = "kind: StatefulSet\nmetadata: {name: web}\n"
SERVICE = "kind: Service\nmetadata: {name: web}\n"
OTHER = "kind: Gateway\nmetadata: {name: web}\n"
IDENTITY = ("-c", "user.name=t", "-c", "user.email=t@example.invalid")


def git(folder: Path, *words: str) -> str:
    ran = subprocess.run(["git", *IDENTITY, *words], cwd=folder, check=True, capture_output=True, text=True)
    return ran.stdout.strip()


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def commit(root: Path, files: dict[str, str], message: str = "m") -> str:
    write(root, files)
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", message)
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns an empty repository, which is the working directory."""
    root = tmp_path / "work"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    monkeypatch.chdir(root)
    # The folder for temporary files can be in a repository.
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return root


def found(revision: str, *paths: str, exclude: Sequence[str] = ()) -> dict[str, str]:
    return {source.name: source.text for source in sources_at(revision, paths, PathFilter(exclude))}


def test_a_folder_has_the_files_that_a_walk_reads(work: Path) -> None:
    files = {
        "a.yaml": SET,
        "b/service.yml": SERVICE,
        "b/other.yaml": OTHER,
        "b/notes.txt": SET,
        "run.yaml": SET + "# of another size\n",
    }
    commit(work, files)
    (work / "run.yaml").chmod(0o755)
    os.symlink("a.yaml", work / "link.yaml")
    commit(work, {})
    write(work, dict.fromkeys(files, "changed"))
    kept = ["a.yaml", "b/service.yml", "run.yaml"]
    assert found("HEAD", ".") == {f"HEAD:{name}": files[name] for name in kept}
    assert found("HEAD", "b") == {"HEAD:b/service.yml": SERVICE}


def test_a_named_file_is_read_whatever_it_holds(work: Path) -> None:
    commit(work, {"b/other.yaml": OTHER, "b/notes.txt": SET, "b/c.yaml": SET})
    assert found("HEAD", "b/other.yaml") == {"HEAD:b/other.yaml": OTHER}
    assert found("HEAD", "./b/notes.txt") == {"HEAD:b/notes.txt": SET}
    assert found("HEAD", "b/*.yaml") == {"HEAD:b/c.yaml": SET, "HEAD:b/other.yaml": OTHER}
    assert found("HEAD", "b/other.yaml", exclude=["b"]) == {"HEAD:b/other.yaml": OTHER}


def test_a_repository_is_found_from_the_path_and_not_from_the_working_directory(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(work, {"a.yaml": SET, "b/c.yaml": SERVICE})
    monkeypatch.chdir(tmp_path)
    assert found("HEAD", "work/a.yaml") == {"HEAD:work/a.yaml": SET}
    assert found("HEAD", "work") == {"HEAD:work/a.yaml": SET, "HEAD:work/b/c.yaml": SERVICE}


def test_a_file_with_a_wildcard_in_its_name_is_itself(work: Path) -> None:
    commit(work, {"[a].yaml": SET, "a.yaml": SERVICE})
    assert found("HEAD", "[a].yaml") == {"HEAD:[a].yaml": SET}


def test_a_file_is_read_once(work: Path) -> None:
    commit(work, {"a.yaml": SET})
    assert [source.name for source in sources_at("HEAD", ["a.yaml", ".", "./a.yaml"])] == ["HEAD:a.yaml"]


def test_what_did_not_exist_has_no_sources(work: Path) -> None:
    commit(work, {"a.yaml": SET})
    assert found("HEAD", "b.yaml") == {}
    (work / "new").mkdir()
    assert found("HEAD", "new") == {}


@pytest.mark.parametrize("exclude", [["b"], ["b/"], ["/b"], ["c.yaml"], ["b/c.yaml"]])
def test_excluded_files_and_folders_are_left_out(work: Path, exclude: list[str]) -> None:
    commit(work, {"a.yaml": SET, "b/c.yaml": SET})
    assert found("HEAD", ".", exclude=exclude) == {"HEAD:a.yaml": SET}


def test_a_pattern_does_not_exclude_the_folder_that_is_asked_for(work: Path) -> None:
    commit(work, {"b/c.yaml": SET})
    assert found("HEAD", "b", exclude=["b"]) == {"HEAD:b/c.yaml": SET}


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_a_file_that_is_a_link_to_another_place_now_is_read_as_it_was(work: Path, tmp_path: Path) -> None:
    commit(work, {"b/c.yaml": SET})
    write(tmp_path, {"elsewhere/d.yaml": SERVICE})
    (work / "b/c.yaml").unlink()
    os.symlink(tmp_path / "elsewhere/d.yaml", work / "b/c.yaml")
    assert found("HEAD", ".", exclude=["elsewhere"]) == {"HEAD:b/c.yaml": SET}


@pytest.mark.parametrize("size", range(4))
def test_files_of_all_sizes_are_told_apart(work: Path, size: int) -> None:
    files = {f"{name}.yaml": f"{SET}#{'é' * index}{'x' * size * index}" for index, name in enumerate("abc")}
    commit(work, {**files, "d.yaml": ""})
    assert found("HEAD", ".") == {f"HEAD:{name}": text for name, text in files.items()}


def test_a_range_is_where_both_ends_began(work: Path) -> None:
    first = commit(work, {"a.yaml": SET})
    git(work, "switch", "-q", "-c", "topic")
    commit(work, {"a.yaml": SET + "# topic\n"})
    git(work, "switch", "-q", "main")
    commit(work, {"a.yaml": SET + "# main\n"})
    for revision in ("main...topic", "...topic", "topic..."):
        assert found(revision, ".") == {f"{first[:12]}:a.yaml": SET}
    assert found("topic", ".") == {"topic:a.yaml": SET + "# topic\n"}


@pytest.mark.parametrize(
    ("revision", "ends"),
    [
        ("main...alone", "`main` and `alone`"),
        ("main...", "`main` and `HEAD`"),
        ("...main", "`HEAD` and `main`"),
    ],
)
def test_a_range_without_a_common_commit(work: Path, revision: str, ends: str) -> None:
    commit(work, {"a.yaml": SET})
    git(work, "switch", "-q", "--orphan", "alone")
    commit(work, {"a.yaml": SERVICE}, "alone")
    with pytest.raises(RevisionError) as caught:
        sources_at(revision, ["."])
    assert str(caught.value) == (
        f"{ends} have no common commit here; fetch the whole history "
        "(`git fetch --unshallow`, `fetch-depth: 0` in a job)"
    )


@pytest.mark.parametrize(
    ("revision", "path", "message"),
    [
        (" ", ".", "`git:` lacks a revision: use for example `git:HEAD` or `git:origin/main`"),
        ("HEAD", "none/a.yaml", "none: no such folder, so Git cannot look up `HEAD` there"),
        (
            "HEAD",
            "..",
            "`..` is not in a Git repository: name a file or a folder to compare with instead",
        ),
        ("mian", ".", "the repository has no revision `mian`; did you mean `main`?"),
        ("v9", ".", "the repository has no revision `v9`; a shallow clone may lack it"),
        ("--all", ".", "the repository has no revision `--all`; a shallow clone may lack it"),
    ],
)
def test_a_revision_that_cannot_be_read(work: Path, revision: str, path: str, message: str) -> None:
    commit(work, {"a.yaml": SET})
    with pytest.raises(RevisionError) as caught:
        sources_at(revision, [path])
    assert str(caught.value) == message


def test_without_git_the_message_says_so(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RevisionError, match=r"Git is not installed; `git:REVISION` needs it"):
        sources_at("HEAD", ["."])
    assert (revision_names("."), is_revision(".", "HEAD")) == ([], False)


@pytest.mark.skipif(sys.platform == "win32", reason="the fake program is a shell script")
def test_the_first_line_of_what_git_says_is_the_reason(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = '[ "$3" = rev-parse ] && exit; printf "fatal: broken\\nhint: mend it\\n" >&2; exit 128'
    (tmp_path / "git").write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RevisionError) as caught:
        sources_at("HEAD", ["."])
    assert str(caught.value) == "`git ls-tree` failed in `.`: fatal: broken"


def test_a_file_whose_content_git_lacks_is_named(work: Path) -> None:
    commit(work, {"a.yaml": SET})
    blob = git(work, "rev-parse", "HEAD:a.yaml")
    (work / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(RevisionError, match=r"Git does not have the content of a\.yaml"):
        sources_at("HEAD", ["."])


def test_the_names_of_revisions(work: Path) -> None:
    commit(work, {"a.yaml": SET})
    git(work, "tag", "v1.0")
    git(work, "branch", "topic")
    git(work, "update-ref", "refs/remotes/origin/release", "HEAD")
    assert revision_names(".") == ["HEAD", "main", "topic", "origin/release", "v1.0"]
    assert revision_names("..") == []


@pytest.mark.parametrize(
    ("word", "meant"), [("release", "origin/release"), ("mian", "main"), ("tpic", "topic"), ("other", "")]
)
def test_the_revision_that_is_meant(work: Path, word: str, meant: str) -> None:
    commit(work, {"a.yaml": SET})
    git(work, "branch", "topic")
    git(work, "update-ref", "refs/remotes/origin/release", "HEAD")
    assert near_revision(".", word) == meant


def test_a_word_that_is_a_revision_and_no_path_has_a_hint(work: Path) -> None:
    commit(work, {"a.yaml": SET})
    write(work, {"topic": ""})
    git(work, "branch", "topic")
    assert revision_hint("HEAD") == "; for the Git revision, use `git:HEAD`"
    assert (revision_hint("topic"), revision_hint("nothing")) == ("", "")
