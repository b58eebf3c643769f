"""The topics of ``stslint explain``: one page a file in ``topics/``."""

from __future__ import annotations

from collections.abc import Iterable

from stslint.linter.rule import Rule
from stslint.linter.rule_set import GROUPS
from stslint.runtime import package_data


def topic_names() -> list[str]:
    """Returns the names of all topics, in order."""
    return sorted(path.stem for path in package_data.folder("topics").glob("*.md"))


def topic_page(name: str) -> str | None:
    """Returns the page of a topic, or nothing if there is none of that name (case and ``_`` don't count)."""
    plain = name.lower().replace("_", "-").replace(" ", "-")
    if plain not in topic_names():
        return None
    return (package_data.folder("topics") / f"{plain}.md").read_text(encoding="utf-8")


def contents(rules: Iterable[Rule]) -> str:
    """Returns what there is to explain: the groups of rules, and the topics with their titles."""
    book = list(rules)
    lines = ["Rules (`stslint rules` lists them, `stslint explain STS105` prints one):\n"]
    for prefix, said in GROUPS.items():
        number = sum(rule.id.startswith(prefix) for rule in book)
        if number:
            lines.append(f"  {prefix}xx  {number:3}  {said}\n")
    lines.append("\nTopics (`stslint explain node-loss` prints one):\n")
    lines += [f"  {name:20}  {topic_title(name)}\n" for name in topic_names()]
    return "".join(lines)


def topic_title(name: str) -> str:
    """Returns the title of a topic's page."""
    page = topic_page(name) or ""
    return page.partition("\n")[0].removeprefix("# ")
