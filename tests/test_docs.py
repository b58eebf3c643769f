"""The pages for people: all listed, every link leads somewhere, and every command is one that exists."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from stslint.cli.app import command_line
from stslint.linter.rule_loader import load_rules
from stslint.runtime import package_data
from tests.support.paths import ROOT
from tests.support.runners import Run

DOCS = sorted((ROOT / "docs").glob("*.md"))
_AT_THE_TOP = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "RELEASING.md", "SECURITY.md")
PAGES = [*(ROOT / name for name in _AT_THE_TOP), *DOCS]

_FENCE = re.compile(r"^([ ]*)(```+)([^\n]*)\n(.*?)^\1\2[ ]*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^()\s]+)\)")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def blocks(path: Path, *languages: str) -> Iterator[str]:
    for _, _, language, text in _FENCE.findall(path.read_text(encoding="utf-8")):
        if language.strip() in languages:
            yield text


def links(path: Path) -> list[str]:
    """Returns the links of a page that lead to no other site."""
    found = _LINK.findall(_FENCE.sub("", path.read_text(encoding="utf-8")))
    return [link for link in found if "://" not in link and not link.startswith("mailto:")]


def anchors(path: Path) -> set[str]:
    """Returns the anchors of a page's headings, as GitHub makes them."""
    text = _FENCE.sub("", path.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ +(.+?)[ #]*$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def faults(page: Path) -> list[str]:
    found = []
    for link in links(page):
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        if not target.exists():
            found.append(f"{link}: no such file")
        elif anchor and anchor not in anchors(target):
            found.append(f"{link}: no such heading")
    return found


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    assert faults(page) == []


def test_a_link_that_leads_nowhere_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A `b` c\n[x](#a-b-c) [y](#d) [z](none.md)\n```text\n[a](no)\n```\n", encoding="utf-8")
    assert faults(page) == ["#d: no such heading", "none.md: no such file"]


def test_the_index_has_a_line_for_every_page() -> None:
    index = ROOT / "docs" / "index.md"
    lines = re.findall(r"^- \[[^\]]+\]\(([^)]+)\): .+\.$", index.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(lines) == [str(path.relative_to(index.parent)) for path in DOCS if path != index]
    assert "docs/index.md" in links(ROOT / "README.md")


def commands(page: Path) -> Iterator[list[str]]:
    """Yields the words of each command of ours in a page's shell lines and jobs."""
    for found in re.finditer(
        r"^\|.*\| `(stslint [^`]+)` \|$", page.read_text(encoding="utf-8"), re.MULTILINE
    ):
        yield shlex.split(found[1])  # the last cell of a table
    for text in (*blocks(page, "sh", "console"), *blocks(page, "yaml")):
        for line in text.split("\n"):
            shown = re.search(r"(?:^|[|;&] *|run: |entry: |- |/)(stslint [a-z-]+(?: .*)?)$", line)
            if shown:
                yield shlex.split(shown.group(1).partition(" | ")[0], comments=True)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_and_option_exists(page: Path) -> None:
    for _, name, *words in commands(page):
        assert name in command_line.commands, f"{page.name}: stslint {name}"
        known = {option for parameter in command_line.commands[name].params for option in parameter.opts}
        options = {word.partition("=")[0] for word in words if word.startswith("-") and word != "-"}
        assert options <= known, f"{page.name}: stslint {name} {words}"


def test_the_readme_has_commands() -> None:
    assert len(list(commands(ROOT / "README.md"))) > 5


def jobs() -> list[dict[str, Any]]:
    read = [YAML(typ="safe").load(text) for text in blocks(ROOT / "docs" / "ci.md", "yaml")]
    return [job for job in read if isinstance(job, dict)]


def steps(job: dict[str, Any]) -> list[str]:
    """Returns the shell lines of a job of GitHub's or GitLab's."""
    if "jobs" in job:
        return [step["run"] for step in job["jobs"]["stslint"]["steps"] if "run" in step]
    script: list[str] = job["stslint"]["script"]
    return script


def artifacts(job: dict[str, Any]) -> set[str]:
    """Returns the files that a job hands on."""
    if "jobs" in job:
        uploads = [step.get("with", {}).get("sarif_file") for step in job["jobs"]["stslint"]["steps"]]
        return {upload for upload in uploads if upload}
    return set(job["stslint"]["artifacts"]["reports"].values())


@pytest.mark.parametrize("job", jobs(), ids=lambda job: "GitHub" if "jobs" in job else "GitLab")
def test_a_job_stops_on_what_is_broken_and_writes_what_it_hands_on(
    stslint: Run, tmp_path: Path, job: dict[str, Any]
) -> None:
    (tmp_path / "deploy").mkdir()
    broken = (ROOT / "examples" / "mistakes" / "redis.yaml").read_text(encoding="utf-8")
    (tmp_path / "deploy" / "redis.yaml").write_text(broken, encoding="utf-8")
    # The second command compares with a commit: tests/acceptance/test_pasted_jobs.py plays the events.
    command, _ = [line.strip() for line in "\n".join(steps(job)).split("\n") if "stslint check" in line]
    command = command.removeprefix("- ")
    ran = stslint(*shlex.split(command)[1:])
    assert ran.returncode == 1, ran.stderr
    assert "STS004" in ran.stdout
    assert artifacts(job)
    for name in artifacts(job):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "STS004" in text
        assert name.endswith(".xml") or json.loads(text)
    assert {path.name for path in tmp_path.iterdir()} - {"stslint.md"} == {"deploy", *artifacts(job)}


def test_the_rules_beside_other_linters_exist_under_these_names() -> None:
    names = {rule.id: rule.name for rule in load_rules(package_data.folder("rules"))}
    text = (ROOT / "docs" / "compared.md").read_text(encoding="utf-8")
    said = re.findall(r"(STS\d{3})(?: ([a-z]+(?:-[a-z]+)+))?", text)
    assert len(said) > 40
    assert [id for id, _ in said if id not in names] == []
    assert [(id, name) for id, name in said if name and names[id] != name] == []
